"""Spreads from nodes along ties, day by day, with the way to each node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from flowdown.base.period import Days
from flowdown.graph.history import Answer, History, Step
from flowdown.graph.row import Row

Arcs = Mapping[str, Sequence[tuple[str, Row, Days]]]
"""From each node: where to, by which claim, on which days."""


def spread(history: History, start: Iterable[str], arcs: Arcs, hops: int | None = None) -> Answer:
    """Everything that is reached from the start in at most so many hops, the start itself left out.

    Each day is reached by the fewest hops, and among those by the smallest claim.
    """
    called = tuple(start)
    seen: dict[str, Days] = dict.fromkeys(map(history.identity.name, called), history.window.all)
    starts = set(seen)
    steps: dict[str, list[Step]] = defaultdict(list)
    frontier: dict[str, Days] = dict(seen)
    count = 0
    while frontier and (hops is None or count < hops):
        count += 1
        following: dict[str, Days] = {}
        reached = sorted(
            (row.id, node, source, row, days & held)
            for source, days in frontier.items()
            for node, row, held in arcs.get(source, ())
            if days & held
        )
        for _, node, source, row, days in reached:
            fresh = days & ~seen.get(node, 0)
            if fresh:
                seen[node] = seen.get(node, 0) | fresh
                following[node] = following.get(node, 0) | fresh
                steps[node].append(Step(fresh, (row,), () if source in starts else (source,), count))
        frontier = following
    days_of = {node: days for node, days in sorted(seen.items()) if node not in starts}
    reached_by = {node: tuple(found) for node, found in steps.items()}
    return Answer(history.window, days_of, reached_by, history.identity, called)
