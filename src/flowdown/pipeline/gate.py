"""Scan or check with a gate: what a change or a baseline leaves to count, and what somebody waives."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from flowdown.base.errors import UnusableArgument
from flowdown.scan.run import USUAL, Effort, Progress

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.gate.shift import Shift
    from flowdown.gate.standing import Standing
    from flowdown.gate.waiver import Waiver
    from flowdown.reason.determination import Check, Determination
    from flowdown.scan.sighting import Scan, Sighting


@dataclass(frozen=True, slots=True)
class GateRequest:
    """What is compared with: a revision, what is staged, a baseline file, or nothing."""

    since: str = ""
    is_staged: bool = False
    baseline: Path | None = None

    @property
    def is_part(self) -> bool:
        """Whether only a change is read, not the whole tree."""
        return bool(self.since) or self.is_staged


NO_GATE = GateRequest()
"""Nothing is compared with; waivers still count."""


def scan_with_gate(
    paths: Sequence[Path],
    catalogue: Catalogue,
    request: GateRequest,
    day: datetime.date,
    cache: Path | None = None,
    progress: Progress | None = None,
    only: frozenset[str] = frozenset(),
    effort: Effort = USUAL,
) -> tuple[Scan, Standing | None]:
    """A scan, and how its sightings stand; no standing where nothing is compared with and nobody waives anything.

    With `only` the standing speaks of these vendors, and of what is not determined.

    For a change the scan holds only what came. Raises `UnusableArgument` and `Problems` for what cannot be used.
    """
    scanned, standing = (
        _scan_change(paths, catalogue, request, day, cache)
        if request.is_part
        else _scan_whole(paths, catalogue, request, day, cache, progress, effort)
    )
    return scanned, standing.restrict(only) if standing is not None and only else standing


def _scan_whole(
    paths: Sequence[Path],
    catalogue: Catalogue,
    request: GateRequest,
    day: datetime.date,
    cache: Path | None,
    progress: Progress | None,
    effort: Effort,
) -> tuple[Scan, Standing | None]:
    from flowdown.scan.run import scan

    known = _known(request.baseline) if request.baseline is not None else None
    scanned = scan(paths, catalogue, cache, progress, effort=effort)
    return scanned, standing_of(scanned, paths, catalogue, request, day, known)


def standing_of(
    scanned: Scan,
    paths: Sequence[Path],
    catalogue: Catalogue,
    request: GateRequest,
    day: datetime.date,
    known: Sequence[Sighting] | None = None,
) -> Standing | None:
    """How the sightings of whole trees stand; `known` are those of the baseline, if there is one."""
    from flowdown.gate.find_waivers import find_waivers
    from flowdown.scan.run import lost

    waivers: list[Waiver] = []
    gone = {gap.tree for gap in lost(scanned)}
    for tree, root in zip(scanned.trees, paths, strict=False):
        if tree.id in gone:
            continue
        seen = (each.place.path for each in scanned.sightings if each.tree == tree.id)
        waivers.extend(find_waivers(root, tree.id, seen, catalogue))
    if known is None and not waivers:
        return None
    from flowdown.gate.compare import compare
    from flowdown.gate.moved import moved
    from flowdown.gate.standing import stand

    if known is None:
        return stand(scanned.sightings, waivers, day)
    carried = [each for each in scanned.sightings if each.strength != "mention-only"]
    shifts: list[Shift] = []
    for tree, root in zip(scanned.trees, paths, strict=False):
        before = [each for each in known if each.tree in ("", tree.id)]
        after = [each for each in carried if each.tree == tree.id]
        shifts.extend(compare(before, after, moved(before, after, partial(_is_there, root))))
    against = f"what came since the baseline {request.baseline}"
    return stand(scanned.sightings, waivers, day, tuple(shifts), against=against)


def _is_there(root: Path, path: str) -> bool:
    """Whether the tree holds a file, be it in an archive."""
    return os.path.lexists(root / path.partition("!/")[0])


def _known(baseline: Path) -> Sequence[Sighting]:
    from flowdown.gate.baseline import as_sightings, read_baseline

    return as_sightings(read_baseline(baseline))


def _scan_change(
    paths: Sequence[Path], catalogue: Catalogue, request: GateRequest, day: datetime.date, cache: Path | None
) -> tuple[Scan, Standing]:
    from flowdown.gate.change_scan import scan_change
    from flowdown.gate.find_waivers import find_waivers
    from flowdown.gate.standing import stand

    if len(paths) != 1:
        raise UnusableArgument("a change is looked at in one folder at a time", hint="give one PATH")
    root = paths[0]
    if not root.exists():
        raise UnusableArgument(f"no such file or folder `{root}`")
    changed = scan_change(root, request.since, catalogue, cache, is_staged=request.is_staged)
    tree = changed.scan.trees[0].id
    seen = (each.place.path for each in changed.scan.sightings)
    waivers = find_waivers(root, tree, seen, catalogue, changed.contents, changed.statement)
    against = "what is staged, against the last commit" if not request.since else f"the change since {request.since}"
    if request.is_staged and request.since:
        against = f"what is staged, against {request.since}"
    standing = stand(
        changed.scan.sightings,
        waivers,
        day,
        changed.shifts,
        against=against,
        base=changed.base,
        files=changed.files,
        beside=changed.beside,
        is_part=True,
    )
    return changed.scan, standing


def narrow(check: Check, standing: Standing, scan: Scan) -> tuple[Check, Standing]:
    """Of a check of a change, the determinations that rest on something that the change brings; how many others."""
    kept = tuple(each for each in check.determinations if _is_of_change(each, scan))
    left = len(check.determinations) - len(kept)
    return replace(check, determinations=kept), replace(standing, set_apart=left)


Counted: TypeAlias = "tuple[Determination, ...]"
"""Determinations that decide whether a check fails."""


def counting(check: Check, standing: Standing | None, scan: Scan) -> Counted:
    """The determinations that decide whether a check fails."""
    if standing is None:
        return check.determinations
    return tuple(each for each in check.determinations if _counts(each, standing, scan))


def _counts(each: Determination, standing: Standing, scan: Scan) -> bool:
    if each.sightings:
        return any(standing.counts(sighting) for sighting in each.sightings)
    return not standing.against or (standing.is_part and _is_of_change(each, scan))


def _is_of_change(each: Determination, scan: Scan) -> bool:
    """Whether it rests on a sighting; an open one does on what could not be read too."""
    from flowdown.reason.determination import Outcome

    return bool(each.sightings) or (each.outcome is Outcome.UNDETERMINED and bool(scan.gaps))
