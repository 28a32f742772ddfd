"""Compares the sightings of two states of a tree, whatever lines they moved to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from flowdown.catalogue.kinds import Basis
from flowdown.gate.fingerprint import ONCE, key_of, normalise
from flowdown.gate.shift import GAINS, RANK, WEIGHED, Direction, Shift
from flowdown.scan.area import area_of
from flowdown.scan.sighting import Sighting, Strength

Snippet = Callable[[Sighting], str]
"""The line of a sighting without its spaces: which of several alike sightings came is told by it."""
_FORM = str.maketrans("", "", "\"'`,;()")
_Side = tuple[Sighting, ...]
_LOSSES = frozenset({Direction.REMOVED, Direction.WEAKER})
_RUNTIME = frozenset({Strength.RUNTIME_DEFAULT, Strength.RUNTIME_OPTIONAL})


def compare(
    before: Sequence[Sighting],
    after: Sequence[Sighting],
    paths: Mapping[str, str],
    before_snippet: Snippet = lambda _: "",
    after_snippet: Snippet = lambda _: "",
    elsewhere: Sequence[Sighting] = (),
) -> tuple[Shift, ...]:
    """The shifts between two states; `paths` leads from a moved file's old path to its new one.

    A sighting that is at both sides by its key is no shift unless it grew stronger or weaker; of several alike ones
    the pairs with the same line are taken first. Whether a vendor is one of several on offer depends on the whole tree:
    by that alone, with its own line as it was in a file that stayed in its area of the tree, no sighting grows stronger or weaker. `elsewhere` is what both states have in files that did not change.
    """
    old = _by_key(before, paths)
    after = _settle(old, after, before_snippet, after_snippet)
    new = _by_key(after, {})
    came: dict[tuple[str | None, Basis], list[Sighting]] = defaultdict(list)
    gone: dict[tuple[str | None, Basis], list[Sighting]] = defaultdict(list)
    # Among what is only mentioned the form of a line can decide of which kind it is, and how often it is seen.
    mentioned = {_mention(each, paths) for each in before if each.strength is Strength.MENTION_ONLY}
    for key in sorted({*old, *new}):
        left, right = _unpaired(old.get(key, []), new.get(key, []), before_snippet, after_snippet)
        for sighting in left:
            gone[sighting.vendor, sighting.basis].append(sighting)
        for sighting in right:
            if sighting.strength is not Strength.MENTION_ONLY or _mention(sighting, {}) not in mentioned:
                came[sighting.vendor, sighting.basis].append(sighting)
    was, is_ = _strengths([*before, *elsewhere]), _strengths([*after, *elsewhere])
    shifts = []
    for each in {*came, *gone, *was, *is_}:
        shift = _shift(each, was.get(each), is_.get(each), tuple(came[each]), tuple(gone[each]))
        if shift is not None:
            shifts.append(_of_vendor(shift, _strongest(was, each), _strongest(is_, each)))
    return tuple(sorted(shifts, key=lambda shift: shift.order))


def _mention(sighting: Sighting, paths: Mapping[str, str]) -> tuple[str, str | None, str]:
    return paths.get(sighting.place.path, sighting.place.path), sighting.vendor, normalise(sighting)


def _by_key(sightings: Iterable[Sighting], paths: Mapping[str, str]) -> dict[tuple[str, ...], list[Sighting]]:
    found: dict[tuple[str, ...], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        found[key_of(sighting, paths)].append(sighting)
    return found


def _settle(
    old: Mapping[tuple[str, ...], list[Sighting]],
    after: Sequence[Sighting],
    before_snippet: Snippet,
    after_snippet: Snippet,
) -> list[Sighting]:
    settled: list[Sighting] = []
    for sighting in after:
        twins = old.get(key_of(sighting), ()) if sighting.strength in _RUNTIME else ()
        if all(twin.strength is sighting.strength for twin in twins):
            settled.append(sighting)
            continue
        same = [
            twin
            for twin in twins
            if area_of(twin.place.path) is area_of(sighting.place.path)
            and twin.strength in _RUNTIME
            and _is_same_line(before_snippet(twin), after_snippet(sighting))
        ]
        if same and all(twin.strength is not sighting.strength for twin in same):
            settled.append(replace(sighting, strength=same[0].strength))
        else:
            settled.append(sighting)
    return settled


def _is_same_line(before: str, after: str) -> bool:
    """Whether a line is as it was, perhaps in another form: other quotes, broken into several or joined from them."""
    before, after = before.translate(_FORM), after.translate(_FORM)
    return before in after or after in before


def _unpaired(
    old: list[Sighting], new: list[Sighting], before_snippet: Snippet, after_snippet: Snippet
) -> tuple[list[Sighting], list[Sighting]]:
    """Which of alike sightings went and which came; one that is stronger now did both."""
    if len(old) == len(new) and [RANK[each.strength] for each in old] == [RANK[each.strength] for each in new]:
        return [], []
    if not old or not new:
        return sorted(old, key=lambda each: each.order), new
    if new[0].kind in ONCE:
        strongest = min(RANK[each.strength] for each in old)
        return [], [each for each in new if RANK[each.strength] < strongest]
    waiting: dict[tuple[Strength, str], list[Sighting]] = defaultdict(list)
    for sighting in old:
        waiting[sighting.strength, before_snippet(sighting)].append(sighting)
    rest: list[Sighting] = []
    for sighting in new:
        same = waiting.get((sighting.strength, after_snippet(sighting)))
        if same:
            same.pop(0)
        else:
            rest.append(sighting)
    left = sorted((each for group in waiting.values() for each in group), key=lambda each: each.order)
    right: list[Sighting] = []
    for sighting in rest:
        # The same with another line, or weaker than it was: neither came.
        twin = next((each for each in left if RANK[each.strength] <= RANK[sighting.strength]), None)
        if twin is not None:
            left.remove(twin)
        else:
            right.append(sighting)
    return left, right


def _strengths(sightings: Iterable[Sighting]) -> dict[tuple[str | None, Basis], Strength]:
    """How strongly a tree depends on each vendor and basis; what is only mentioned is no dependence."""
    found: dict[tuple[str | None, Basis], Strength] = {}
    for sighting in sightings:
        if sighting.strength is Strength.MENTION_ONLY:
            continue
        key = (sighting.vendor, sighting.basis)
        if key not in found or RANK[sighting.strength] < RANK[found[key]]:
            found[key] = sighting.strength
    return found


def _strongest(found: Mapping[tuple[str | None, Basis], Strength], about: tuple[str | None, Basis]) -> Strength | None:
    """How strongly a vendor is depended on, on this basis or another that weighs as much or more."""
    vendor, basis = about
    bases = WEIGHED if basis in WEIGHED else tuple(Basis)
    present = [found[vendor, each] for each in bases if (vendor, each) in found]
    return min(present, key=RANK.__getitem__, default=None)


def _of_vendor(shift: Shift, before: Strength | None, after: Strength | None) -> Shift:
    """The shift as seen from the vendor: one that is there on another basis neither comes nor goes with this one."""
    if shift.direction in GAINS and before is not None and after is not None:
        is_more = RANK[after] < RANK[before]
        return replace(shift, direction=Direction.STRONGER if is_more else Direction.FURTHER)
    if shift.direction in _LOSSES and before is not None and after is not None:
        is_less = RANK[after] > RANK[before]
        return replace(shift, direction=Direction.WEAKER if is_less else Direction.FEWER)
    return shift


def _shift(
    about: tuple[str | None, Basis], before: Strength | None, after: Strength | None, came: _Side, gone: _Side
) -> Shift | None:
    used_came = tuple(each for each in came if each.strength is not Strength.MENTION_ONLY)
    if about[0] is None:
        # Nobody comes or goes with it: whose it is is a question.
        return Shift(Direction.OPEN, *about, before, after, used_came, gone) if used_came else None
    if before is None and after is None:
        return Shift(Direction.NAMED, *about, before, after, came, gone) if came else None
    if before is None:
        direction = Direction.ADDED
    elif after is None:
        direction = Direction.REMOVED
    elif RANK[after] != RANK[before]:
        direction = Direction.STRONGER if RANK[after] < RANK[before] else Direction.WEAKER
    elif used_came:
        direction = Direction.FURTHER
    elif any(each.strength is not Strength.MENTION_ONLY for each in gone):
        direction = Direction.FEWER
    else:
        return Shift(Direction.NAMED, *about, before, after, came, gone) if came else None
    return Shift(direction, *about, before, after, used_came or came, gone)
