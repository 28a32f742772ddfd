"""Reads from a store what leans on what on a day, straight into arrays, with what is told beside it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.collector import hold_collector
from flowdown.evidence.predicate import Predicate
from flowdown.graph.backend import Backend
from flowdown.graph.day_query import (
    BESIDE,
    LEANING,
    Query,
    ask_apart,
    ask_arcs,
    ask_documents,
    ask_readings,
    each_of,
    everything_at,
    everything_of,
    write_list,
)
from flowdown.graph.day_segments import Left, take_segments
from flowdown.graph.gathering import Gathering, Told
from flowdown.graph.identity import Identity, identify
from flowdown.graph.known import resolve, sum_up
from flowdown.graph.names import Names
from flowdown.graph.row import COLUMNS, Row, row_of
from flowdown.graph.strong_identifier import PREFIXES

if TYPE_CHECKING:
    from flowdown.graph.lean_graph import Arcs, LeanGraph, Numbers

_OF_A_DAY = frozenset((*LEANING, *BESIDE))


@dataclass(frozen=True, slots=True)
class DayRows:
    """A day of the store: names, arcs (the disputed ones apart), what is told beside, and which nodes are one.

    `firm` and `disputed` are arcs by the numbers of `names`; `identity` and `loose` (with disputed judgements) say which
    names are one.
    """

    names: Names
    firm: Arcs
    disputed: Arcs
    beside: tuple[Told, ...]
    ends: Numbers
    """The numbers of subject and object of what is told beside, two each; -1 for what is no node."""
    identity: Identity
    loose: Identity
    built: LeanGraph | None = None
    """The graph of the firm arcs where it was kept; the arcs are there only if something is disputed."""

    def told(self, graph: LeanGraph, with_disputed: bool) -> Iterator[tuple[Told, int, int]]:
        """What is told beside, with its two nodes in the graph (-1: no node)."""
        import numpy as np

        placed = np.where(self.ends < 0, -1, graph.one[self.ends]).tolist()
        for told, (at, to) in zip(self.beside, placed, strict=True):
            if with_disputed or not told.is_disputed:
                yield told, at, to

    def graph(self, with_disputed: bool = False) -> LeanGraph:
        """The graph of the day."""
        import numpy as np

        from flowdown.graph.lean_graph import Arcs, build_graph

        if self.built is not None and not (with_disputed and self.has_disputed):
            return self.built
        arcs = self.firm
        if with_disputed and len(self.disputed.to):
            # The disputed ones first: they all have a group and a need.
            both = zip(_columns(self.disputed), _columns(self.firm), strict=True)
            arcs = Arcs(*(np.concatenate(pair) for pair in both))
        one = np.arange(len(self.names), dtype=np.int32)
        for name, leader in (self.loose if with_disputed else self.identity).names.items():
            number, to = self.names.index(name), self.names.index(leader)
            if number is not None and to is not None:
                one[number] = to
        return build_graph(self.names, one, arcs)

    @property
    def has_disputed(self) -> bool:
        """True if counting what is disputed makes another graph."""
        return bool(len(self.disputed.to)) or self.identity != self.loose


def _columns(arcs: Arcs) -> tuple[Numbers, ...]:
    return arcs.from_, arcs.to, arcs.group, arcs.need


@hold_collector()
def read_day(backend: Backend, day: datetime.date, last_moment: str, *scopes: Query) -> DayRows:
    """The day as it was known at a moment: everything, or what is in the scopes.

    What no other claim touches is taken as it comes; only claims that are retracted, disputed, set aside by a newer
    reading or opposed are looked at one by one, by the same rules as everywhere (`known.resolve`).
    """
    with backend.snapshot():
        return _read(backend, day, last_moment, scopes)


def _read(backend: Backend, day: datetime.date, last_moment: str, scopes: Sequence[Query]) -> DayRows:
    apart = [row_of(each) for each in backend.read(*_of(ask_apart(last_moment)))]
    apart += _read_carriers(backend, last_moment)
    apart += _read_readings(backend, last_moment, scopes, apart)
    sayings = sum_up(apart, day.toordinal())
    opposing = [row for row in apart if row.stance != "supports"]
    gathering = Gathering()
    doubtful = list[str]()
    left = Left(()) if scopes else take_segments(backend, gathering, day, last_moment, sayings, opposing)
    rest = (*map(everything_at, left.runs), *((everything_of(left.moved),) if left.moved else ()))
    for scope in scopes or rest:
        query = ask_arcs(backend.dialect, day, last_moment, sayings, opposing, scope)
        doubtful += gathering.take(backend.stream(*_of(query)))
    rows = {
        row.id: row
        for row in (*apart, *read_ids(backend, doubtful, last_moment), *_read_at(backend, left, last_moment))
    }
    known, on = resolve(rows.values()), day.toordinal()
    for held in known.held:
        row = held.row
        if row.predicate in _OF_A_DAY and held.from_ <= on < held.until:
            is_disputed = held.is_disputed_on(on)
            gathering.add(row.subject, row.predicate, row.object, row.qualifiers, is_disputed=is_disputed)
    identity, loose = identify(known), identify(known, with_disputed=True)
    names, firm, disputed, ends = gathering.finish((*identity.names, *loose.names))
    return DayRows(names, firm, disputed, tuple(gathering.beside), ends, identity, loose)


def _read_readings(backend: Backend, last_moment: str, scopes: Sequence[Query], others: Iterable[Row]) -> Iterator[Row]:
    """Every reading of the documents that the scopes and other claims come from; without scopes, of all."""
    documents = None
    if scopes:
        found = backend.read(*_of(ask_documents(scopes)))
        documents = {*(document for (document,) in found), *(row.document for row in others)}
    query = ask_readings(backend.dialect, last_moment, documents)
    yield from map(row_of, backend.read(*_of(query)))


def _of(query: Query) -> tuple[str, tuple[str, ...]]:
    return query.text, query.parameters


def read_ids(backend: Backend, ids: Iterable[str], last_moment: str) -> Iterator[Row]:
    """The claims with these ids that were known at a moment."""
    wanted = list(ids)
    if wanted:
        statement = f"SELECT {COLUMNS} FROM claim WHERE id IN {each_of(backend.dialect)} AND recorded_at <= ?"
        yield from map(row_of, backend.read(statement, (write_list(wanted), last_moment)))


def _read_at(backend: Backend, left: Left, last_moment: str) -> Iterator[Row]:
    """The claims in segments that may not stand after all."""
    if left.doubtful:
        statement = f"SELECT {COLUMNS} FROM claim WHERE rowid IN (SELECT value FROM json_each(?)) AND recorded_at <= ?"
        yield from map(row_of, backend.read(statement, (json.dumps(left.doubtful), last_moment)))


def _read_carriers(backend: Backend, last_moment: str) -> Iterator[Row]:
    """Every claim that somebody carries a strong identifier which another carries, too."""
    is_strong = " OR ".join("(object >= ? AND object < ?)" for _ in PREFIXES)
    bounds = [bound for prefix in PREFIXES for bound in (prefix, prefix[:-1] + "0")]
    chosen = f"predicate = '{Predicate.IDENTIFIED_BY}' AND recorded_at <= ?"
    shared = backend.read(
        f"SELECT object FROM claim WHERE ({is_strong}) AND {chosen} GROUP BY object HAVING count(DISTINCT subject) > 1",
        (*bounds, last_moment),
    )
    if shared:
        statement = f"SELECT {COLUMNS} FROM claim WHERE object IN {each_of(backend.dialect)} AND {chosen}"
        parameters = (write_list(object_ for (object_,) in shared), last_moment)
        yield from map(row_of, backend.read(statement, parameters))
