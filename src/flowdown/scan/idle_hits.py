"""Tells which files of program code are hit by nothing but ordinary words, so that they need not be lexed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache

from flowdown.catalogue.kinds import PACKAGE_KINDS, SignatureKind
from flowdown.scan.known import Known
from flowdown.scan.source_file import Plain

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
_PARTS = re.compile(r"[.:/]|__")
_QUOTED_BEFORE = re.compile(r"[\"']([\w.:/@-]*)\Z")
_QUOTED_AFTER = re.compile(r"([\w.:/@-]*)[\"']")
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
        self._is_void_word = lru_cache(maxsize=65536)(self._is_void)
        self._plain_words = lru_cache(maxsize=65536)(self._plain_word)

    def of(self, text: str, hits: Sequence[tuple[int, int]], language: str) -> frozenset[int]:
        """Which hits of a program's text can show nothing, by their places in the sequence."""
        return frozenset(at for at, (start, end) in enumerate(hits) if self._is_idle(text, start, end, language))

    def plain(self, text: str, hits: Sequence[tuple[int, int]], language: str) -> dict[tuple[int, int], Plain]:
        """The hits that show something only as a value, or where they are called or imported."""
        judged = ((hit, self._judge(text, *hit, language)) for hit in hits)
        return {hit: plain for hit, plain in judged if plain is not None}

    def _judge(self, text: str, start: int, end: int, language: str) -> Plain | None:
        token = _TOKEN.match(text, start)
        whole = token.group().rstrip(".:,/-") if token is not None else ""
        first, last = name_round(text, start, end)
        is_nobodys = self._plain_words(text[start:end], whole, text[first:last], language)
        if is_nobodys is None:
            return None
        quoted = _quoted_round(text, start, end)
        return Plain(is_nobodys, bool(quoted) and self._is_void_word(quoted))

    def _is_void(self, value: str) -> bool:
        """Whether a quoted word names nothing, whatever it is given to."""
        known, index = self._known, self._known.index
        if known.any_of(value) or index.model(value, True) is not None or known.url_path(value) or index.symbol(value):
            return False
        if index.env_key(value) or index.env_key(value.upper()) or index.header(value):
            return False
        for part in {value, value.rsplit("/", 1)[-1], *_PARTS.split(value)}:
            if index.provider(part) or index.config_key(part) or ("." in part and index.host(part)):
                return False
            if any(index.find(kind, part) for kind in (*_KINDS_OF_NAMES, *_KINDS_OF_IMPORTS)):
                return False
        return True

    def _plain_word(self, word: str, token: str, name: str, language: str) -> bool | None:
        """Whether a plain word is nobody's; None for one that is not plain."""
        is_nobodys = True
        known, index = self._known, self._known.index
        for each in {word, token, name}:
            if any(hit.vendor and hit.kind is not SignatureKind.PROVIDER for hit in known.any_of(each)):
                return None  # it is a mention wherever it stands
            if any(index.find(kind, each) for kind in _KINDS_OF_NAMES) or index.symbol(each) or known.url_path(each):
                return None
            if index.env_key(each) or index.env_key(each.upper()) or ("." in each and index.host(each)):
                return None
            if index.provider(each) or index.import_name(language, each):
                if language == "c":
                    return None  # its headers and functions are taken at their names
                is_nobodys = False
            is_nobodys = is_nobodys and not any(index.find(kind, each) for kind in _KINDS_OF_IMPORTS)
        return is_nobodys

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


def name_round(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the name that a hit is, or is a part of."""
    before = _NAME_BEFORE.search(text, max(0, start - _REACH), start)
    after = _NAME.match(text, end, end + _REACH)
    return before.start() if before is not None else start, after.end() if after is not None else end


def _quoted_round(text: str, start: int, end: int) -> str:
    """The quoted word that holds a hit; empty if it is in none."""
    before = _QUOTED_BEFORE.search(text, max(0, start - _REACH), start)
    after = _QUOTED_AFTER.match(text, end, end + _REACH)
    return before.group(1) + text[start:end] + after.group(1) if before is not None and after is not None else ""


def is_called(text: str, end: int) -> bool:
    """Whether the name that ends here is called or has a member."""
    return _CALLED.match(text, end) is not None


def is_imported(text: str, start: int) -> bool:
    """Whether a name stands on a line that may be an import."""
    return _IMPORTING.search(_line(text, start)) is not None


def _line(text: str, at: int) -> str:
    """The line round an offset, as far as it is not far too long."""
    begin = text.rfind("\n", max(0, at - _LONGEST_LINE), at)
    end = text.find("\n", at, at + _LONGEST_LINE)
    return text[begin + 1 if begin >= 0 else max(0, at - _LONGEST_LINE) : end if end >= 0 else at + _LONGEST_LINE]
