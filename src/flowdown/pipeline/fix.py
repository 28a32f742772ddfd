"""The mechanical part of the way out: scan, propose edits, look at the tree as it would be, and give or write the patch."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.base.truth import Truth
from flowdown.pipeline.check import CheckRequest, ask, choose
from flowdown.pipeline.plan import Held, ground_of_trees
from flowdown.reason.stance import Stance

if TYPE_CHECKING:
    from flowdown.catalogue.replacement import Replacements
    from flowdown.fix.desk import Desk
    from flowdown.fix.edit import Edit, NotMade
    from flowdown.fix.put import Change
    from flowdown.fix.target import Target
    from flowdown.fix.way import Fix
    from flowdown.scan.run import Progress
    from flowdown.scan.sighting import Sighting

_ROUNDS = 4
"""How often files are withdrawn and the rest is looked at again before nothing is made at all."""


@dataclass(frozen=True, slots=True)
class FixRequest:
    """What is asked of a fix: which vendor or order, what in its place, and whether it is written."""

    check: CheckRequest
    to: str
    vendor: str = ""
    stance: str = "in_force"
    writes: bool = False
    is_forced: bool = False


def make_fix(request: FixRequest, cache: Path | None = None, progress: Progress | None = None) -> Fix:
    """The certain edits by which a tree leaves a vendor, or those that an order forbids; written only if that is asked.

    Raises `UnusableArgument` for what names nothing, and for files that git could not bring back; `UnusableFile` for a
    file that cannot be written.
    """
    from flowdown.catalogue.replacement import load_replacements
    from flowdown.fix.desk import Desk
    from flowdown.fix.target import choose_target
    from flowdown.fix.text_file import TextFiles
    from flowdown.scan.run import prepare

    if bool(request.vendor) == bool(request.check.orders):
        raise UnusableArgument("a fix needs `--vendor` or `--order`", hint="one of them")
    request = replace(request, check=replace(request.check, stance=Stance(request.stance)))
    held = ground_of_trees(request.check, cache, progress, ("own_business",) if request.vendor else ())
    map_ = load_replacements()
    named = held.catalogue.vendor_of(request.to.partition("@")[0])
    target = choose_target(request.to, named.id if named is not None else "", map_)
    leaving, subjects = _leaving(request, held, map_)
    bars, doubts = _judge(request, held, target, subjects)
    tables = prepare(held.catalogue, cache)
    root = request.check.paths[0]
    desk = Desk(held.scan.sightings, leaving, target, map_, tables.known, TextFiles(root), tables.lexers)
    fix = _draw(desk, held, root, cache) if not bars else _nothing(desk, held)
    fix = replace(fix, orders=request.check.orders, bars=bars, doubts=doubts)
    if request.writes and fix.changes:
        _write(desk.files.folder, fix.changes, is_forced=request.is_forced)
        fix = replace(fix, is_written=True)
    return fix


def _leaving(request: FixRequest, held: Held, map_: Replacements) -> tuple[frozenset[str], tuple[str, ...]]:
    """The vendors to leave, and the settings in which that is asked."""
    from flowdown.catalogue.kinds import ProductClass
    from flowdown.plan.demand import Outlook
    from flowdown.plan.use import find_uses

    if request.vendor:
        vendor = held.catalogue.vendor_of(request.vendor)
        if vendor is None:
            raise UnusableArgument(f"unknown vendor `{request.vendor}`", hint="see `flowdown vendors`")
        return frozenset({vendor.id}), tuple(bench.subject for bench in held.benches)
    orders = choose(held.library, request.check.orders)
    outlook = Outlook(orders, held.library, held.catalogue, (), ask(request.check, orders))
    makers = frozenset(brief.id for brief in held.catalogue.briefs() if ProductClass.MODEL.value in brief.classes)
    uses = find_uses(held.benches, outlook, map_, makers)
    return frozenset(use.vendor for use in uses), tuple(dict.fromkeys(each for use in uses for each in use.subjects))


def _judge(
    request: FixRequest, held: Held, target: Target, subjects: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What all orders say of the target: the commonest trap is an alternative that is itself forbidden."""
    from flowdown.plan.alternative import Judge, uses_after
    from flowdown.plan.demand import Outlook

    orders = tuple(held.library.orders.values())
    outlook = Outlook(orders, held.library, held.catalogue, (), ask(request.check, held.orders))
    others = [bench for bench in (*held.benches, *held.elsewhere) if bench.subject not in subjects]
    vendor = held.catalogue.vendor_of(request.vendor) if request.vendor else None
    judge = Judge(outlook, held.benches, vendor.id if vendor is not None else "", others)
    uses = uses_after(target.model, next(target.offers()), held.catalogue)
    made = judge.verdict((each for each in uses if each.basis == "model"), subjects, Truth.UNKNOWN)
    reached = judge.verdict((each for each in uses if each.basis != "model"), subjects, Truth.UNKNOWN)
    # Who runs it may differ from place to place: what speaks against the first way is told, and bars nothing.
    return made.bars, tuple(dict.fromkeys((*made.doubts, *reached.bars, *reached.doubts)))


def _nothing(desk: Desk, held: Held) -> Fix:
    from flowdown.fix.propose import tell_left

    return _answer(desk, held, (), (), tell_left(desk, desk.theirs))


def _draw(desk: Desk, held: Held, root: Path, cache: Path | None) -> Fix:
    """Propose, look at the tree as it would be, withdraw what changes anything else, until nothing does."""
    from flowdown.fix.propose import propose, tell_left, without

    proposed = edits = propose(desk)
    seen: Sequence[Sighting] = desk.sightings
    for number in range(_ROUNDS):
        changes = _changes(desk, edits)
        bad = _broken(desk, edits, changes)
        if not bad and edits:
            seen, bad = _look_again(desk, held, root, edits, changes, cache)
        if not bad:
            break
        # What changes files without edits, or does so again and again, is withdrawn altogether.
        paths = {edit.path for edit in edits}
        edits = without(edits, bad) if bad <= paths and number + 2 < _ROUNDS else ()
        seen = desk.sightings
    changes = _changes(desk, edits)
    withdrawn = [edit for edit in proposed if edit not in edits]
    remaining = [each for each in seen if each.vendor in desk.leaving]
    return _answer(desk, held, edits, changes, tell_left(desk, remaining, withdrawn, edits))


def _changes(desk: Desk, edits: Sequence[Edit]) -> tuple[Change, ...]:
    from flowdown.fix.propose import by_path

    found = []
    for path, listed in by_path(edits).items():
        file = desk.files.get(path)
        assert file is not None, "edits are made in files that were read"
        found.append((path, file.content, file.with_edits(listed)))
    return tuple(found)


def _broken(desk: Desk, edits: Sequence[Edit], changes: Sequence[Change]) -> frozenset[str]:
    """The files that are not read as before."""
    from flowdown.fix.propose import by_path
    from flowdown.fix.still_parses import still_parses
    from flowdown.fix.text_file import TextFile

    listed = by_path(edits)
    return frozenset(
        path
        for path, before, after in changes
        if still_parses(TextFile(path, before), TextFile(path, after), listed[path], desk.lexers)
    )


def _look_again(
    desk: Desk, held: Held, root: Path, edits: Sequence[Edit], changes: Sequence[Change], cache: Path | None
) -> tuple[Sequence[Sighting], frozenset[str]]:
    """What is seen in the tree as it would be, and the files in which something differs that should not."""
    from flowdown.fix.compare import suspects
    from flowdown.fix.put_in import as_before
    from flowdown.scan.run import scan

    with tempfile.TemporaryDirectory(prefix="flowdown-fix-") as name:
        instead: dict[str, bytes] = {}
        for number, (path, _, after) in enumerate(changes):
            # The name's end says which detectors read it; the scan takes the path from the tree.
            place = Path(name) / str(number)
            place.write_bytes(after)
            instead[path] = os.fsencode(place)
        after_scan = scan((root,), held.catalogue, cache, instead=instead)
    operators = {desk.known.operator_of(offer.route) for offer in desk.target.offers()}
    coming = frozenset({desk.target.model.vendor, *desk.target.model.derived_from, *operators})
    seen = as_before(after_scan.sightings, edits)
    return seen, suspects(desk.sightings, seen, edits, desk.leaving, coming)


def _answer(desk: Desk, held: Held, edits: Sequence[Edit], changes: Sequence[Change], left: Sequence[NotMade]) -> Fix:
    from flowdown.fix.follow import find_follow_ups
    from flowdown.fix.way import Fix

    model = desk.target.model
    return Fix(
        tree=held.name,
        leaving=tuple(sorted(desk.leaving)),
        target=f"{model.id}@{desk.target.route}" if desk.target.route else model.id,
        target_name=model.name,
        target_vendor=model.vendor,
        edits=tuple(edits),
        changes=tuple(changes),
        not_made=tuple(left),
        follow=find_follow_ups(desk, edits, left),
    )


def _write(folder: Path, changes: Sequence[Change], *, is_forced: bool) -> None:
    from flowdown.fix.committed import uncommitted
    from flowdown.fix.put import put

    if not is_forced:
        why = uncommitted(folder, [(path, before) for path, before, _ in changes])
        if why or why is None:
            reason = why or "this is no git repository"
            raise UnusableArgument(
                f"nothing was written: {reason}, so that git could not take it back",
                hint="commit it, keep the patch, or say `--force`",
            )
    put(folder, changes)
