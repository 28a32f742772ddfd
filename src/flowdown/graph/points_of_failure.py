"""Single points of failure: nodes without which nothing holds up a contract, a system or the code behind it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flowdown.evidence.predicate import NodeKind
from flowdown.graph.day_rows import DayRows
from flowdown.graph.dominators import Dominators, find_dominators
from flowdown.graph.lean_graph import LeanGraph
from flowdown.graph.worth import Sum, gather_worth

TARGETS = (NodeKind.CONTRACT, NodeKind.SYSTEM, NodeKind.REPOSITORY, NodeKind.TREE)
"""What an organisation wants to keep up."""


@dataclass(frozen=True, slots=True)
class Point:
    """A single point of failure, with the others of its circle if it is of one, and of how many nodes of each kind."""

    node: str
    circle: tuple[str, ...]
    of: tuple[tuple[str, int], ...]
    total: int
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """The single points of failure that are told, out of how many there are, for how many nodes of the wanted kinds."""

    points: tuple[Point, ...]
    total: int
    targets: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PointsAnswer:
    """The single points of failure of all nodes of some kinds (`points`), or of one `node` (`chain`, nearest first)."""

    node: str
    as_of: datetime.date
    known_at: datetime.datetime | datetime.date
    include_disputed: bool
    points: Points | None
    chain: tuple[tuple[str, ...], ...]
    nodes: int
    arcs: int


def find_points(day: DayRows, graph: LeanGraph, kinds: Sequence[str], limit: int, with_disputed: bool) -> Points:
    """The single points of failure of all nodes of these kinds, those of most nodes first."""
    import numpy as np

    dominators = find_dominators(graph)
    counts = {}
    targets = []
    for kind in kinds:
        numbers = graph.names.of_kind(kind)
        is_wanted = np.zeros(graph.size, dtype=bool)
        is_wanted[numbers.start : numbers.stop] = graph.one[numbers.start : numbers.stop] == np.array(numbers)
        counts[kind] = dominators.count(is_wanted)
        targets.append((str(kind), int(is_wanted.sum())))
    total = sum(counts.values(), np.zeros(graph.size, dtype=np.int32))
    order = np.lexsort((np.arange(graph.size), -total))
    found = order[total[order] > 0]
    told = [int(node) for node in found[: limit or None]]
    sums = _sums(day, graph, dominators, told, with_disputed)
    points = []
    for node in told:
        of = tuple((str(kind), int(counts[kind][node])) for kind in kinds if counts[kind][node])
        points.append(
            Point(graph.names[node], _circle(graph, dominators, node), of, int(total[node]), sums.get(node, ()))
        )
    return Points(tuple(points), len(found), tuple(targets))


def find_points_of(graph: LeanGraph, node: str) -> tuple[tuple[str, ...], ...]:
    """The single points of failure of one node, nearest first; each with the others of its circle."""
    at = graph.index(node)
    if at is None:
        return ()
    dominators = find_dominators(graph)
    own = _circle(graph, dominators, int(dominators.circle[at]))
    beside = tuple(each for each in (graph.names[int(dominators.circle[at])], *own) if each != graph.names[at])
    chain = tuple((graph.names[each], *_circle(graph, dominators, each)) for each in dominators.chain(at))
    return ((beside,) if beside else ()) + chain


def _circle(graph: LeanGraph, dominators: Dominators, node: int) -> tuple[str, ...]:
    import numpy as np

    members = np.flatnonzero(dominators.circle == node)
    return tuple(graph.names[int(each)] for each in members if each != node)


def _sums(
    day: DayRows, graph: LeanGraph, dominators: Dominators, told: Sequence[int], with_disputed: bool
) -> dict[int, tuple[Sum, ...]]:
    """What the contracts are worth of which each is a single point of failure."""
    import numpy as np

    worth = gather_worth(day, graph, with_disputed)
    wanted = set(told)
    below: dict[int, set[int]] = defaultdict(set)
    for node in {int(each) for column in worth.columns for each in column.nodes}:
        for point in wanted.intersection(dominators.chain(node)):
            below[point].add(node)
    sums = {}
    for point, nodes in below.items():
        is_in = np.zeros(graph.size, dtype=bool)
        is_in[list(nodes)] = True
        sums[point] = worth.sum(is_in)
    return sums
