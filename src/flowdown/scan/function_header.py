"""The function whose header stands last before a place: its name and its parameters, in any language."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

_HEADER = re.compile(
    r"\b(?:def|function|func|fun|fn)\b\s*(?:\([^()]*\)\s*)?(?P<word>[\w$]*[!?]?)[^(\n]*\((?P<a>[^()]*(?:\([^()]*\)[^()]*)*)\)"
    r"|(?<![\w.])get\s+(?P<getter>[\w$]++)\s*\(\s*\)"
    r"|(?:(?<![\w$])(?P<held>[\w$]++)\s*[:=]\s*)?(?:async\s*)?\((?P<b>[^()]*)\)\s*(?::[^=\n]{1,40})?=>"
    r"|^[ \t]++(?:[\w<>\[\],.?]++[ \t]++){0,5}(?P<method>(?!if|for|while|switch|catch|return|function)[\w$]++)[ \t]*(?:<[^<>]*>)?"
    r"\((?P<c>[^()]*)\)[ \t]*(?::[^{\n]{1,60})?(?:throws[\w ,.]+)?\s*\{",
    re.MULTILINE,
)
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
        self._matches = list(_HEADER.finditer(masked))
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
