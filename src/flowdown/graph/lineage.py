"""What descends from a thing, and what contains it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flowdown.base.period import Days
from flowdown.evidence.predicate import Predicate
from flowdown.graph.history import Answer, History
from flowdown.graph.row import Row
from flowdown.graph.spread import spread


def find_descendants(
    history: History, things: Iterable[str], *, derivatives: bool = True, containers: bool = True
) -> Answer:
    """What was made from these things or contains them, directly or over others, as far as asked for."""
    wanted = [Predicate.DERIVES_FROM] * derivatives + [Predicate.CONTAINS] * containers
    arcs: dict[str, list[tuple[str, Row, Days]]] = defaultdict(list)
    for tie in history.ties(wanted):
        arcs[tie.object].append((tie.subject, tie.row, tie.days))
    return spread(history, things, arcs)


def find_ancestors(history: History, things: Iterable[str], *, origins: bool = True, parts: bool = True) -> Answer:
    """What these things were made from or contain, directly or over others, as far as asked for."""
    wanted = [Predicate.DERIVES_FROM] * origins + [Predicate.CONTAINS] * parts
    arcs: dict[str, list[tuple[str, Row, Days]]] = defaultdict(list)
    for tie in history.ties(wanted):
        arcs[tie.subject].append((tie.object, tie.row, tie.days))
    return spread(history, things, arcs)
