"""What falls with what is cut, by three measures that are kept apart: reachable, hit, unavoidable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.graph.distinct import distinct
from flowdown.graph.lean_graph import Groups, LeanGraph, Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from flowdown.graph.lean_graph import Numbers


_SOME = 1 << 16


@dataclass(frozen=True, slots=True)
class Sweep:
    """For each node in how many steps it is reached from what is cut (0: is cut; -1: not), by which node, over which first.

    `by` is the node that is one step nearer (the first by name), `first` the one beside what is cut.
    """

    depth: Numbers
    by: Numbers
    first: Numbers
    reached: Numbers
    """The nodes that are reached, what is cut among them, nearest first."""


@dataclass(frozen=True, slots=True)
class Fall:
    """What happens when nodes are cut.

    - *reachable*: whatever leans on it by any path, also by a use that it can do without (only tests, the developers' own
      tools, or a choice that is not the default).
    - *hit*: what falls, alternatives counted: a node falls when something falls that it needs for itself, or when fewer
      members of a group of alternatives stay than it needs; the fewest nodes for which that is so (so that circles of
      alternatives hold each other up, see `circular`). A use that it can do without fells nothing.
    - *unavoidable*: what falls whatever alternatives are taken, even if each thing it leans on could stand in for all
      the others: every path of needs down from it, followed on, comes to what is cut; none gets past to anything that
      does not itself lean on it. In other words: what is cut dominates it.
    - *circular*: unavoidable and yet not hit: it stays up only by a circle of alternatives, which hold each other up and
      which nothing else holds up.
    """

    cut: Numbers
    reachable: Sweep
    hit: Sweep
    unavoidable: Numbers
    circular: Numbers


def find_fall(graph: LeanGraph, cut: Iterable[int]) -> Fall:
    """What falls with these nodes."""
    import numpy as np

    start = distinct(np.fromiter(cut, np.int32))
    reachable = reach(graph, start)
    needing = reachable if graph.spared is None else _Sweeping(graph.size, start).run(graph.up)
    hit = needing if graph.groups is None else hit_by(graph, start)
    unavoidable = _unavoidable(graph, needing)
    circular = unavoidable[hit.depth[unavoidable] < 0]
    return Fall(start, reachable, hit, unavoidable, circular)


def fall_of(graph: LeanGraph, names: Iterable[str]) -> Fall:
    """What falls with the nodes of these names; names of which nothing is known cut nothing."""
    return find_fall(graph, (number for name in names if (number := graph.index(name)) is not None))


def reach(graph: LeanGraph, start: Numbers) -> Sweep:
    """Everything that leans on the start by any path."""
    return _Sweeping(graph.size, start).run(graph.up, spared=graph.spared[1] if graph.spared else None)


def hit_by(graph: LeanGraph, start: Numbers) -> Sweep:
    """Everything that falls with the start."""
    return _Sweeping(graph.size, start).run(graph.alone, groups=graph.groups)


class _Sweeping:
    """A sweep that goes on from level to level."""

    def __init__(self, size: int, start: Numbers) -> None:
        import numpy as np

        self.depth = np.full(size, -1, dtype=np.int32)
        self.by = np.full(size, -1, dtype=np.int32)
        self.first = np.full(size, -1, dtype=np.int32)
        self.depth[start] = 0
        self.levels = [start]

    def run(self, table: Table, *, spared: Table | None = None, groups: Groups | None = None) -> Sweep:
        import numpy as np

        left = groups.slack.copy() if groups else None
        frontier = self.levels[0]
        while frontier.size:
            to, counts = table.gather(frontier)
            by = np.repeat(frontier, counts)
            if spared is not None:
                more, counts = spared.gather(frontier)
                to, by = np.concatenate((to, more)), np.concatenate((by, np.repeat(frontier, counts)))
            if groups is not None and left is not None:
                which, counts = groups.of.gather(frontier)
                fallen, dead = _count_down(left, which, np.repeat(frontier, counts))
                to = np.concatenate((to, groups.subject[fallen]))
                by = np.concatenate((by, dead))
            frontier = self._take(to, by)
        return Sweep(self.depth, self.by, self.first, np.concatenate(self.levels))

    def _take(self, to: Numbers, by: Numbers) -> Numbers:
        """The nodes that are new on this level, sorted."""

        is_new = self.depth[to] < 0
        to, by = to[is_new], by[is_new]
        # Backwards, so that of several the first one is written last and stays.
        self.by[to[::-1]] = by[::-1]
        if len(self.levels) > 1:
            self.depth[to] = len(self.levels)
            self.first[to] = self.first[self.by[to]]
        else:
            self.depth[to] = 1
            self.first[to] = to
        fresh = distinct(to) if len(to) < 2000 else _distinct(to, len(self.depth))
        self.levels.append(fresh)
        return fresh


def _distinct(to: Numbers, size: int) -> Numbers:
    """Each number once, sorted, without sorting."""
    import numpy as np

    if len(to) < size // 50:
        return distinct(to)
    is_there = np.zeros(size, dtype=bool)
    is_there[to] = True
    return np.flatnonzero(is_there).astype(np.int32)


def _count_down(left: Numbers, which: Numbers, by: Numbers) -> tuple[Numbers, Numbers]:
    """Take fallen members off their groups; the groups that lose more than they can, and one of these members each."""
    import numpy as np

    if len(which) > len(left) // 50:
        lost = np.bincount(which, minlength=len(left)).astype(np.int32)
        left -= lost
        member = np.zeros(len(left), dtype=np.int32)
        member[which] = by
        failed = np.flatnonzero((left < 0) & (lost > 0)).astype(np.int32)
        return failed, member[failed]
    order = np.argsort(which, kind="stable")
    which, by = which[order], by[order]
    is_last = np.ones(len(which), dtype=bool)
    np.not_equal(which[1:], which[:-1], out=is_last[:-1])
    ends = np.flatnonzero(is_last)
    groups = which[ends]
    # Every member falls once, so that it is counted once.
    left[groups] -= np.diff(ends, prepend=-1).astype(np.int32)
    dead = left[groups] < 0
    return groups[dead], by[ends][dead]


def _unavoidable(graph: LeanGraph, needing: Sweep) -> Numbers:
    """Those that need what is cut and from which no path leads past it to what does not."""
    import numpy as np

    depth = needing.depth
    inside = needing.reached[depth[needing.reached] > 0]
    is_free: NDArray[np.bool_] = np.zeros(graph.size, dtype=bool)
    # Some at a time: the arcs of millions of nodes at once would not fit into any cache.
    for start in range(0, len(inside), _SOME):
        part = inside[start : start + _SOME]
        to, counts = graph.down.gather(part)
        is_free[np.repeat(part, counts)[depth[to] < 0]] = True
    frontier = inside[is_free[inside]]
    while frontier.size:
        to, _ = graph.up.gather(frontier)
        # What leans on a reached node is reached; what is cut lets nothing past.
        to = to[~is_free[to] & (depth[to] > 0)]
        is_free[to] = True
        frontier = distinct(to)
    rest = inside[~is_free[inside]]
    rest.sort()
    return rest
