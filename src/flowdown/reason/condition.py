"""Conditions: the smallest combinations of fact values that lead into given worlds for sure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from flowdown.reason.world import World

Condition: TypeAlias = tuple[tuple[str, bool], ...]
"""Facts and their values, sorted; all of them together suffice."""

_Literals: TypeAlias = frozenset[tuple[str, bool]]
_Node: TypeAlias = int


def smallest_conditions(worlds: Iterable[World]) -> tuple[Condition, ...] | None:
    """The smallest conditions of these worlds; None if every world is one of them."""
    cubes = [frozenset(world.items()) for world in worlds]
    facts = sorted({fact for cube in cubes for fact, _ in cube})
    diagram = _Diagram(facts)
    primes = diagram.primes(diagram.build(cubes, 0))
    if frozenset() in primes:
        return None
    return tuple(sorted((tuple(sorted(prime)) for prime in primes), key=lambda prime: (len(prime), prime)))


class _Diagram:
    """A binary decision diagram over facts in a fixed order; nodes are numbers, 0 is never and 1 is always."""

    def __init__(self, facts: list[str]) -> None:
        self._facts = facts
        self._nodes: list[tuple[int, _Node, _Node]] = [(len(facts), 0, 0), (len(facts), 1, 1)]
        self._known: dict[tuple[int, _Node, _Node], _Node] = {}
        self._both: dict[tuple[_Node, _Node], _Node] = {}
        self._primes: dict[_Node, frozenset[_Literals]] = {0: frozenset(), 1: frozenset({frozenset()})}

    def build(self, cubes: list[_Literals], place: int) -> _Node:
        """The worlds of any of the cubes."""
        if not cubes:
            return 0
        if any(not cube for cube in cubes):
            return 1
        fact = self._facts[place]
        sides = []
        for value in (False, True):
            literal, opposite = (fact, value), (fact, not value)
            sides.append(self.build([cube - {literal} for cube in cubes if opposite not in cube], place + 1))
        return self._node(place, sides[0], sides[1])

    def _node(self, place: int, low: _Node, high: _Node) -> _Node:
        if low == high:
            return low
        key = (place, low, high)
        if key not in self._known:
            self._known[key] = len(self._nodes)
            self._nodes.append(key)
        return self._known[key]

    def _meet(self, one: _Node, other: _Node) -> _Node:
        """The worlds of both."""
        if other in (one, 1):
            return one
        if one == 1:
            return other
        if 0 in (one, other):
            return 0
        key = (min(one, other), max(one, other))
        if key not in self._both:
            (place, low, high), (place2, low2, high2) = self._nodes[one], self._nodes[other]
            first = min(place, place2)
            lows = (low if place == first else one, low2 if place2 == first else other)
            highs = (high if place == first else one, high2 if place2 == first else other)
            self._both[key] = self._node(first, self._meet(*lows), self._meet(*highs))
        return self._both[key]

    def primes(self, node: _Node) -> frozenset[_Literals]:
        """The smallest combinations of values that suffice for the node."""
        if node not in self._primes:
            place, low, high = self._nodes[node]
            fact = self._facts[place]
            # What suffices whatever the fact is needs no word about it; the rest does.
            either = self.primes(self._meet(low, high))
            found = set(either)
            for value, side in ((False, low), (True, high)):
                found |= {prime | {(fact, value)} for prime in self.primes(side) - either}
            self._primes[node] = frozenset(found)
        return self._primes[node]
