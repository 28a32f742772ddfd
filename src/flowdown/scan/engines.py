"""The engines that search bytes for many literals at once, behind one small interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from flowdown.catalogue.keyword import Keyword

if TYPE_CHECKING:
    import hyperscan

QUICK_BOUND = 5
"""Characters up to which a first, quickly built database checks word bounds itself; longer literals hit seldom."""
TUNED_BOUND = 8
"""The same for a tuned database, which may take longer to build."""

_WORD = re.compile(rb"[A-Za-z0-9_]")
_QUOTES = (b"\\x22", b"\\x27", b"\\x60")


class Engine(Protocol):
    """Finds literals. What it finds may be too much: the prefilter checks every keyword not in `settled`."""

    settled: frozenset[int]

    def find(self, text: bytes | memoryview) -> list[tuple[int, int]]:
        """Every (keyword's number, end offset) in a text that is not empty, in any order."""


class VectorscanEngine:
    """Vectorscan (the portable Hyperscan) in block mode; one object serves one thread."""

    def __init__(self, keywords: Sequence[Keyword], database: hyperscan.Database, bound: int) -> None:
        self.settled = frozenset(at for at, keyword in enumerate(keywords) if _is_settled(keyword, bound))
        self._scan: Callable[..., object] = database.scan

    def find(self, text: bytes | memoryview) -> list[tuple[int, int]]:
        """Every (keyword's number, end offset)."""
        found: list[tuple[int, int]] = []
        append = found.append
        self._scan(text, match_event_handler=lambda number, start, end, flags, context: append((number, end)))
        return found


class AhoCorasickEngine:
    """An Aho-Corasick automaton over lower-cased bytes, for machines without Vectorscan."""

    settled: frozenset[int] = frozenset()

    def __init__(self, keywords: Sequence[Keyword]) -> None:
        import ahocorasick_rs

        self._exact = [None if keyword.caseless else encode(keyword.text) for keyword in keywords]
        self._numbers: list[list[int]] = []
        place: dict[bytes, int] = {}
        for number, keyword in enumerate(keywords):
            low = encode(keyword.text).lower()
            if place.setdefault(low, len(place)) == len(self._numbers):
                self._numbers.append([])
            self._numbers[place[low]].append(number)
        self._search = ahocorasick_rs.BytesAhoCorasick(
            list(place), ahocorasick_rs.MatchKind.Standard, ahocorasick_rs.Implementation.DFA
        ).find_matches_as_indexes

    def find(self, text: bytes | memoryview) -> list[tuple[int, int]]:
        """Every (keyword's number, end offset)."""
        exact = self._exact
        return [
            (number, end)
            for place, start, end in self._search(bytes(text).lower(), overlapping=True)
            for number in self._numbers[place]
            if exact[number] is None or exact[number] == text[start:end]
        ]


def encode(text: str) -> bytes:
    """A literal as it stands in a file."""
    return text.encode("utf-8", "surrogatepass")


def compile_vectorscan(keywords: Sequence[Keyword], bound: int, padding: int = 0) -> hyperscan.Database:
    """Compile a database whose expressions check word bounds of literals of up to `bound` characters.

    `padding` adds literals that hardly ever occur: Vectorscan chooses its tables by the number of literals, and
    sometimes better for more of them. Their numbers follow those of the keywords.
    """
    import hyperscan

    rows: list[tuple[bytes, int, int]] = []
    for number, keyword in enumerate(keywords):
        flags = hyperscan.HS_FLAG_CASELESS if keyword.caseless else 0
        rows += [(expression, number, flags) for expression in _expressions(keyword, bound)]
    rows += [(_literal(b"\x01\x02zq%05dqz\x03" % at), len(keywords) + at, 0) for at in range(padding)]
    expressions, numbers, flags_of = zip(*rows, strict=True)
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=expressions, ids=numbers, elements=len(rows), flags=flags_of)
    return database


def _is_settled(keyword: Keyword, bound: int) -> bool:
    has_left = keyword.left_bound and not keyword.needs_quote
    return not (has_left or keyword.right_bound) or len(keyword.text) <= bound


def _expressions(keyword: Keyword, bound: int) -> list[bytes]:
    text = encode(keyword.text)
    middle = _literal(text)
    if len(keyword.text) <= bound:
        # `\b` and `\B` alike say here that no word character stands on the other side of the edge.
        if keyword.left_bound and not keyword.needs_quote:
            middle = _edge(text[:1]) + middle
        if keyword.right_bound:
            middle += _edge(text[-1:])
    return [quote + middle for quote in _QUOTES] if keyword.needs_quote else [middle]


def _edge(byte: bytes) -> bytes:
    return rb"\b" if _WORD.match(byte) else rb"\B"


def _literal(text: bytes) -> bytes:
    return b"".join(bytes([byte]) if _WORD.match(bytes([byte])) else b"\\x%02x" % byte for byte in text)
