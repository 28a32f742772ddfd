"""Keep what a scan saw, and what the profile says, in the store of claims."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import FlowdownError

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.evidence.claim import Claim
    from flowdown.evidence.from_scan import Gathered
    from flowdown.evidence.place_scan import Home, PlacedScan
    from flowdown.evidence.profile.profile import Profile, StatedProfile
    from flowdown.pipeline.claims import Target
    from flowdown.scan.sighting import Scan


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where a run is kept: whose profile, in which store, at which moment; `tell` is told how it went."""

    profile: Path
    target: Target
    moment: datetime.datetime
    tell: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a scan is kept for whom no profile speaks."""

    target: Target
    moment: datetime.datetime
    tell: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept: claims that are new, those that were there, and trees that are no repository of the profile."""

    new: int
    known: int
    strays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A scan by the trees of a profile, and the claims that it makes."""

    placed: PlacedScan
    gathered: Gathered


def open_keeping(keeping: Keeping | None, catalogue: Catalogue) -> StatedProfile | None:
    """Read the profile before anything is scanned, so that a broken one is told at once."""
    if keeping is None:
        return None
    from flowdown.pipeline.profile import load_profile

    return load_profile(keeping.profile, catalogue)


def keep_scan(
    keeping: Keeping | None,
    stated: StatedProfile | None,
    scan: Scan,
    paths: Sequence[Path],
    catalogue: Catalogue,
    profile_claims: Sequence[Claim] | None = None,
    seen: Seen | None = None,
) -> None:
    """Keep a scan; what hinders it is told, and stops nothing: the answer does not need the store.

    `profile_claims` are those of the profile, `seen` what was made of the scan, where that was done already.
    """
    if keeping is None or stated is None:
        return
    kept = _keep(keeping, lambda: record(keeping, stated, scan, paths, catalogue, profile_claims, seen))
    for stray in kept.strays if kept else ():
        keeping.tell(f"`{stray}` is no repository of {keeping.profile}: its claims serve no contract")


def keeper_of(keeping: Keeping | Shelf, catalogue: Catalogue) -> Callable[[Scan, Sequence[Path]], None]:
    """What keeps a scan. A profile is read now, so that a broken one is told before anything is scanned."""
    if isinstance(keeping, Shelf):
        return partial(shelve_scan, keeping)
    stated = open_keeping(keeping, catalogue)
    return lambda scan, paths: keep_scan(keeping, stated, scan, paths, catalogue)


def shelve_scan(shelf: Shelf, scan: Scan, paths: Sequence[Path]) -> None:
    """Keep a scan of whole trees, each by its way from the current folder; what hinders it is told, and stops nothing."""
    _keep(shelf, lambda: _put(shelf, _see(scan, paths, (), Path.cwd()), (), ()))


def _keep(keeping: Keeping | Shelf, put: Callable[[], Kept]) -> Kept | None:
    try:
        kept = put()
    except FlowdownError as error:
        keeping.tell(f"not recorded: {error}")
        return None
    if kept.new:
        keeping.tell(f"recorded {kept.new} new claims (`flowdown claims list`)")
    return kept


def record(
    keeping: Keeping,
    stated: StatedProfile,
    scan: Scan,
    paths: Sequence[Path],
    catalogue: Catalogue,
    profile_claims: Sequence[Claim] | None = None,
    seen: Seen | None = None,
) -> Kept:
    """Keep the claims of a profile and of a scan of whole trees, all or none; a second time adds nothing."""
    from flowdown.evidence.from_profile import gather_profile, read_profile_at

    folder = keeping.profile.resolve().parent
    if seen is None:
        seen = _see(scan, paths, homes_of(stated.profile, folder), folder)
    said = gather_profile(stated, catalogue) if profile_claims is None else profile_claims
    return _put(keeping, seen, said, (read_profile_at(stated, keeping.moment),))


def _put(keeping: Keeping | Shelf, seen: Seen, said: Sequence[Claim], readings: Sequence[Claim]) -> Kept:
    """Put what was said, with its readings, and what was seen into the store, all or none."""
    from flowdown.evidence.from_scan import readings_of
    from flowdown.graph import open_store
    from flowdown.graph.reading import leave_out_known

    placed, gathered = seen.placed, seen.gathered
    partial = {f"tree:{name}" for name in placed.partial}
    every = readings_of(placed.scan, gathered.editions, keeping.moment)
    whole = [each for each in every if each.subject not in partial]
    with open_store(keeping.target) as store:
        news = leave_out_known(store, whole)
        # INVARIANT: an edition is a digest of a tree's claims, kept with them or not at all: once it is the last that
        # was read, all of them are there.
        there = {each.subject for each in whole} - {each.subject for each in news}
        fresh = gathered.claims_without({each.removeprefix("tree:") for each in there})
        added = store.add((*said, *leave_out_known(store, readings), *fresh, *news), keeping.moment)
    return Kept(added.new, added.known + len(gathered) - len(fresh), placed.strays)


def _see(scan: Scan, paths: Sequence[Path], homes: Sequence[Home], folder: Path) -> Seen:
    roots = {tree.id: _folder_of(root) for tree, root in zip(scan.trees, paths, strict=False)}
    return see_scan(scan, roots, homes, {tree: _stray_name(tree, root, folder) for tree, root in roots.items()})


def see_scan(scan: Scan, roots: Mapping[str, str], homes: Sequence[Home], strays: Mapping[str, str]) -> Seen:
    """A scan under the trees of the profile that it lies in, and the claims that it makes."""
    from flowdown.evidence.from_scan import Gathered
    from flowdown.evidence.place_scan import place_scan

    placed = place_scan(scan, roots, homes, strays)
    placed = replace(placed, strays=tuple(strays[tree] for tree in placed.strays))
    return Seen(placed, Gathered(placed.scan))


def homes_of(profile: Profile, folder: Path) -> tuple[Home, ...]:
    """The folders that are repositories, or parts of one that are a system's own; paths are seen from `folder`."""
    from flowdown.evidence.place_scan import Home
    from flowdown.evidence.profile.tree_place import tree_of

    places = {each.id: folder / each.path for each in profile.repositories if each.path}
    homes = {tree_of(name): place for name, place in places.items()}
    for system in profile.systems:
        for path in system.paths if system.repository in places else ():
            homes[tree_of(system.repository, path)] = places[system.repository] / path
    return tuple(Home(_write(place), tree.removeprefix("tree:")) for tree, place in sorted(homes.items()))


def _folder_of(root: Path) -> str:
    return _write(root if root.is_dir() else root.parent)


def _write(folder: Path) -> str:
    return Path(os.path.realpath(folder)).as_posix()


def _stray_name(tree: str, root: str, folder: Path) -> str:
    """A tree that the profile does not name is called by its way from the profile: another one of its name is another."""
    try:
        way = Path(os.path.relpath(root, folder)).as_posix()
    except ValueError:
        return tree
    return tree if way == "." else way
