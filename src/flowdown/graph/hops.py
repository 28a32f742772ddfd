"""Finds the claims behind the hops of ways: what says that one node leans on the next."""

from __future__ import annotations

import datetime
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from flowdown.graph.backend import Backend
from flowdown.graph.day_query import (
    CODE_ONLY,
    CONTRACTED,
    LEANING,
    SPARED_USES,
    TURNED,
    contract_in,
    each_of,
    quote,
    write_list,
)
from flowdown.graph.identity import Identity
from flowdown.graph.known import Held
from flowdown.graph.neighbourhood import resolve_rows
from flowdown.graph.paths import Hop
from flowdown.graph.row import COLUMNS, Row, row_of

Pair = tuple[str, str]
"""From what leans to what it leans on, by the names that stand for their nodes."""


def find_hops(
    backend: Backend,
    ways: Iterable[Sequence[str]],
    identity: Identity,
    day: datetime.date,
    last_moment: str,
    with_disputed: bool,
) -> Mapping[Pair, Hop]:
    """Every hop of the ways with its claims."""
    pairs = {pair for way in ways for pair in itertools.pairwise(way)}
    names = {alias for node in {end for pair in pairs for end in pair} for alias in identity.group(node)}
    firm: dict[Pair, list[Row]] = defaultdict(list)
    open_: dict[Pair, list[Row]] = defaultdict(list)
    ordinal = day.toordinal()
    for held in _read(backend, names, last_moment) if names else ():
        if held.from_ <= ordinal < held.until:
            into = open_ if held.is_disputed_on(ordinal) else firm
            for one, other in _ends(held.row):
                into[identity.name(one), identity.name(other)].append(held.row)
    hops = {}
    for pair in sorted(pairs):
        rows = (*firm[pair], *(open_[pair] if with_disputed else ()))
        hops[pair] = Hop(*pair, tuple(sorted(rows, key=_rank)), not firm[pair])
    return hops


def _read(backend: Backend, names: Iterable[str], last_moment: str) -> tuple[Held, ...]:
    listed = each_of(backend.dialect)
    statement = (
        f"SELECT {COLUMNS} FROM claim WHERE subject IN {listed} AND predicate IN {quote(LEANING)} "
        f"AND (object IN {listed} OR predicate IN {quote(CONTRACTED)}) AND recorded_at <= ?"
    )
    some = write_list(names)
    rows = {row[0]: row_of(row) for row in backend.read(statement, (some, some, last_moment))}
    return resolve_rows(backend, rows, last_moment).held


def _rank(row: Row) -> tuple[int, Row]:
    """What makes it need the other comes first, then uses that it can do without, then code alone."""
    is_spared = any(each in row.qualifiers for each in SPARED_USES)
    return (2 if CODE_ONLY in row.qualifiers else int(is_spared)), row


def _ends(row: Row) -> Iterable[Pair]:
    """What leans, and on what, by this claim."""
    if row.predicate not in TURNED:
        return ((row.subject, row.object),)
    ends = [(row.object, row.subject)]
    contract = contract_in(dict(row.claim.qualifiers)) if row.predicate in CONTRACTED else ""
    if contract:
        ends.append((contract, row.subject))
    return ends
