"""Finds how one node hangs on another: the shortest path, then further ones that share no node with it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.graph.row import Row
from flowdown.graph.snapshot import Arcs, Snapshot

if TYPE_CHECKING:
    from flowdown.graph.snapshot import Numbers


@dataclass(frozen=True, slots=True)
class Hop:
    """A step from a node to what it leans on, with every claim that says so; `is_disputed` if only disputed ones do."""

    from_: str
    to: str
    rows: tuple[Row, ...]
    is_disputed: bool


def find_paths(
    snapshot: Snapshot, start: str, end: str, *, with_disputed: bool = False, most: int = 3
) -> tuple[tuple[Hop, ...], ...]:
    """The shortest path by which `start` leans on `end`, then further ones through other nodes, shortest first.

    Of several shortest ones, the first by the names of its nodes.
    """
    first, last = snapshot.index(start), snapshot.index(end)
    if first is None or last is None or first == last:
        return ()
    found: list[tuple[Hop, ...]] = []
    barred: set[int] = set()
    is_direct_barred = False
    while len(found) < most:
        route = _shortest(snapshot, first, last, barred, is_direct_barred, with_disputed)
        if not route:
            break
        is_direct_barred = is_direct_barred or len(route) == 2
        barred.update(route[1:-1])
        found.append(tuple(_hop(snapshot, one, other, with_disputed) for one, other in itertools.pairwise(route)))
    return tuple(found)


def reach(snapshot: Snapshot, starts: Iterable[int], *, up: bool = True, with_disputed: bool = False) -> Numbers:
    """For every node the fewest hops from the starts, -1 where it is not reached; `up` goes to what leans on them."""
    import numpy as np

    layers = snapshot.layers(with_disputed)
    depth = np.full(len(snapshot.nodes), -1, dtype=np.int64)
    frontier = np.unique(np.fromiter(starts, dtype=np.int64))
    depth[frontier] = 0
    level = 0
    while frontier.size:
        level += 1
        parts = [_neighbours(layer.up if up else layer.down, frontier)[0] for layer in layers]
        reached = np.unique(np.concatenate(parts))
        frontier = reached[depth[reached] < 0]
        depth[frontier] = level
    return depth


def _shortest(
    snapshot: Snapshot, first: int, last: int, barred: set[int], is_direct_barred: bool, with_disputed: bool
) -> list[int]:
    import numpy as np

    layers = snapshot.layers(with_disputed)
    before = np.full(len(snapshot.nodes), -1, dtype=np.int64)
    before[list(barred)] = first
    before[first] = first
    frontier = np.array([first], dtype=np.int64)
    while frontier.size and before[last] < 0:
        parts = [_neighbours(layer.down, frontier) for layer in layers]
        to = np.concatenate([part[0] for part in parts])
        by = np.concatenate([part[1] for part in parts])
        is_new = before[to] < 0
        if is_direct_barred:
            is_new &= (to != last) | (by != first)
        to, by = to[is_new], by[is_new]
        order = np.lexsort((by, to))
        frontier, where = np.unique(to[order], return_index=True)
        before[frontier] = by[order][where]
    if before[last] < 0:
        return []
    route = [last]
    while route[-1] != first:
        route.append(int(before[route[-1]]))
    return route[::-1]


def _neighbours(arcs: Arcs, frontier: Numbers) -> tuple[Numbers, Numbers]:
    """Where the arcs of these nodes lead, and from which of them."""
    import numpy as np

    low, counts = arcs.first[frontier], arcs.first[frontier + 1] - arcs.first[frontier]
    total = int(counts.sum())
    starts = np.repeat(low - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
    return arcs.to[starts + np.arange(total)], np.repeat(frontier, counts)


def _hop(snapshot: Snapshot, one: int, other: int, with_disputed: bool) -> Hop:
    firm = _joining(snapshot.firm.down, one, other)
    open_ = _joining(snapshot.disputed.down, one, other) if with_disputed else []
    rows = tuple(snapshot.rows[number] for number in (*firm, *open_))
    return Hop(snapshot.nodes[one], snapshot.nodes[other], rows, not firm)


def _joining(arcs: Arcs, one: int, other: int) -> Sequence[int]:
    to, rows = arcs.of(one)
    return [int(row) for row in rows[to == other]]
