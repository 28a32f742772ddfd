"""Worlds: the combinations of disputed facts that something depends on, as few as tell everything apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

World: TypeAlias = Mapping[str, bool]
"""Truth values of some disputed facts; the others make no difference."""

Condition: TypeAlias = tuple[tuple[str, bool], ...]
"""Facts and their values, sorted; all of them together suffice."""

LIMIT = 4096
"""Worlds looked at for one question."""


def spread(next_fact: Callable[[World], str | None], assumed: World) -> tuple[list[World], bool]:
    """All worlds of a question, and whether none was left out.

    `next_fact` names a fact that still matters in a partly known world, or None. Asking again after each answer keeps
    the tree small: once a chain of supply is broken, its other links are nobody's concern.
    """
    worlds: list[World] = []
    waiting: list[World] = [assumed]
    while waiting:
        world = waiting.pop()
        fact = next_fact(world)
        if fact is None:
            worlds.append(world)
        elif len(worlds) + len(waiting) >= LIMIT:
            return [*worlds, {**world, fact: False}], False
        else:
            waiting += [{**world, fact: False}, {**world, fact: True}]
    return worlds, True


def smallest_conditions(worlds: Iterable[World]) -> tuple[Condition, ...] | None:
    """The smallest combinations of values that lead into these worlds for sure; None if every world is one of them."""
    cubes: set[frozenset[tuple[str, bool]]] = {frozenset(world.items()) for world in worlds}
    grown = True
    while grown:
        cubes = _absorb(cubes)
        grown = False
        for merged in _merge(cubes):
            if not any(cube <= merged for cube in cubes):
                cubes.add(merged)
                grown = True
    if frozenset() in cubes:
        return None
    return tuple(sorted((tuple(sorted(cube)) for cube in cubes), key=lambda cube: (len(cube), cube)))


def _merge(cubes: set[frozenset[tuple[str, bool]]]) -> list[frozenset[tuple[str, bool]]]:
    """What follows from two cubes that differ in the value of exactly one fact."""
    merged = []
    listed = list(cubes)
    for place, one in enumerate(listed):
        for other in listed[place + 1 :]:
            opposed = [(fact, value) for fact, value in one if (fact, not value) in other]
            if len(opposed) == 1:
                fact, value = opposed[0]
                merged.append((one - {(fact, value)}) | (other - {(fact, not value)}))
    return merged


def _absorb(cubes: set[frozenset[tuple[str, bool]]]) -> set[frozenset[tuple[str, bool]]]:
    return {cube for cube in cubes if not any(other < cube for other in cubes)}
