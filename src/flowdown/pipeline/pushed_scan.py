"""Keep a scan that another machine made: its trees are repositories of the profile, wherever they lie."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument, Where, clip
from flowdown.evidence.scan_document import NoScan
from flowdown.pipeline.profile import load_profile

if TYPE_CHECKING:
    from flowdown.evidence.place_scan import Home
    from flowdown.evidence.profile.profile import Profile
    from flowdown.pipeline.claims import Target
    from flowdown.scan.sighting import Scan, Tree

__all__ = ["NoScan", "Pushed", "keep_pushed"]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a pushed scan held, and what of it was new; `strays` are trees that are no repository of the profile."""

    trees: tuple[Tree, ...]
    sightings: int
    new: int
    known: int
    strays: tuple[str, ...]
    is_incomplete: bool


def keep_pushed(
    content: bytes,
    name: str,
    profile: Path,
    target: Target,
    who: str,
    moment: datetime.datetime,
    repository: str = "",
    cache: Path | None = None,
) -> Pushed:
    """Keep the claims of a `flowdown.scan/1`, all or none, and who brought it. They are on the disk when this returns.

    `repository` says of which repository of the profile the one tree of the scan is; else its trees are called as
    repositories are. The same scan again adds nothing.
    """
    from flowdown.catalogue import load
    from flowdown.evidence.from_scan import gather_with_readings
    from flowdown.evidence.place_scan import place_scan
    from flowdown.evidence.predicate import Predicate
    from flowdown.evidence.scan_document import read_scan
    from flowdown.graph import open_store
    from flowdown.graph.reading import leave_out_known
    from flowdown.pipeline.brought import vouch

    scan = _name_tree(read_scan(content, name), name, repository)
    stated = load_profile(profile, load((), cache))
    if repository and repository not in {each.id for each in stated.profile.repositories}:
        raise UnusableArgument(
            f"the profile has no repository `{clip(repository)}`", hint="`repositories` of the profile lists them"
        )
    roots = {tree.id: f"/{tree.id}" for tree in scan.trees}
    placed = place_scan(scan, roots, _homes(stated.profile, tuple(roots)), {tree: tree for tree in roots})
    claims = gather_with_readings(placed.scan, moment)
    brought = vouch([f"tree:{tree.id}" for tree in placed.scan.trees], who, moment)
    with open_store(target) as store:
        fresh = tuple(leave_out_known(store, claims))
        is_newer = any(each.predicate is Predicate.READ for each in fresh)
        added = store.add((*fresh, *brought) if is_newer else fresh, moment)
        if added.new and not is_newer:
            store.add(brought, moment)
    return Pushed(
        placed.scan.trees, len(scan.sightings), added.new, added.known, tuple(placed.strays), scan.is_incomplete
    )


def _name_tree(scan: Scan, name: str, repository: str) -> Scan:
    if not repository:
        return scan
    if len(scan.trees) != 1:
        raise NoScan("has several trees", Where(name, path="trees"), "push each of them for its own repository")
    return replace(
        scan,
        trees=(replace(scan.trees[0], id=repository),),
        sightings=tuple(replace(each, tree=repository) for each in scan.sightings),
        gaps=tuple(replace(each, tree=repository) for each in scan.gaps),
    )


def _homes(profile: Profile, trees: Sequence[str]) -> tuple[Home, ...]:
    """Repositories, and the folders in them that are a system's own, as if each lay in a folder of its name.

    Only those in which one of the trees lies, or which lie in one: a large organisation has thousands of others.
    """
    from flowdown.evidence.place_scan import Home
    from flowdown.evidence.profile.tree_place import tree_of

    named = {each.id: tree_of(each.id).removeprefix("tree:") for each in profile.repositories}
    touched = {name: place for name, place in named.items() if any(_is_along(place, tree) for tree in trees)}
    homes = set(touched.values())
    for system in profile.systems:
        if system.repository in touched:
            homes |= {tree_of(system.repository, path).removeprefix("tree:") for path in system.paths}
    return tuple(Home(f"/{tree}", tree) for tree in sorted(homes))


def _is_along(place: str, other: str) -> bool:
    """Whether one is the other, or lies in it."""
    return f"{place}/".startswith(f"{other}/") or f"{other}/".startswith(f"{place}/")
