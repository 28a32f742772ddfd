"""Finds whom nodes own, level by level, reading no more of a store than their stakes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from flowdown.evidence.predicate import Predicate
from flowdown.graph.backend import Backend
from flowdown.graph.history import History, one_day
from flowdown.graph.neighbourhood import read_along
from flowdown.graph.ownership import OwnershipTest, find_owned
from flowdown.graph.row import Row


@dataclass(frozen=True, slots=True)
class Owned:
    """Somebody in whom others hold enough, with the claims that show it."""

    node: str
    rows: tuple[Row, ...]


def find_owned_below(
    backend: Backend,
    owners: Iterable[str],
    day: datetime.date,
    last_moment: str,
    test: OwnershipTest,
    with_disputed: bool,
) -> tuple[Owned, ...]:
    """In whom these owners together hold enough on a day, level by level."""
    starts = tuple(owners)
    known = read_along(backend, starts, last_moment, (Predicate.OWNS, Predicate.CONTROLS), ())
    history = History(known, one_day(day), with_disputed=with_disputed)
    answer = find_owned(history, starts, test).answer
    return tuple(Owned(node, answer.witness(node, day)) for node in sorted(answer.on(day)))
