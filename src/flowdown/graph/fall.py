"""What falls with what is cut, by three measures that are kept apart: reachable, hit, unavoidable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.graph.distinct import distinct
from flowdown.graph.lean_graph import Groups, LeanGraph, Table

if TYPE_CHECKING:
    from flowdown.graph.lean_graph import Numbers, Places


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
    sweeping = _Sweeping(graph.size, start, counts=True)
    needing = sweeping.run(graph.up)
    reachable = needing if graph.spared is None else reach(graph, start)
    hit = needing if graph.groups is None else hit_by(graph, start)
    unavoidable = _unavoidable(graph, needing, sweeping.leans)
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

    def __init__(self, size: int, start: Numbers, *, counts: bool = False) -> None:
        import numpy as np

        self.depth = np.full(size, -1, dtype=np.int32)
        self.by = np.full(size, -1, dtype=np.int32)
        self.first = np.full(size, -1, dtype=np.int32)
        self.depth[start] = 0
        self.levels = [start]
        # Asked for every arc: a byte a node stays in the cache where its depth does not.
        self._is_new = np.ones(size, dtype=bool)
        self._is_new[start] = False
        self.leans = np.zeros(size if counts else 0, dtype=np.int32)
        """How many arcs of each node lead down to what is reached, if they are counted."""

    def run(self, table: Table, *, spared: Table | None = None, groups: Groups | None = None) -> Sweep:
        import numpy as np

        left = groups.slack.copy() if groups else None
        frontier = self.levels[0]
        while frontier.size:
            found = [self._step(each, part) for each in (table, spared) if each for part in _parts(frontier)]
            if groups is not None and left is not None:
                which, counts = groups.of.gather(frontier)
                fallen, dead = _count_down(left, which, np.repeat(frontier, counts))
                found.append(self._take(groups.subject[fallen], dead))
            frontier = self._close_level(found)
        return Sweep(self.depth, self.by, self.first, np.concatenate(self.levels))

    def _step(self, table: Table, part: Numbers) -> Numbers:
        """One step up from a part of the last level: what is new, some of it several times."""
        import numpy as np

        to, counts = table.gather(part)
        if self.leans.size:
            np.add.at(self.leans, to, np.int32(1))
        return self._take(to, np.repeat(part, counts))

    def _take(self, to: Numbers, by: Numbers) -> Numbers:
        import numpy as np

        new = np.flatnonzero(self._is_new.take(to))
        to, by = to[new], by[new]
        self._is_new[to] = False
        self.depth[to] = len(self.levels)
        # Backwards, so that of several the first one is written last and stays.
        self.by[to[::-1]] = by[::-1]
        return to

    def _close_level(self, found: list[Numbers]) -> Numbers:
        """The nodes that are new on this level, sorted."""
        import numpy as np

        level = len(self.levels)
        fresh = _in_order(np.concatenate(found), self.depth, level)
        self.first[fresh] = self.first[self.by[fresh]] if level > 1 else fresh
        self.levels.append(fresh)
        return fresh


def _in_order(nodes: Numbers, values: Numbers, least: int) -> Numbers:
    """The nodes, each once and sorted: those whose value is at least so much, which is found without sorting if they are many."""
    import numpy as np

    if len(nodes) < max(2000, len(values) // 50):
        return distinct(nodes)
    return np.flatnonzero(values >= least).astype(np.int32)


def _parts(nodes: Numbers) -> Iterator[Numbers]:
    """Some at a time: the arcs of millions of nodes at once would not fit into any cache."""
    for start in range(0, len(nodes), _SOME):
        yield nodes[start : start + _SOME]


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


def _unavoidable(graph: LeanGraph, needing: Sweep, leans: Numbers) -> Numbers:
    """Those that need what is cut and from which no path leads past it to what does not.

    `leans` tells how many arcs of each node lead down to what is reached: one more leads past.
    """
    import numpy as np

    # In order, so that their arcs are read one after the other.
    inside = _in_order(needing.reached[needing.depth[needing.reached] > 0], needing.depth, 1)
    degrees = _degrees(graph.down, inside)
    leads_past = leans[inside] < degrees
    bound, frontier, left = inside[~leads_past], inside[leads_past], int(degrees[~leads_past].sum())
    is_bound, is_free = np.zeros((2, graph.size), dtype=bool)
    is_bound[bound] = is_free[frontier] = True
    # What leans on a free node is free: asked of either side, of that with fewer arcs. What is cut lets nothing past.
    while frontier.size and left:
        if left < _degrees(graph.up, frontier).sum():
            bound = bound[is_bound[bound]]
            for part in _parts(bound):
                to, counts = graph.down.gather(part)
                # Each leans on something, so that no list is empty.
                is_free[part] = np.logical_or.reduceat(is_free.take(to), np.cumsum(counts) - counts)
            frontier = bound[is_free[bound]]
        else:
            found = [to[is_bound.take(to)] for to, _ in map(graph.up.gather, _parts(frontier))]
            frontier = distinct(np.concatenate(found))
            is_free[frontier] = True
        is_bound[frontier] = False
        left -= int(_degrees(graph.down, frontier).sum())
    return bound[is_bound[bound]]


def _degrees(table: Table, rows: Numbers) -> Places:
    """How long the lists of these rows are."""
    degrees: Places = table.first[rows + 1] - table.first[rows]
    return degrees
