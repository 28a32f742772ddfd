"""What a scan of a part of a tree has to know of the whole tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flowdown.scan.area import Area, area_of


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The whole tree around a part that is scanned: how many program files lie in each area, and its own packages.

    In a part no file is doubted for want of others that name it: they may lie outside.
    """

    areas: Counter[Area]
    modules: frozenset[str]


def survey(paths: Iterable[str], suffixes: frozenset[str]) -> Surroundings:
    """What the paths of a whole tree say; `suffixes` are those of program files."""
    areas: Counter[Area] = Counter()
    modules: set[str] = set()
    for path in paths:
        name = path.rsplit("/", 1)[-1]
        dot = name.rfind(".")
        suffix = name[dot:].lower() if dot > 0 else ""
        if suffix in suffixes or suffix == ".ipynb":
            areas[area_of(path)] += 1
        if suffix == ".py":
            parts = path.split("/")
            if parts[0] in ("src", "lib", "python") and len(parts) > 1:
                parts = parts[1:]
            modules.add(parts[0].removesuffix(".py"))
    return Surroundings(areas, frozenset(modules))
