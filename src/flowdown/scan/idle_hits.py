"""Tells which files of program code are hit by nothing but ordinary words, so that they need not be lexed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache

from flowdown.catalogue.kinds import PACKAGE_KINDS, SignatureKind
from flowdown.scan.known import Known

LANGUAGES: Mapping[str, str] = {
    "clang": "c",
    **{each: each for each in "dart dotnet elixir go javascript jvm php python r ruby rust swift".split()},
}
"""The language whose imports a detector of program code looks up."""
_KINDS_OF_NAMES = (
    SignatureKind.SYMBOL,
    SignatureKind.HEADER,
    SignatureKind.ENV_KEY,
    SignatureKind.IMAGE,
    SignatureKind.ACTION,
    SignatureKind.CLI,
    SignatureKind.TERRAFORM,
    SignatureKind.CONFIG_KEY,
    SignatureKind.WORD,
)
"""What a name can stand for in a program whatever its language is."""
_KINDS_OF_IMPORTS = tuple(sorted({*PACKAGE_KINDS, *(kind for kind in SignatureKind if kind.value.endswith("-import"))}))
_TOKEN = re.compile(r"[\w.:/@-]{1,120}")
_NAME_BEFORE = re.compile(r"[\w$-]*\Z")
_NAME = re.compile(r"[\w$-]*")
_REACH = 60
_QUOTES = "\"'`<"
_ENDS = frozenset("\"'` \t\n,;)")
_CALLED = re.compile(r"\s*(?:[({<\\]|(?:\??\.|::|->)[\w$*])")
_IMPORTING = re.compile(
    r"(?i)(?<![a-z])(?:(?:im|__im)port\w*|from|require\w*|use|using|include\w*|library|alias|load|package|extern)(?![a-z])"
)
_LINE_OF_IMPORT = re.compile(r'\s*(?:import\s+)?(?:[\w.]+\s+)?"([\w.~/-]+)"\s*\Z')
_LONGEST_LINE = 400


class _Sort(IntEnum):
    TELLING = 0
    WHERE_USED = 1
    """It is a module's name in this language, or a name by which things are called: it tells something where it is used."""
    IDLE = 2


class IdleHits:
    """The hits that can show nothing where they stand: `command-line`, `evaluate`, and the like.

    A hit that is quoted always counts, since strings name models, providers and packages.
    """

    def __init__(self, known: Known) -> None:
        self._known = known
        self._sort_of = lru_cache(maxsize=65536)(self._sort)

    def of(self, text: str, hits: Sequence[tuple[int, int]], language: str) -> frozenset[int]:
        """Which hits of a program's text can show nothing, by their places in the sequence."""
        return frozenset(at for at, (start, end) in enumerate(hits) if self._is_idle(text, start, end, language))

    def _is_idle(self, text: str, start: int, end: int, language: str) -> bool:
        if language == "go":
            module = _LINE_OF_IMPORT.match(_line(text, start))
            if module is not None and "." in module[1]:
                # Go: `github.com/acme/uuid` is no model of Acme's; what nobody of the catalogue made is nothing.
                return not self._known.index.import_name("go", module[1])
        token = _TOKEN.match(text, start)
        whole = token.group() if token is not None else text[start:end]
        word = text[start:end]
        if start and text[start - 1] in _QUOTES:
            # What is quoted names models, providers and packages: `"command-line"` alone is told by its whole.
            is_longer = start + len(whole) > end and (whole[end - start].isalnum() or not word[-1].isalnum())
            if not is_longer or text[start + len(whole) : start + len(whole) + 1] not in _ENDS:
                return False
        before = _NAME_BEFORE.search(text, max(0, start - _REACH), start)
        after = _NAME.match(text, end, end + _REACH)
        head = before.group() if before is not None else ""
        tail = after.group() if after is not None else ""
        sort = self._sort_of(word, whole.rstrip(".:,/-"), head + word + tail, language)
        if sort is _Sort.WHERE_USED:
            return _CALLED.match(text, end) is None and _IMPORTING.search(_line(text, start)) is None
        return sort is _Sort.IDLE

    def _sort(self, word: str, token: str, name: str, language: str) -> _Sort:
        known, index = self._known, self._known.index
        if any(map(str.isdigit, name)):
            return _Sort.TELLING
        texts = {word, token, name}
        for each in texts:
            if (
                known.any_of(each)
                or index.model(each, True) is not None
                or index.env_key(each)
                or index.env_key(each.upper())
                or index.symbol(each)
            ):
                return _Sort.TELLING
            if known.url_path(each) or ("." in each and index.host(each)):
                return _Sort.TELLING
            if any(index.find(kind, each) for kind in _KINDS_OF_NAMES):
                return _Sort.TELLING
        if any(index.import_name(language, each) for each in texts):
            return _Sort.WHERE_USED
        if language == "c" and any(map(index.provider, texts)):
            return _Sort.WHERE_USED  # its headers and functions are taken at their names
        is_begun = not word[-1].isalnum() or (token.startswith(word) and token[len(word) : len(word) + 1].isalnum())
        if is_begun or index.provider(word) or any(index.find(kind, word) for kind in _KINDS_OF_IMPORTS):
            return _Sort.IDLE
        return _Sort.TELLING


def _line(text: str, at: int) -> str:
    """The line round an offset, as far as it is not far too long."""
    begin = text.rfind("\n", max(0, at - _LONGEST_LINE), at)
    end = text.find("\n", at, at + _LONGEST_LINE)
    return text[begin + 1 if begin >= 0 else max(0, at - _LONGEST_LINE) : end if end >= 0 else at + _LONGEST_LINE]
