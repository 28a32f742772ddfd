"""Finds for every node the nearest one without which nothing holds it up: the dominator tree of what leans on what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.graph.lean_graph import LeanGraph
from flowdown.graph.semi_nca import SemiNca

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from flowdown.graph.lean_graph import Numbers

_MANY = 50_000
"""From so many nodes on, compiling is worth its seconds."""


@dataclass(frozen=True, slots=True)
class Dominators:
    """`above[n]` is the nearest single point of failure of node n, -1 where it has none.

    What leans on nothing is a source, and so is, as a whole, a circle of nodes which nothing outside holds up: cutting
    one of its members cuts it. `circle[n]` is the first member of the circle that n belongs to, else n itself.
    """

    above: Numbers
    circle: Numbers
    order: Numbers
    """The nodes, each after the one above it; of a circle only the first member."""

    def chain(self, node: int) -> list[int]:
        """The single points of failure of a node, nearest first; a circle by its first member."""
        found = []
        at = int(self.circle[node])
        while (at := int(self.above[at])) >= 0:
            found.append(at)
        return found

    def count(self, is_wanted: NDArray[np.bool_]) -> Numbers:
        """For each node, how many wanted ones it is a single point of failure of."""
        import numpy as np

        weight = np.zeros(len(self.above), dtype=np.int64)
        np.add.at(weight, self.circle[np.flatnonzero(is_wanted)], 1)
        total = weight.copy()
        order = self.order[::-1].tolist()
        above, sums = self.above.tolist(), total.tolist()
        for node in order:
            if above[node] >= 0:
                sums[above[node]] += sums[node]
        counted: Numbers = (np.array(sums) - weight).astype(np.int32)
        return counted


def find_dominators(graph: LeanGraph, *, compiled: bool | None = None) -> Dominators:
    """The dominator tree; `compiled` says whether by numba, where it is installed (None: where it is worth it)."""
    import numpy as np

    size = graph.size
    search = SemiNca(graph.up, graph.down, compiled=size >= _MANY if compiled is None else compiled)
    search.number(np.flatnonzero(np.diff(graph.down.first) == 0).astype(np.int32))
    circle = find_circles(graph, search.find_rest())
    # Nothing leads into a circle that nothing holds up: its first member stands for it, and dominates the others.
    is_member = circle != np.arange(size)
    leads = np.zeros(size, dtype=bool)
    leads[circle[is_member]] = True
    search.number(np.flatnonzero(leads).astype(np.int32))
    dominator, vertex = search.find_dominators()
    above = np.full(size, -1, dtype=np.int32)
    has_one = dominator > 0
    above[vertex[has_one]] = circle[vertex[dominator[has_one]]]
    above[is_member] = -1
    order = vertex[1:]
    return Dominators(above, circle, order[~is_member[order]])


def find_circles(graph: LeanGraph, rest: Numbers) -> Numbers:
    """For each node the first member of the circle that it is of, if nothing outside holds the circle up; else itself.

    `rest` are the nodes that lean on no source: they lean on circles only, and on nothing outside of the rest.
    """
    import numpy as np

    own = np.arange(graph.size, dtype=np.int32)
    if not rest.size:
        return own
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    to, counts = graph.down.gather(rest)
    first = np.concatenate(([0], np.cumsum(counts)))
    near = np.searchsorted(rest, to)
    matrix = csr_array((np.ones(len(near), dtype=np.int8), near, first), shape=(len(rest), len(rest)))
    number, label = connected_components(matrix, directed=True, connection="strong")
    from_ = np.repeat(label, counts)
    leaves = np.zeros(number, dtype=bool)
    leaves[from_[from_ != label[near]]] = True
    lead = np.full(number, -1, dtype=np.int64)
    lead[label[::-1]] = rest[::-1]
    inside = ~leaves[label]
    own[rest[inside]] = lead[label[inside]]
    return own
