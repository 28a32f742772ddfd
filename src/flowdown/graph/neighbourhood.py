"""Reads what a store says of one node, with what other claims say of that, and nothing else."""

from __future__ import annotations

from flowdown.evidence.predicate import Predicate
from flowdown.graph.backend import Backend
from flowdown.graph.known import Known, resolve
from flowdown.graph.row import COLUMNS, Row

_OF_NODE = f"""
SELECT {COLUMNS} FROM claim WHERE subject = ? AND recorded_at <= ?
UNION ALL
SELECT {COLUMNS} FROM claim WHERE object = ? AND subject <> object AND recorded_at <= ?
"""
_READ = f"AND predicate = '{Predicate.READ}'"
_MOST = 400
"""How many parameters a query is given at once."""


def read_around(backend: Backend, node: str, last_moment: str) -> Known:
    """The claims of which the node is subject or object, resolved."""
    with backend.snapshot():
        rows = dict.fromkeys(map(Row._make, backend.read(_OF_NODE, (node, last_moment, node, last_moment))))
        return _resolve(backend, rows, last_moment)


def read_group(backend: Backend, node: str, last_moment: str) -> Known:
    """The same for the node and every other that anybody judges to be one with it, also over several judgements."""
    rows: dict[Row, None] = {}
    seen, waiting = {node}, [node]
    with backend.snapshot():
        while waiting:
            each = waiting.pop()
            found = [Row._make(row) for row in backend.read(_OF_NODE, (each, last_moment, each, last_moment))]
            rows.update(dict.fromkeys(found))
            others = {end for row in found if row.predicate == Predicate.SAME_AS for end in (row.subject, row.object)}
            waiting.extend(others - seen)
            seen |= others
        return _resolve(backend, rows, last_moment)


def _resolve(backend: Backend, rows: dict[Row, None], last_moment: str) -> Known:
    """Add what other claims say of these, and work it in."""
    _take_back(backend, [row.id for row in rows], rows, last_moment)
    documents = sorted({row.document for row in rows})
    readings = [row for row in _with(backend, "subject", documents, last_moment, _READ) if row not in rows]
    if readings:
        rows.update(dict.fromkeys(readings))
        _take_back(backend, [row.id for row in readings], rows, last_moment)
    return resolve(rows)


def _take_back(backend: Backend, fresh: list[str], rows: dict[Row, None], last_moment: str) -> None:
    """Add what assesses or retracts these claims, what retracts that, and so on."""
    while fresh:
        found = [row for row in _with(backend, "object", fresh, last_moment) if row not in rows]
        rows.update(dict.fromkeys(found))
        fresh = [row.id for row in found]


def _with(backend: Backend, column: str, values: list[str], last_moment: str, more: str = "") -> list[Row]:
    found: list[Row] = []
    for start in range(0, len(values), _MOST):
        part = values[start : start + _MOST]
        marks = ", ".join("?" * len(part))
        statement = f"SELECT {COLUMNS} FROM claim WHERE {column} IN ({marks}) AND recorded_at <= ? {more}"
        found.extend(map(Row._make, backend.read(statement, (*part, last_moment))))
    return found
