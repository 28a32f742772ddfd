"""Answer what is a single point of failure, of everything or of one node."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.pipeline.claims import Moment, Target
from flowdown.pipeline.graph import require_known
from flowdown.pipeline.impact import name_node

if TYPE_CHECKING:
    from flowdown.graph.points_of_failure import PointsAnswer


def find_points_of_failure(
    target: Target,
    node: str,
    as_of: datetime.date,
    known_at: Moment,
    *,
    include_disputed: bool = False,
    kinds: tuple[str, ...] = (),
    limit: int = 0,
    cache: Path | None = None,
) -> PointsAnswer:
    """The single points of failure; raises for a node of which nothing is known. A large store is kept in the `cache`."""
    from flowdown.graph import open_store
    from flowdown.graph.kept_day import read_whole_day
    from flowdown.graph.points_of_failure import TARGETS, PointsAnswer, find_points, find_points_of
    from flowdown.graph.row import last_moment_of

    last = last_moment_of(known_at)
    name = name_node(node) if node else ""
    with open_store(target, writes=False) as store, store.backend.snapshot():
        if name:
            require_known(store, [name], last)
        day = read_whole_day(store.backend, as_of, last, cache)
    graph = day.graph(include_disputed)
    points = None if name else find_points(day, graph, kinds or TARGETS, limit, include_disputed)
    chain = find_points_of(graph, name) if name else ()
    return PointsAnswer(name, as_of, known_at, include_disputed, points, chain, graph.size, graph.arcs)
