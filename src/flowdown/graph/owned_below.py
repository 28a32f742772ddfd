"""Finds whom nodes own, level by level, reading no more of a store than their stakes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from flowdown.evidence.predicate import Predicate
from flowdown.graph.backend import Backend
from flowdown.graph.day_query import each_of, quote, write_list
from flowdown.graph.history import History, one_day
from flowdown.graph.neighbourhood import Rows, resolve_rows
from flowdown.graph.ownership import OwnershipTest, find_owned
from flowdown.graph.row import COLUMNS, Row, row_of
from flowdown.graph.strong_identifier import is_strong

_DOWN = (Predicate.OWNS, Predicate.CONTROLS)
_SAME = (Predicate.SAME_AS, Predicate.NOT_SAME_AS, Predicate.IDENTIFIED_BY)


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
    rows = _read_below(backend, starts, last_moment)
    history = History(resolve_rows(backend, rows, last_moment), one_day(day), with_disputed=with_disputed)
    answer = find_owned(history, starts, test).answer
    return tuple(Owned(node, answer.witness(node, day)) for node in sorted(answer.on(day)))


def _read_below(backend: Backend, starts: Iterable[str], last_moment: str) -> Rows:
    """Every stake and judgement on the way down."""
    listed = each_of(backend.dialect)
    statement = (
        f"SELECT {COLUMNS} FROM claim WHERE recorded_at <= ? AND ("
        f"(subject IN {listed} AND predicate IN {quote((*_DOWN, *_SAME))}) OR "
        f"(object IN {listed} AND predicate IN {quote(_SAME)}))"
    )
    rows: Rows = {}
    seen: set[str] = set()
    waiting = set(starts)
    while waiting:
        seen |= waiting
        some = write_list(waiting)
        found = [row_of(row) for row in backend.read(statement, (last_moment, some, some))]
        rows.update((row.id, row) for row in found)
        kept = (row for row in found if row.predicate != Predicate.IDENTIFIED_BY or is_strong(row))
        waiting = {end for row in kept for end in (row.subject, row.object)} - seen
    return rows
