"""The dominator tree of a flow graph by the semi-NCA way of Georgiadis: plain Python, or machine code where numba is.

The three passes below are written so that numba compiles them as they stand: they take lists or arrays, and fill those
that they are given. Nodes are numbered in the order of a depth-first search; 0 is the root above all sources.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeAlias

from flowdown.graph.lean_graph import Table

if TYPE_CHECKING:
    from flowdown.graph.lean_graph import Numbers

_Column: TypeAlias = Any
"""A list or an array of whole numbers."""


def number_nodes(
    first: _Column, to: _Column, sources: _Column, number: _Column, vertex: _Column, parent: _Column, work: _Column
) -> int:
    """Number the nodes depth first; `work` holds the way to the node at hand, and the next arc of each on it."""
    way, following = work
    count = 1
    for source in sources:
        number[source], vertex[count], parent[count] = count, source, 0
        count += 1
        depth = 0
        way[0], following[0] = source, first[source]
        while depth >= 0:
            node, place = way[depth], following[depth]
            if place == first[node + 1]:
                depth -= 1
                continue
            following[depth] = place + 1
            near = to[place]
            if number[near] < 0:
                number[near], vertex[count], parent[count] = count, near, number[node]
                count += 1
                depth += 1
                way[depth], following[depth] = near, first[near]
    return count


def find_semidominators(
    first: _Column, to: _Column, number: _Column, vertex: _Column, parent: _Column, semi: _Column, work: _Column
) -> None:
    """Put into `semi` each node's semidominator: the least number from which a way leads here over greater ones."""
    # `label` is the least one on the way up to what is linked.
    way, linked, label = work
    count = len(label)
    for index in range(count):
        linked[index] = parent[index]
    for index in range(count - 1, 0, -1):
        node = vertex[index]
        least = parent[index]
        for place in range(first[node], first[node + 1]):
            other = number[to[place]]
            if other > index:
                depth, at = 0, other
                while linked[at] > index:
                    way[depth] = at
                    depth += 1
                    at = linked[at]
                while depth > 0:
                    depth -= 1
                    below = way[depth]
                    label[below] = min(label[below], label[at])
                    linked[below] = linked[at]
                    at = below
                other = label[other]
            least = min(least, other)
        label[index] = semi[index] = least


def find_nearest(parent: _Column, dominator: _Column, count: int) -> None:
    """Replace each semidominator by the dominator: the nearest node above the parent that is no greater than it."""
    for index in range(1, count):
        at = parent[index]
        while at > dominator[index]:
            at = dominator[at]
        dominator[index] = at


def run_semi_nca(up: Table, down: Table, sources: Numbers, *, compiled: bool) -> tuple[Numbers, Numbers]:
    """For each number the number of its dominator, and its node; `compiled` uses numba where it is installed."""
    import numpy as np

    passes: _Column = _compile() if compiled else None
    size = len(up.first) - 1
    columns: list[_Column] = [[-1] * (size + 1) for _ in range(6)]
    told: list[_Column] = [up.first, up.to, sources, down.first, down.to]
    if passes:
        columns = [np.full(size + 1, -1, dtype=np.int32) for _ in columns]
    else:
        # Lists answer single questions three times as fast as arrays.
        told = [each.tolist() for each in told]
        passes = (number_nodes, find_semidominators, find_nearest)
    number, vertex, parent, way, following, dominator = columns
    count = passes[0](*told[:3], number, vertex, parent, (way, following))
    label = np.arange(count, dtype=np.int32) if isinstance(number, np.ndarray) else list(range(count))
    passes[1](*told[3:], number, vertex, parent, dominator, (way, following, label))
    passes[2](parent, dominator, count)
    return np.array(dominator[:count], dtype=np.int32), np.array(vertex[:count], dtype=np.int32)


@functools.cache
def _compile() -> _Column:
    """The passes in machine code; None without numba."""
    try:
        from numba import njit
    except ImportError:
        return None
    return tuple(njit(each) for each in (number_nodes, find_semidominators, find_nearest))
