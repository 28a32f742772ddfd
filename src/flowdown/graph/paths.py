"""Finds how one node hangs on another: the shortest path, then further ones that share no node with it."""

from __future__ import annotations

import itertools
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flowdown.graph.leaning import Below
from flowdown.graph.row import Row


@dataclass(frozen=True, slots=True)
class Hop:
    """A step from a node to what it leans on, with every claim that says so; `is_disputed` if only disputed ones do."""

    from_: str
    to: str
    rows: tuple[Row, ...]
    is_disputed: bool


def find_paths(
    below: Below, start: str, end: str, *, with_disputed: bool = False, most: int = 3
) -> tuple[tuple[Hop, ...], ...]:
    """The shortest path by which `start` leans on `end`, then further ones through other nodes, shortest first.

    Of several shortest ones, the first by the names of its nodes.
    """
    first, last = below.identity.name(start), below.identity.name(end)
    found: list[tuple[Hop, ...]] = []
    barred: set[str] = set()
    is_direct_barred = False
    while len(found) < most and first != last:
        route = _shortest(below, first, last, barred, is_direct_barred, with_disputed)
        if not route:
            break
        is_direct_barred = is_direct_barred or len(route) == 2
        barred.update(route[1:-1])
        found.append(tuple(_hop(below, one, other, with_disputed) for one, other in itertools.pairwise(route)))
    return tuple(found)


def _shortest(
    below: Below, first: str, last: str, barred: AbstractSet[str], is_direct_barred: bool, with_disputed: bool
) -> list[str]:
    before = dict.fromkeys(barred, first)
    before[first] = first
    frontier = [first]
    while frontier and last not in before:
        reached: dict[str, str] = {}
        # In the order of names, so that of several ways to a node the first one stays.
        for node in sorted(frontier):
            for each in below.leans.get(node, ()):
                if each.is_disputed and not with_disputed:
                    break
                if each.to not in before and not (is_direct_barred and (node, each.to) == (first, last)):
                    reached.setdefault(each.to, node)
        before.update(reached)
        frontier = list(reached)
    if last not in before:
        return []
    route = [last]
    while route[-1] != first:
        route.append(before[route[-1]])
    return route[::-1]


def _hop(below: Below, one: str, other: str, with_disputed: bool) -> Hop:
    leans = [each for each in below.leans[one] if each.to == other and (with_disputed or not each.is_disputed)]
    return Hop(one, other, tuple(each.row for each in leans), all(each.is_disputed for each in leans))
