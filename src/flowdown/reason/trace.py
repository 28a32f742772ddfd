"""Traces: by which relations a norm reaches an actor or a thing on a day."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flowdown.orders.norm import Owners, Target, names
from flowdown.reason.premise import judge
from flowdown.reason.scene import Scene
from flowdown.reason.situation import Contains, DerivedFrom, Owns, Relation, Supplies

Date = datetime.date


@dataclass(frozen=True, slots=True)
class Bond:
    """The relations, in order, by which a norm reaches somebody or something; none if it names them."""

    relations: tuple[Relation, ...]


def trace_bond(scene: Scene, norm: str, actor: str, day: Date) -> Bond | None:
    """A shortest chain by which the norm's bearer picks the actor on that day; None if it does not."""
    today = scene.index.window.only(day)
    if not scene.actors(norm).get(actor, 0) & today:
        return None
    bearer = scene.norm(norm).bearer
    held = relations_held(scene, day)
    if bearer.supplier_of is not None:
        return Bond(_walk(actor, (bearer.supplier_of,), held, _buyer))
    if bearer.owned_by is not None:
        owned = scene.closures.owned(names(bearer.owned_by), 50.0 if bearer.at_least is None else bearer.at_least)
        members = {name for name, days in owned.items() if days & today}
        return Bond(_stakes(actor, names(bearer.owned_by), members, held))
    return Bond(())


def trace_thing(scene: Scene, norm: str, thing: str, day: Date) -> Bond | None:
    """A shortest chain by which the norm's object picks the thing on that day; None if it does not."""
    today = scene.index.window.only(day)
    if not scene.things(norm).get(thing, 0) & today:
        return None
    target = scene.norm(norm).object
    held = relations_held(scene, day)
    return Bond(_walk(thing, _roots(scene, target, today), held, _origin))


def _roots(scene: Scene, target: Target, today: int) -> tuple[str, ...]:
    if target.thing is not None or target.any_of is not None:
        return (*names(target.thing), *(target.any_of or ()))
    makers: Iterable[str]
    if isinstance(target.made_by, Owners):
        at_least = 50.0 if target.made_by.at_least is None else target.made_by.at_least
        owned = scene.closures.owned(names(target.made_by.owned_by), at_least)
        makers = [name for name, days in owned.items() if days & today]
    else:
        makers = names(target.made_by)
    return tuple(thing for maker in makers for thing in scene.index.made_by.get(maker, ()))


def relations_held(scene: Scene, day: Date) -> tuple[Relation, ...]:
    """The relations that hold on a day of this world."""
    index = scene.index
    today = index.window.only(day)
    return tuple(
        relation
        for number, relation in enumerate(index.situation.relations)
        if index.relation_days[number] & today and judge(index.relation_premises[number], scene.truths) is True
    )


def _buyer(relation: Relation) -> tuple[str, str] | None:
    return (relation.supplier, relation.customer) if isinstance(relation, Supplies) else None


def _origin(relation: Relation) -> tuple[str, str] | None:
    match relation:
        case DerivedFrom():
            return relation.model, relation.base
        case Contains():
            return relation.whole, relation.part
        case _:
            return None


def _walk(
    start: str,
    goals: tuple[str, ...],
    held: tuple[Relation, ...],
    hop: Callable[[Relation], tuple[str, str] | None],
) -> tuple[Relation, ...]:
    """The relations of a shortest way from the start to a goal; none if it is one."""
    came: dict[str, Relation | None] = {start: None}
    before: dict[str, str] = {}
    frontier = [start]
    while frontier and not any(goal in came for goal in goals):
        following: list[str] = []
        for name in frontier:
            for relation in held:
                ends = hop(relation)
                if ends is not None and ends[0] == name and ends[1] not in came:
                    came[ends[1]] = relation
                    before[ends[1]] = name
                    following.append(ends[1])
        frontier = following
    name = next((goal for goal in goals if goal in came), start)
    way: list[Relation] = []
    while name != start:
        step = came[name]
        assert step is not None
        way.append(step)
        name = before[name]
    return tuple(reversed(way))


def _stakes(actor: str, roots: tuple[str, ...], members: set[str], held: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """The shares that members hold in the actor, in those members, and so on up to the roots."""
    found: list[Relation] = []
    waiting, seen = [actor], {actor, *roots}
    while waiting:
        owned = waiting.pop(0)
        if owned in roots:
            continue
        for relation in held:
            if isinstance(relation, Owns) and relation.owned == owned and relation.owner in members:
                found.append(relation)
                if relation.owner not in seen:
                    seen.add(relation.owner)
                    waiting.append(relation.owner)
    return tuple(found)
