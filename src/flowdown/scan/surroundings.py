"""What a scan of a part of a tree has to know of the whole tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flowdown.scan.area import Area, area_of

_SAMPLE = 500
"""Program files whose areas are looked at: their shares are asked for, not their numbers."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The whole tree around a part that is scanned: how its program files lie in areas, and its own packages.

    In a part no file is doubted for want of others that name it: they may lie outside.
    """

    areas: Counter[Area]
    modules: frozenset[str]


def survey(paths: Sequence[bytes], suffixes: frozenset[str]) -> Surroundings:
    """What the paths of a whole tree say; `suffixes` are those of program files."""
    endings = tuple(suffix.encode() for suffix in suffixes | {".ipynb"})
    programs = [path for path in paths if path.endswith(endings)]
    step = max(1, len(programs) // _SAMPLE)
    areas = Counter(area_of(path.decode("utf-8", "replace")) for path in programs[::step])
    return Surroundings(areas, frozenset(_modules(programs)))


def _modules(programs: Sequence[bytes]) -> set[str]:
    """The names under which the tree's own Python packages at its top (or below `src`, `lib`) are imported."""
    found: set[bytes] = set()
    for path in programs:
        if path.endswith(b".py"):
            first, _, rest = path.partition(b"/")
            if rest and first in (b"src", b"lib", b"python"):
                first = rest.partition(b"/")[0]
            found.add(first)
    return {name.removesuffix(b".py").decode("utf-8", "replace") for name in found}
