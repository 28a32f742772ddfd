"""Division of a component's time into parts, and of its norms' demands into instances."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.period import Days, Window, runs
from flowdown.reason.component import Component, Demand, Ending, Instance, Part, Step
from flowdown.reason.move import SuspendNorm, WithdrawNorm
from flowdown.reason.scene import Cell, Scene

if TYPE_CHECKING:
    from flowdown.reason.assemble import Claim, Place


@dataclass(frozen=True, slots=True)
class Draft:
    """A component before its time is divided."""

    cells: tuple[Cell, ...]
    numbers: Mapping[Place, int]
    claims: list[Claim]
    steps: list[tuple[Place, Place, str | None, Days]]
    endings: list[tuple[Place, Place]]
    barred: Mapping[Place, Days]


def divide(scene: Scene, draft: Draft) -> Component | None:
    """Divide a draft; None if nothing in it can clash."""
    demands = {claim.demand for claim in draft.claims}
    wanted = bool(demands & {Demand.DUTY, Demand.DUE})
    if not (Demand.BAN in demands and (wanted or Demand.LEAVE in demands)) and not (
        wanted and (Demand.RELIEF in demands or draft.endings or draft.barred)
    ):
        return None
    parts = _order(scene, draft) if draft.endings else _partition(scene, draft)
    numbers = draft.numbers
    steps = tuple(Step(numbers[doing], numbers[needs], days, link) for doing, needs, link, days in draft.steps)
    touched = _touched(draft, parts, steps)
    instances: list[Instance] = []
    starts: list[Days] = []
    for claim in draft.claims:
        for instance in _instances(claim, numbers, parts, touched):
            instances.append(instance)
            starts.append(claim.start)
    return Component(
        draft.cells,
        parts,
        tuple(instances),
        steps,
        tuple(Ending(numbers[doing], numbers[ended]) for doing, ended in draft.endings),
        frozenset(
            (numbers[place], number)
            for place, days in draft.barred.items()
            for number, part in enumerate(parts)
            if part.days & days
        ),
        tuple(starts),
    )


def _marks(scene: Scene, draft: Draft) -> Iterable[Days]:
    """All sets of days at whose edges something changes."""
    for claim in draft.claims:
        yield claim.days
        if claim.demand is Demand.DUE:
            yield claim.start
            yield claim.due
    for _, _, _, days in draft.steps:
        yield days
    yield from draft.barred.values()
    window, named = scene.index.window, {claim.norm for claim in draft.claims}
    for move in scene.index.situation.moves:
        if move.norm in named:
            # Open moves divide time too, so that each of them suspends an instance altogether or not at all.
            match move:
                case SuspendNorm():
                    yield window.between(move.from_, move.to)
                case WithdrawNorm() if move.since is not None:
                    yield window.between(move.since, None)
                case _:
                    pass


def _partition(scene: Scene, draft: Draft) -> tuple[Part, ...]:
    """The coarsest parts that no mark cuts; days may be taken together whatever their order."""
    parts = [scene.index.window.all]
    claimed = 0
    for claim in draft.claims:
        claimed |= claim.days
    for mark in set(_marks(scene, draft)):
        parts = [piece for part in parts for piece in (part & mark, part & ~mark) if piece]
    # What no norm claims stays only for the sake of duties that could be met later.
    has_due = any(claim.demand is Demand.DUE for claim in draft.claims)
    kept = [part for part in parts if part & claimed or has_due]
    return tuple(Part(days, 1) for days in sorted(kept, key=lambda days: (days & -days, days)))


def _order(scene: Scene, draft: Draft) -> tuple[Part, ...]:
    """Runs of days in time order, with single days at their edges where the order of acts within a run matters.

    Acts that must be done at least once may have to be placed one after the other; a chain of `depth` of them needs
    that many days at the edge of a run to be told apart, and as many in its middle to be placed on.
    """
    window = scene.index.window
    bounds = {0, window.length}
    for mark in _marks(scene, draft):
        for low, high in runs(mark):
            bounds |= {low, high}
    once = sum(claim.demand is Demand.DUE for claim in draft.claims)
    actions = {(place.action, ended.action) for place, ended in draft.endings}
    boxes = {(place.actor, place.thing, place.leaf) for place, _ in draft.endings}
    depth = min(once, len(actions) * len(boxes) if not _is_cyclic(actions) else once)
    parts: list[Part] = []
    ordered = sorted(bounds)
    for low, high in itertools.pairwise(ordered):
        parts += _edge_days(window, low, high, depth, max(1, once))
    return tuple(parts)


def _edge_days(window: Window, low: int, high: int, depth: int, slots: int) -> list[Part]:
    if high - low <= 2 * depth + 1:
        return [Part(1 << day, 1) for day in range(low, high)] if depth else [Part(_run(low, high), 1)]
    middle = Part(_run(low + depth, high - depth), min(slots, high - low - 2 * depth))
    before = [Part(1 << day, 1) for day in range(low, low + depth)]
    return [*before, middle, *(Part(1 << day, 1) for day in range(high - depth, high))]


def _run(low: int, high: int) -> Days:
    return (1 << high) - (1 << low)


def _is_cyclic(edges: set[tuple[str, str]]) -> bool:
    left = set(edges)
    while left:
        sinks = {after for _, after in left} - {before for before, _ in left}
        kept = {edge for edge in left if edge[1] not in sinks}
        if len(kept) == len(left):
            return True
        left = kept
    return False


def _touched(draft: Draft, parts: tuple[Part, ...], steps: tuple[Step, ...]) -> set[tuple[int, int]]:
    """The cells and parts in which somebody may have to act, or may want to by a leave."""
    onward: dict[int, list[Step]] = {}
    for step in steps:
        onward.setdefault(step.doing, []).append(step)
    waiting: list[tuple[int, int]] = []
    leaves: list[tuple[int, int]] = []
    for claim in draft.claims:
        # A duty with a due day is looked at to the end of the window: might it be met later?
        days = claim.start if claim.demand is Demand.DUE else claim.days
        pairs = [
            (draft.numbers[place], number)
            for number, part in enumerate(parts)
            if part.days & days
            for place in claim.places
        ]
        if claim.demand in (Demand.DUTY, Demand.DUE):
            waiting += pairs
        elif claim.demand is Demand.LEAVE:
            leaves += pairs
    seen = set(waiting)
    while waiting:
        cell, number = waiting.pop()
        for step in onward.get(cell, ()):
            after = (step.needs, number)
            if parts[number].days & step.days and after not in seen:
                seen.add(after)
                waiting.append(after)
    return seen | set(leaves)


def _instances(
    claim: Claim, numbers: Mapping[Place, int], parts: tuple[Part, ...], touched: set[tuple[int, int]]
) -> Iterable[Instance]:
    cells = tuple(numbers[place] for place in claim.places)
    on = tuple(number for number, part in enumerate(parts) if part.days & claim.days)
    if claim.demand is Demand.DUE:
        due = next(number for number, part in enumerate(parts) if part.days & claim.due)
        yield Instance(claim.norm, claim.demand, cells, claim.days, on, due)
        return
    for number in on:
        if claim.demand is not Demand.BAN or (cells[0], number) in touched:
            yield Instance(claim.norm, claim.demand, cells, parts[number].days, (number,))
