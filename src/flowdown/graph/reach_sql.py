"""Answers small questions from the store itself: what leans on nodes, by recursive SQL, and nothing else is read."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable

from flowdown.evidence.predicate import NodeKind, Predicate, kind_of
from flowdown.graph.backend import Backend
from flowdown.graph.day_query import (
    CONTRACTED,
    STRAIGHT,
    TURNED,
    Query,
    around,
    contract_in,
    each_of,
    quote,
    spend,
    write_list,
)
from flowdown.graph.day_rows import DayRows, read_day
from flowdown.graph.strong_identifier import PREFIXES

MOST = 20_000
"""So many nodes are a small question; from there on, reading everything once is faster."""


def find_leaning(backend: Backend, start: Iterable[str], last_moment: str, most: int = MOST) -> frozenset[str] | None:
    """The start and all that may lean on it on any day, by any name; None if it is more than `most` nodes.

    It may be too much: days, disputes and retractions are left to whoever reads the claims of these nodes.
    """
    names = frozenset(start)
    while True:
        rows = backend.read(_ask(backend.dialect, most + 1), (write_list(names), last_moment))
        found = names.union(name for (name,) in rows)
        if len(rows) > most:
            return None
        # What is supplied for one contract alone is told in a qualifier, which no join finds.
        contracts = _find_contracts(backend, found, last_moment)
        if contracts <= found:
            return found
        names = found | contracts


def read_around_cut(
    backend: Backend, start: Iterable[str], day: datetime.date, last_moment: str, most: int = MOST
) -> DayRows | None:
    """As much of the day as tells what falls with the start; None if it is too much."""
    with backend.snapshot():
        found = find_leaning(backend, start, last_moment, most)
        if found is None:
            return None
        for_them = _ask_contracted(backend, found, last_moment, most)
        if for_them is None:
            return None
        return read_day(backend, day, last_moment, around(backend.dialect, found), spend(), *for_them)


def _ask(dialect: str, most: int) -> str:
    strong = " OR ".join(f"(object >= '{prefix}' AND object < '{prefix[:-1]}0')" for prefix in PREFIXES)
    same = f"predicate = '{Predicate.SAME_AS}' OR (predicate = '{Predicate.IDENTIFIED_BY}' AND ({strong}))"
    up = f"(object = node AND (predicate IN {quote(STRAIGHT)} OR {same}))"
    turned = f"(subject = node AND (predicate IN {quote(TURNED)} OR {same}))"
    return (
        f"WITH RECURSIVE reached(node) AS (SELECT word FROM {each_of(dialect)} AS start "
        "UNION "
        "SELECT CASE WHEN object = node THEN subject ELSE object END "
        f"FROM reached JOIN claim ON {up} OR {turned} WHERE recorded_at <= ?) "
        f"SELECT node FROM reached LIMIT {most}"
    )


def _find_contracts(backend: Backend, nodes: Iterable[str], last_moment: str) -> frozenset[str]:
    """The contracts for which alone something is supplied by one of these nodes."""
    statement = (
        f"SELECT DISTINCT qualifiers FROM claim WHERE subject IN {each_of(backend.dialect)} "
        f"AND predicate IN {quote(CONTRACTED)} AND qualifiers <> '[]' AND recorded_at <= ?"
    )
    rows = backend.read(statement, (write_list(nodes), last_moment))
    return frozenset(filter(None, (contract_in(dict(json.loads(text))) for (text,) in rows)))


def _ask_contracted(backend: Backend, nodes: frozenset[str], last_moment: str, most: int) -> tuple[Query, ...] | None:
    """The scope of what is supplied for these contracts alone, by whomever; None if it is too much to look for."""
    if not any(kind_of(node) == NodeKind.CONTRACT for node in nodes):
        return ()
    # As the index `claim_contracted` has it, word for word.
    condition = f"predicate IN {quote(CONTRACTED)} AND qualifiers <> '[]'"
    statement = f"SELECT DISTINCT qualifiers FROM claim WHERE {condition} AND recorded_at <= ? LIMIT {most + 1}"
    rows = backend.read(statement, (last_moment,))
    if len(rows) > most:
        return None
    wanted = [text for (text,) in rows if contract_in(dict(json.loads(text))) in nodes]
    listed = f"qualifiers IN {each_of(backend.dialect)}"
    return (Query(f"{condition} AND {listed}", (write_list(wanted),)),) if wanted else ()
