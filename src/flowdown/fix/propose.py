"""Proposes all edits of a tree by which some vendors are left, as far as they are certain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from flowdown.fix.desk import Desk
from flowdown.fix.direct import edits_of_move
from flowdown.fix.edit import Edit, EditKind, NotMade, Refusal, Why
from flowdown.fix.left import by_part, not_made, of_kind
from flowdown.fix.models import candidates, edits_in_place
from flowdown.fix.point import edits_of_clients
from flowdown.scan.sighting import Sighting
from flowdown.scan.trace import TraceKind

_STAYS = frozenset({TraceKind.CLIENT, TraceKind.IMPORT, TraceKind.CALL})


def propose(desk: Desk) -> tuple[Edit, ...]:
    """The certain edits, sorted; why other places are left is noted at the desk."""
    found = list(candidates(desk))
    edits = [*edits_in_place(desk, found)]
    for vendor in sorted(desk.leaving):
        edits += edits_of_move(desk, vendor, found) or edits_of_clients(desk, vendor, found)
    unique = {(edit.path, edit.start): edit for edit in edits}
    secret = frozenset(edit.path for edit in edits if desk.secret_near(edit.path, edit.line))
    kept = without((unique[key] for key in sorted(unique)), secret)
    for sighting in desk.theirs:
        if any(
            (each.path, each.line) == (sighting.place.path, sighting.place.line) for each in edits if each not in kept
        ):
            desk.refuse(
                sighting,
                Refusal(
                    Why.FILE, f"something like a secret stands near ({sorted(secret)[0]}), which a patch would show"
                ),
            )
    return kept


def tell_left(
    desk: Desk, remaining: Iterable[Sighting], withdrawn: Iterable[Edit] = (), made: Iterable[Edit] = ()
) -> tuple[NotMade, ...]:
    """What is still seen of the vendors when all edits are `made`, each place with its reason."""
    pointed = {edit.path for edit in made if edit.kind is EditKind.CLIENT}
    gone = {(edit.path, edit.line) for edit in withdrawn}
    told: dict[tuple[str, int, str, str], NotMade] = {}
    for sighting in remaining:
        place = sighting.place
        noted = desk.refusals.get((place.path, place.line, sighting.kind))
        if place.path in pointed and sighting.kind in _STAYS:
            noted = Refusal(Why.LIBRARY, "its library, pointed at another service now")
        refusal = noted or by_part(sighting) or of_kind(sighting)
        if (place.path, place.line) in gone:
            refusal = Refusal(Why.CHECK, "the changed file did not pass the check, so nothing of it was changed")
        each = not_made(sighting, refusal)
        told.setdefault((each.path, each.line, each.kind, each.value), each)
    return tuple(told[key] for key in sorted(told))


def by_path(edits: Iterable[Edit]) -> dict[str, tuple[Edit, ...]]:
    """Edits by their files, in order."""
    found: defaultdict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        found[edit.path].append(edit)
    return {path: tuple(found[path]) for path in sorted(found)}


def without(edits: Iterable[Edit], paths: frozenset[str]) -> tuple[Edit, ...]:
    """Edits without those of some files, and without those that are made only together with one of these."""
    listed = tuple(edits)
    groups = {edit.group for edit in listed if edit.path in paths and edit.group}
    return tuple(edit for edit in listed if edit.path not in paths and edit.group not in groups)


def kinds_of(edits: Iterable[Edit]) -> Iterator[tuple[str, int]]:
    """How many edits there are of each kind, by its name."""
    counts: dict[str, int] = {}
    for edit in edits:
        counts[edit.kind.value] = counts.get(edit.kind.value, 0) + 1
    yield from sorted(counts.items())
