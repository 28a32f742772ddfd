"""Reads what a store says of one node, with what other claims say of that, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from flowdown.evidence.predicate import Predicate
from flowdown.graph.backend import Backend
from flowdown.graph.day_query import each_of, quote, write_list
from flowdown.graph.known import Known, resolve
from flowdown.graph.row import COLUMNS, Row, row_of
from flowdown.graph.strong_identifier import is_strong

_OF_NODE = f"""
SELECT {COLUMNS} FROM claim WHERE subject = ? AND recorded_at <= ?
UNION ALL
SELECT {COLUMNS} FROM claim WHERE object = ? AND subject <> object AND recorded_at <= ?
"""
_SAME = (Predicate.SAME_AS, Predicate.NOT_SAME_AS, Predicate.IDENTIFIED_BY)
_MOST = 400
"""How many parameters a query is given at once."""
Rows: TypeAlias = dict[str, Row]
"""Rows by id."""


def read_around(backend: Backend, node: str, last_moment: str) -> Known:
    """The claims of which the node is subject or object, resolved."""
    with backend.snapshot():
        return resolve_rows(backend, _read_node(backend, node, last_moment), last_moment)


def read_group(backend: Backend, node: str, last_moment: str) -> Known:
    """The same for the node and every other that may be one with it, by judgements and strong identifiers, step by step."""
    rows: Rows = {}
    seen, waiting = {node}, [node]
    with backend.snapshot():
        while waiting:
            found = _read_node(backend, waiting.pop(), last_moment)
            rows.update(found)
            same = (row for row in found.values() if row.predicate == Predicate.SAME_AS or is_strong(row))
            others = {end for row in same for end in (row.subject, row.object)}
            waiting.extend(others - seen)
            seen |= others
        return resolve_rows(backend, rows, last_moment)


def read_along(
    backend: Backend, starts: Iterable[str], last_moment: str, straight: Iterable[str], turned: Iterable[str]
) -> Known:
    """The claims on every way from the starts, resolved: from subject to object by `straight` predicates, back by `turned` ones.

    What may be one with a node, by judgements and strong identifiers, is on its way.
    """
    listed = each_of(backend.dialect)
    statement = (
        f"SELECT {COLUMNS} FROM claim WHERE subject IN {listed} AND predicate IN {quote((*straight, *_SAME))} "
        f"AND recorded_at <= ? UNION "
        f"SELECT {COLUMNS} FROM claim WHERE object IN {listed} AND predicate IN {quote((*turned, *_SAME))} "
        f"AND recorded_at <= ?"
    )
    rows: Rows = {}
    seen: set[str] = set()
    waiting = set(starts)
    with backend.snapshot():
        while waiting:
            seen |= waiting
            some = write_list(waiting)
            found = [row_of(row) for row in backend.read(statement, (some, last_moment) * 2)]
            rows.update((row.id, row) for row in found)
            kept = (row for row in found if row.predicate != Predicate.IDENTIFIED_BY or is_strong(row))
            waiting = {end for row in kept for end in (row.subject, row.object)} - seen
        return resolve_rows(backend, rows, last_moment)


def _read_node(backend: Backend, node: str, last_moment: str) -> Rows:
    return {row[0]: row_of(row) for row in backend.read(_OF_NODE, (node, last_moment, node, last_moment))}


def resolve_rows(backend: Backend, rows: Rows, last_moment: str) -> Known:
    """Add what assesses or retracts these claims, the readings of their documents, what retracts that, and so on."""
    fresh, documents = list(rows), list({row.document for row in rows.values()})
    while fresh:
        found = _read_about(backend, fresh, documents, last_moment)
        fresh, documents = [each for each in found if each not in rows], []
        rows.update(found)
    return resolve(rows.values())


def _read_about(backend: Backend, claims: list[str], documents: list[str], last_moment: str) -> Rows:
    found: Rows = {}
    for start in range(0, max(len(claims), len(documents)), _MOST):
        some, others = claims[start : start + _MOST], documents[start : start + _MOST]
        statement = (
            f"SELECT {COLUMNS} FROM claim WHERE object IN ({_marks(some)}) AND recorded_at <= ? UNION ALL "
            f"SELECT {COLUMNS} FROM claim WHERE subject IN ({_marks(others)}) AND recorded_at <= ? "
            f"AND predicate = '{Predicate.READ}'"
        )
        rows = backend.read(statement, (*some, last_moment, *others, last_moment))
        found.update((row[0], row_of(row)) for row in rows)
    return found


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values)) or "NULL"
