"""Finds the ways by which a node leans on others in a graph of arrays: a shortest one, then others that share no node."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flowdown.graph.distinct import distinct
from flowdown.graph.lean_graph import LeanGraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def find_ways(
    graph: LeanGraph, start: int, ends: Iterable[int], most: int, allowed: NDArray[np.bool_] | None = None
) -> tuple[tuple[int, ...], ...]:
    """The shortest way down from `start` to one of `ends`, then further ones through other nodes, shortest first.

    With `allowed`, only through nodes for which it is true, and only by what is needed. Of several shortest ones, the first by the names of its nodes.
    """
    import numpy as np

    is_end = np.zeros(graph.size, dtype=bool)
    is_end[list(ends)] = True
    if is_end[start]:
        return ()
    is_open = np.ones(graph.size, dtype=bool) if allowed is None else allowed | is_end
    found: list[tuple[int, ...]] = []
    is_direct_barred = False
    while len(found) < most:
        way = _shortest(graph, start, is_end, is_open, is_direct_barred, by_need=allowed is not None)
        if not way:
            break
        is_direct_barred = is_direct_barred or len(way) == 2
        is_open = is_open.copy()
        is_open[list(way[1:-1])] = False
        found.append(way)
    return tuple(found)


def _shortest(
    graph: LeanGraph,
    start: int,
    is_end: NDArray[np.bool_],
    is_open: NDArray[np.bool_],
    is_direct_barred: bool,
    *,
    by_need: bool,
) -> tuple[int, ...]:
    import numpy as np

    before = np.full(graph.size, -1, dtype=np.int32)
    before[start] = start
    frontier = np.array([start], dtype=np.int32)
    while frontier.size:
        to, by = graph.below(frontier, by_need=by_need)
        is_new = (before[to] < 0) & is_open[to]
        if is_direct_barred:
            is_new &= ~(is_end[to] & (by == start))
        to, by = to[is_new], by[is_new]
        # Backwards, so that of several the first one is written last and stays.
        before[to[::-1]] = by[::-1]
        frontier = distinct(to)
        ended = frontier[is_end[frontier]]
        if ended.size:
            way = [int(ended[0])]
            while way[-1] != start:
                way.append(int(before[way[-1]]))
            return tuple(way[::-1])
    return ()
