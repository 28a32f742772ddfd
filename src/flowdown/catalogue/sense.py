"""What must stand round a keyword for it to say anything: what follows a family's stem, no running text round a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flowdown.catalogue.keyword import Keyword
from flowdown.catalogue.keywords import literals_of
from flowdown.catalogue.kinds import PACKAGE_KINDS, SignatureKind

_REACH = 200
"""Bytes behind a stem in which its tail must stand."""
_LINE = 200
"""Bytes of a line before a word that are looked at."""
_IMPORT_KINDS = frozenset(
    (
        SignatureKind.PYTHON_IMPORT,
        SignatureKind.JVM_IMPORT,
        SignatureKind.DOTNET_IMPORT,
        SignatureKind.PHP_IMPORT,
        SignatureKind.RUBY_IMPORT,
        SignatureKind.SWIFT_IMPORT,
    )
)
_WORD_KINDS = PACKAGE_KINDS | _IMPORT_KINDS
_CODE_WORDS = frozenset(
    (
        b"import from require requires use using include extern crate mod module package alias library load install add get "
        b"sudo npx uvx bunx pipx exec run env"
    ).split()
)
"""Words behind which a name is taken from a library or started."""
_TAKES = re.compile(rb"\b(?:import|install|requires?|add|depends)\b", re.IGNORECASE)
_BEFORE = re.compile(rb"(?:(?<![^\s(])([A-Za-z]{2,})|(?:/\*|\*|//|\#)+) $")
_AFTER = re.compile(rb"(?: [A-Za-z(]|[.,;!?)]+(?:\s|$)| ?(?:\r?\n|$)| \*/)")


@dataclass(frozen=True, slots=True)
class Sense:
    """The conditions of one keyword beyond those that the prefilter checks.

    `tails`: patterns with the length of the stem before them; one of them must match, unless the bare stem stands
    alone or behind an organisation. `is_word`: only what a program takes or starts by this name counts.
    """

    tails: tuple[tuple[int, re.Pattern[bytes]], ...] = ()
    is_word: bool = False

    def holds(self, text: bytes | memoryview, start: int, end: int) -> bool:
        """Whether a hit can say something where it stands."""
        if self.is_word:
            word = bytes(text[start:end])
            # `TypeScript` is a name wherever it stands; `together` and `Together` are words.
            return not (word.islower() or word.istitle()) or not _is_running_text(
                bytes(text[max(0, start - _LINE) : start]), bytes(text[end : end + 4])
            )
        if start and text[start - 1] in b"/.:":
            return True
        for length, tail in self.tails:
            low = bytes(text[start : start + length + _REACH]).lower()
            if not low[length : length + 1].isalnum() and low[length : length + 1] not in (b"-", b"_"):
                return True
            if tail.match(low, length) or tail.match(low.replace(b"_", b"-"), length):
                return True
        return False


def gather_senses(
    signatures: Iterable[tuple[SignatureKind, str, str]], keywords: Sequence[Keyword]
) -> tuple[Sense | None, ...]:
    """For each keyword its conditions; None where it always counts."""
    kinds: dict[tuple[str, bool], set[SignatureKind]] = {}
    tails: dict[tuple[str, bool], set[tuple[int, str]]] = {}
    for kind, value, tail in signatures:
        for keyword in literals_of(kind, value, tail):
            key = (keyword.text, keyword.caseless)
            kinds.setdefault(key, set()).add(kind)
            if kind is SignatureKind.MODEL:
                tails.setdefault(key, set()).add((len(value), tail))
    return tuple(
        _sense_of(
            keyword,
            kinds.get((keyword.text, keyword.caseless), set()),
            tails.get((keyword.text, keyword.caseless), set()),
        )
        for keyword in keywords
    )


def _sense_of(keyword: Keyword, kinds: set[SignatureKind], tails: set[tuple[int, str]]) -> Sense | None:
    if kinds == {SignatureKind.MODEL} and tails and all(tail for _, tail in tails):
        return Sense(tuple((length, re.compile(tail.encode())) for length, tail in sorted(tails)))
    if kinds and kinds <= _WORD_KINDS and keyword.text.isascii() and keyword.text.isalpha() and not keyword.needs_quote:
        return Sense(is_word=True)
    return None


def _is_running_text(before: bytes, after: bytes) -> bool:
    """Whether a word stands among other words as in a sentence."""
    line = before[before.rfind(b"\n") + 1 :]
    found = _BEFORE.search(line)
    if found is None or not _AFTER.match(after):
        return False
    return (found.group(1) or b"").lower() not in _CODE_WORDS and not _TAKES.search(line)
