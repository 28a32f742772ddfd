"""The function whose header stands last before a place: its name and its parameters, in any language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flowdown.scan.word_search import is_word_character, places_of

_HEADER = re.compile(
    r"\b(?:def|function|func|fun|fn)\b\s*(?:\([^()]*\)\s*)?(?P<word>[\w$]*[!?]?)[^(\n]*\((?P<a>[^()]*(?:\([^()]*\)[^()]*)*)\)"
    r"|(?<![\w.])get\s+(?P<getter>[\w$]++)\s*\(\s*\)"
    r"|(?:(?<![\w$])(?P<held>[\w$]++)\s*[:=]\s*)?(?:async\s*)?\((?P<b>[^()]*)\)\s*(?::[^=\n]{1,40})?=>"
    r"|^[ \t]++(?:[\w<>\[\],.?]++[ \t]++){0,5}(?P<method>(?!if|for|while|switch|catch|return|function)[\w$]++)[ \t]*(?:<[^<>]*>)?"
    r"\((?P<c>[^()]*)\)[ \t]*(?::[^{\n]{1,60})?(?:throws[\w ,.]+)?\s*\{",
    re.MULTILINE,
)
_KEYWORDS = ("def", "function", "func", "fun", "fn")
_ARROW = re.compile(r"\([^()]*+\)\s*(?::[^=\n]{1,40})?=>")
_LINE = re.compile(r"\n[ \t]++(?=[\w<>\[\],.?$ \t]*[(<])")
"""A line that can begin with a method: up to its parameters, or those of its type, stands nothing but words."""
_REACH = 3000
"""Characters that are looked back."""
_RECEIVERS = frozenset({"self", "cls", "this"})
_WORD = re.compile(r"[\w$]+")


@dataclass(frozen=True, slots=True)
class Header:
    """A function's name, the position of every parameter without a default, and the words of their types.

    A parameter counts under its first and its last word: which of them is its name depends on the language.
    """

    name: str = ""
    parameters: Mapping[str, int] = field(default_factory=dict)
    types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Headers:
    """The headers of one file's functions."""

    def __init__(self, masked: str) -> None:
        self._matches = list(_find_headers(masked))
        self._ends = [match.end() for match in self._matches]
        self._read: dict[int, Header] = {}

    def before(self, offset: int) -> Header:
        """The header that stands last before an offset; an empty one if none is near."""
        index = bisect_right(self._ends, offset) - 1
        if index < 0 or self._ends[index] < offset - _REACH:
            return Header()
        if index not in self._read:
            self._read[index] = _header_of(self._matches[index])
        return self._read[index]


def _find_headers(masked: str) -> Iterator[re.Match[str]]:
    """What the pattern finds, asked only where a header can begin: most of a text is none."""
    done = 0
    for at in sorted(set(_beginnings(masked))):
        match = _HEADER.match(masked, at) if at >= done else None
        if match is not None:
            yield match
            done = match.end()


def _beginnings(masked: str) -> Iterator[int]:
    """Where each of the forms of a header can begin."""
    for at, _ in places_of(masked, (*_KEYWORDS, "get")):
        yield at
    if "=>" in masked:
        for match in _ARROW.finditer(masked):
            yield from _before_arrow(masked, match.start())
    if "{" in masked:
        if masked[:1] in (" ", "\t"):
            yield 0
        for match in _LINE.finditer(masked):
            yield match.start() + 1


def _before_arrow(masked: str, opener: int) -> Iterator[int]:
    """Where a function can begin whose parameters open here: there, at `async`, or at the name that holds it."""
    yield opener
    at = _skip_blanks(masked, opener)
    if masked.endswith("async", 0, at):
        at -= len("async")
        yield at
        at = _skip_blanks(masked, at)
    else:
        at = _skip_blanks(masked, opener)
    if at and masked[at - 1] in ":=":
        start = end = _skip_blanks(masked, at - 1)
        while start and is_word_character(masked[start - 1]):
            start -= 1
        if start < end:
            yield start


def _skip_blanks(masked: str, at: int) -> int:
    """The end of what stands before an offset and is no blank."""
    while at and masked[at - 1].isspace():
        at -= 1
    return at


def _header_of(found: re.Match[str]) -> Header:
    listed = found.group("a") or found.group("b") or found.group("c") or ""
    name = found.group("word") or found.group("getter") or found.group("held") or found.group("method") or ""
    parts = [part for part in listed.split(",") if (words := _WORD.findall(part)) and words[-1] not in _RECEIVERS]
    parameters: dict[str, int] = {}
    types: dict[str, tuple[str, ...]] = {}
    for position, part in enumerate(parts):
        left, colon, right = part.partition(":")
        words = _WORD.findall(left)
        if not words or "=" in part:
            continue
        parameters.update(dict.fromkeys((words[0], words[-1]), position))
        types[words[-1]] = tuple(_WORD.findall(right)) if colon else tuple(words[:-1])
    return Header(name, parameters, types)
