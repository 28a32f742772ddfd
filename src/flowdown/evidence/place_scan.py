"""Puts the sightings of a scan under the repositories and systems of a profile that they lie in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from flowdown.scan.gap import Gap
from flowdown.scan.sighting import Question, Scan, Sighting, Tree

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Home:
    """A folder of the profile, and the tree that it is there (`service`, `service/search`)."""

    folder: str
    tree: str


@dataclass(frozen=True, slots=True)
class PlacedScan:
    """A scan whose trees are those of the profile.

    `partial` are trees of which only a part was scanned; `strays` lie in no repository of the profile. `gaps` and
    `questions` are by the tree that they are in; a question's `about` is as the scan has it.
    """

    scan: Scan
    partial: frozenset[str]
    strays: tuple[str, ...]
    gaps: Mapping[str, tuple[Gap, ...]]
    questions: Mapping[str, tuple[Question, ...]]


def place_scan(scan: Scan, roots: Mapping[str, str], homes: Sequence[Home], strays: Mapping[str, str]) -> PlacedScan:
    """The scan with each sighting under the innermost home that holds it.

    `roots` are the folders that the scan's trees lie in, by tree, written as the homes are; `strays` names each tree
    for what lies in no home.
    """
    trees: dict[str, Tree] = {}
    partial: set[str] = set()
    homeless: list[str] = []
    sightings: list[Sighting] = []
    lost = {gap.tree for gap in scan.gaps if gap.path == "."}
    gaps: dict[str, list[Gap]] = defaultdict(list)
    questions: dict[str, list[Question]] = defaultdict(list)
    open_points = {each.about: each for each in scan.questions if "vendor" in each.settles}
    for tree in scan.trees:
        root = roots[tree.id]
        inside = [home for home in homes if _holds(root, home.folder)]
        around = max((home for home in homes if _holds(home.folder, root)), key=_depth, default=None)
        if around is None:
            homeless.append(tree.id)
        elif around.folder != root:
            partial.add(around.tree)
        base = Home(root, strays[tree.id]) if around is None else around
        touched = {base.tree, *(home.tree for home in inside)}
        for name in sorted(touched):
            trees.setdefault(name, Tree(name, tree.root, tree.revision))
        if tree.id in lost:
            partial |= touched
        found = sorted((base, *inside), key=_depth, reverse=True)
        folders: dict[str, Home] = {}
        for sighting in scan.sightings:
            if sighting.tree == tree.id:
                moved = _move(sighting, root, found, folders)
                sightings.append(moved)
                about = f"{sighting.place.path}:{sighting.place.line}"
                if sighting.vendor is None and about in open_points:
                    questions[moved.tree].append(open_points[about])
        for gap in scan.gaps:
            if gap.tree in ("", tree.id):
                home = next((each for each in found if _holds(each.folder, f"{root.rstrip('/')}/{gap.path}")), base)
                for name in touched if gap.path == "." else (home.tree,):
                    gaps[name].append(gap)
    placed = replace(
        scan, trees=tuple(trees.values()), sightings=tuple(sorted(set(sightings), key=lambda each: each.order)), gaps=()
    )
    return PlacedScan(placed, frozenset(partial), tuple(homeless), _frozen(gaps), _frozen(questions))


def _frozen(groups: Mapping[str, list[T]]) -> Mapping[str, tuple[T, ...]]:
    return {name: tuple(dict.fromkeys(group)) for name, group in groups.items()}


def _move(sighting: Sighting, root: str, homes: Sequence[Home], folders: dict[str, Home]) -> Sighting:
    path = f"{root.rstrip('/')}/{sighting.place.path}"
    folder = path.rpartition("/")[0]
    home = folders.get(folder)
    if home is None:
        home = folders[folder] = next(each for each in homes if _holds(each.folder, folder))
    inside = path[len(home.folder.rstrip("/")) + 1 :]
    place = sighting.place if inside == sighting.place.path else replace(sighting.place, path=inside)
    return sighting.put(home.tree, place)


def _holds(folder: str, other: str) -> bool:
    return folder == other or other.startswith(folder.rstrip("/") + "/")


def _depth(home: Home) -> int:
    return len(home.folder)
