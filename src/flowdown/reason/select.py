"""Selection: whom a bearer and what an object picks, and on which days."""

from __future__ import annotations

from flowdown.base.period import Days
from flowdown.orders.norm import Bearer, Owners, Target, TargetOfKinds, names
from flowdown.reason.closure import Closures, Reached
from flowdown.reason.index import Index


def select_actors(index: Index, closures: Closures, bearer: Bearer) -> Reached:
    """Whom a bearer selects over these closures, and on which days; shared between equal bearers."""
    if bearer not in closures.selected_actors:
        closures.selected_actors[bearer] = _find_actors(index, closures, bearer)
    return closures.selected_actors[bearer]


def _find_actors(index: Index, closures: Closures, bearer: Bearer) -> Reached:
    every_day = index.window.all
    selected: Reached
    if bearer.actor is not None:
        selected = dict.fromkeys(names(bearer.actor), every_day)
    elif bearer.supplier_of is not None:
        selected = closures.suppliers(bearer.supplier_of, bearer.tiers)
    elif bearer.owned_by is not None:
        selected = closures.owned(names(bearer.owned_by), _percentage(bearer.at_least))
    elif bearer.kind is not None:
        selected = dict.fromkeys(index.actors_by_kind.get(bearer.kind, ()), every_day)
    else:
        selected = dict.fromkeys(index.actors, every_day)
    spared = set(names(bearer.except_))
    return {name: days for name, days in selected.items() if name not in spared} if spared else selected


def select_things(index: Index, closures: Closures, target: Target) -> Reached:
    """What an object selects over these closures, and on which days; shared between equal objects."""
    if target not in closures.selected_things:
        closures.selected_things[target] = _find_things(index, closures, target)
    return closures.selected_things[target]


def _find_things(index: Index, closures: Closures, target: Target) -> Reached:
    every_day = index.window.all
    start: dict[str, Days]
    if target.any_of is not None:
        return dict.fromkeys(target.any_of, every_day)
    if target.thing is not None:
        start = dict.fromkeys(names(target.thing), every_day)
    else:
        start = {}
        for maker, days in _find_makers(closures, every_day, target).items():
            for thing in index.made_by.get(maker, ()):
                start[thing] = start.get(thing, 0) | days
    reached = closures.reach_things(start, target.derivatives, target.containers)
    if isinstance(target, TargetOfKinds):
        return {thing: days for thing, days in reached.items() if index.kind_of_thing.get(thing) in target.kinds}
    return reached


def _find_makers(closures: Closures, every_day: Days, target: Target) -> Reached:
    if isinstance(target.made_by, Owners):
        return closures.owned(names(target.made_by.owned_by), _percentage(target.made_by.at_least))
    return dict.fromkeys(names(target.made_by), every_day)


def _percentage(at_least: float | None) -> float:
    return 50.0 if at_least is None else at_least
