"""Ranks the unchanged files that hold vendors' keywords: those most about a vendor first, since they tell most for what they cost."""

# Paths are bytes here, which pathlib does not take.
# ruff: noqa: PTH116

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest

from flowdown.gate.related import rank_of_area

MOST_HOLDERS = 24
"""Unchanged files that hold keywords of vendors that come or go, and are read for it ..."""
FIRST_HOLDERS = 6
"""... of which these are read first: mostly they show that the tree had the vendor before, and the rest need not be."""
_LONG = 128 * 1024
"""Bytes from which on a file is read only after shorter ones of its area: it costs more than it tells."""
_WEIGHED = 200
"""Files of one vendor whose sizes are asked for."""


class Holders:
    """The unchanged files that hold a vendor's keywords, by path below `top`, each with the numbers of all its keywords."""

    def __init__(self, numbers: Mapping[bytes, Sequence[int]], top: bytes) -> None:
        self._numbers = numbers
        self._top = top

    def take(self, sought: Iterable[frozenset[int]], most: int, taken: Collection[bytes]) -> list[bytes]:
        """At most so many files that are not taken yet, for each of the sought sets of keywords as many as for the next."""
        rows = [self._ranked(wanted, taken) for wanted in sorted(set(sought), key=sorted)]
        mixed = dict.fromkeys(path for path in chain.from_iterable(zip_longest(*rows)) if path is not None)
        return list(mixed)[:most]

    def _ranked(self, wanted: frozenset[int], taken: Collection[bytes]) -> list[bytes]:
        """The files that hold wanted keywords: product code first, prose last; among these the shorter, the more telling."""
        told = sorted(self._told(wanted, taken))[:_WEIGHED]
        ranked = sorted((area, self._is_long(path), tells, depth, path) for area, tells, depth, path in told)
        return [path for _, _, _, _, path in ranked]

    def _told(self, wanted: frozenset[int], taken: Collection[bytes]) -> Iterator[tuple[int, float, int, bytes]]:
        """Each file with its area's rank and how little it tells: a table of all vendors hardly tells of one."""
        for path, numbers in self._numbers.items():
            held = len(wanted.intersection(numbers))
            if held and path not in taken:
                yield rank_of_area(path), -held * held / len(numbers), path.count(b"/"), path

    def _is_long(self, path: bytes) -> bool:
        try:
            return os.stat(self._top + path).st_size > _LONG
        except (OSError, ValueError):
            return True
