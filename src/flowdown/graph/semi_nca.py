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
    first: _Column,
    to: _Column,
    sources: _Column,
    count: int,
    number: _Column,
    vertex: _Column,
    parent: _Column,
    work: _Column,
) -> int:
    """Number depth first what is reached from the sources, from `count` on; return the next number.

    `work` holds the way to the node at hand, and the next arc of each on it.
    """
    way, following = work
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
    first: _Column, before: _Column, vertex: _Column, parent: _Column, semi: _Column, work: _Column
) -> None:
    """Put into `semi` each node's semidominator: the least number from which a way leads here over greater ones.

    `before` are the numbers of the nodes from which arcs lead here.
    """
    # `label` is the least one on the way up to what is linked.
    way, linked, label = work
    count = len(label)
    for index in range(count):
        linked[index] = parent[index]
    for index in range(count - 1, 0, -1):
        node = vertex[index]
        least = parent[index]
        for place in range(first[node], first[node + 1]):
            other = before[place]
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


class SemiNca:
    """One search for dominators: number what the sources reach, as often as there are more of them, then ask."""

    def __init__(self, up: Table, down: Table, *, compiled: bool) -> None:
        """`compiled` uses numba where it is installed."""
        import numpy as np

        machine: _Column = _compile() if compiled else None
        self._down, self._count = down, 1
        self._passes: _Column = machine or (number_nodes, find_semidominators, find_nearest)
        # Lists answer single questions three times as fast as arrays.
        self._in_form = _as_it_is if machine else _as_list
        self._up = (self._in_form(up.first), self._in_form(up.to))
        empty = np.full(len(up.first), -1, dtype=np.int32)
        # Number of each node; node and parent by number; and room to work in.
        self._columns = [self._in_form(empty.copy()) for _ in range(5)]

    def number(self, sources: Numbers) -> None:
        """Number the sources, of which none may be reached yet, and what they reach that has no number."""
        number, vertex, parent, *work = self._columns
        self._count = self._passes[0](
            *self._up, self._in_form(sources), self._count, number, vertex, parent, tuple(work)
        )

    def find_rest(self) -> Numbers:
        """The nodes without a number."""
        import numpy as np

        return np.flatnonzero(np.asarray(self._columns[0])[:-1] < 0).astype(np.int32)

    def find_dominators(self) -> tuple[Numbers, Numbers]:
        """For each number that of its dominator, and its node."""
        import numpy as np

        number, vertex, parent, *work = self._columns
        numbers = np.asarray(number, dtype=np.int32)
        count, form = self._count, self._in_form
        label, dominator = form(np.arange(count, dtype=np.int32)), form(np.full(count, -1, dtype=np.int32))
        before = form(numbers[self._down.to])
        self._passes[1](form(self._down.first), before, vertex, parent, dominator, (*work, label))
        self._passes[2](parent, dominator, count)
        return np.asarray(dominator, dtype=np.int32), np.asarray(vertex[:count], dtype=np.int32)


def _as_it_is(column: _Column) -> _Column:
    return column


def _as_list(column: _Column) -> _Column:
    return column.tolist()


@functools.cache
def _compile() -> _Column:
    """The passes in machine code; None without numba."""
    try:
        from numba import njit
    except ImportError:
        return None
    return tuple(njit(each) for each in (number_nodes, find_semidominators, find_nearest))
