"""Reads from a store what leans on what on a day, straight into arrays, with what is told beside it."""

from __future__ import annotations

import datetime
import itertools
import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flowdown.base.collector import hold_collector
from flowdown.evidence.predicate import NodeKind, Predicate, kind_of
from flowdown.graph.backend import Backend
from flowdown.graph.day_query import (
    APART,
    BESIDE,
    CODE_ONLY,
    CONTRACTED,
    LEANING,
    TURNED,
    UNKNOWN,
    Query,
    ask_apart,
    ask_arcs,
    each_of,
    everything,
    write_list,
)
from flowdown.graph.identity import Identity, identify
from flowdown.graph.known import Held, Known, resolve, sum_up
from flowdown.graph.names import Names, write_names
from flowdown.graph.row import COLUMNS, Row, row_of
from flowdown.graph.strong_identifier import PREFIXES

if TYPE_CHECKING:
    from flowdown.graph.lean_graph import Arcs, LeanGraph, Numbers

_BATCH = 2000


class Told(NamedTuple):
    """What is told beside the arcs: a predicate, its subject, its object, its qualifiers; `is_disputed` if somebody says no."""

    predicate: str
    subject: str
    object: str
    qualifiers: str
    is_disputed: bool


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

        arcs = self.firm
        if with_disputed and len(self.disputed.to):
            both = zip(_columns(self.firm), _columns(self.disputed), strict=True)
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
        return _read(backend, day, last_moment, scopes or (everything(),))


def _read(backend: Backend, day: datetime.date, last_moment: str, scopes: Sequence[Query]) -> DayRows:
    apart = [row_of(each) for each in backend.read(*_of(ask_apart(last_moment)))]
    sayings = sum_up(apart, day.toordinal())
    opposing = [row for row in apart if row.stance != "supports"]
    gathering = _Gathering()
    doubtful = list[str]()
    for scope in scopes:
        query = ask_arcs(backend.dialect, day, last_moment, sayings, opposing, scope)
        doubtful += gathering.take(backend.stream(*_of(query)))
    rows = {row.id: row for row in (*apart, *read_ids(backend, doubtful, last_moment))}
    rows.update((row.id, row) for row in _read_carriers(backend, last_moment))
    known = resolve(rows.values())
    for held in known.held:
        if held.row.predicate == Predicate.USES and CODE_ONLY in held.row.qualifiers:
            continue
        if held.row.predicate in (*LEANING, *BESIDE) and held.from_ <= day.toordinal() < held.until:
            gathering.add(held, held.is_disputed_on(day.toordinal()))
    return gathering.finish(known)


def _of(query: Query) -> tuple[str, tuple[str, ...]]:
    return query.text, query.parameters


def read_ids(backend: Backend, ids: Iterable[str], last_moment: str) -> Iterator[Row]:
    """The claims with these ids that were known at a moment."""
    wanted = list(ids)
    if wanted:
        statement = f"SELECT {COLUMNS} FROM claim WHERE id IN {each_of(backend.dialect)} AND recorded_at <= ?"
        yield from map(row_of, backend.read(statement, (write_list(wanted), last_moment)))


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


class _Numbers(dict[str, int]):
    """Names with their numbers, each new one with the next."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number


class _Gathering:
    """Takes in rows and gives numbers to names."""

    def __init__(self) -> None:
        self.numbers = _Numbers()
        self.words = _Numbers()
        self.words[""] = 0
        # From, to, group and need of arcs: plain ones without the last two.
        self.plain = (array("i"), array("i"))
        self.marked = tuple(array("i") for _ in range(4))
        self.open = tuple(array("i") for _ in range(4))
        self.beside: list[Told] = []

    def take(self, rows: Iterator[tuple[str, ...]]) -> list[str]:
        """Take in what the query gives; the ids of what is to be looked at one by one."""
        doubtful: list[str] = []
        number_of, (from_, to) = self.numbers.__getitem__, self.plain
        while batch := tuple(itertools.islice(rows, _BATCH)):
            ones, others, marks, _ = zip(*batch, strict=True)
            if any(marks):
                special = [row for row in batch if row[2] is not None]
                doubtful.extend(row[3] for row in special if row[2] == APART)
                for one, other, predicate, detail in special:
                    if predicate != APART:
                        self._take_special(one, other, predicate, detail)
                ones = tuple(row[0] for row in batch if row[2] is None)
                others = tuple(row[1] for row in batch if row[2] is None)
            from_.extend(map(number_of, ones))
            to.extend(map(number_of, others))
        return doubtful

    def _take_special(self, one: str, other: str, predicate: str, detail: str) -> None:
        if predicate in (Predicate.VALUED, Predicate.DESCRIBED):
            object_, _, qualifiers = detail.partition(" ")
            self.beside.append(Told(predicate, one, object_, qualifiers, False))
        elif predicate in BESIDE:
            self.beside.append(Told(predicate, one, other, "[]", False))
        else:
            self._arc(one, other, predicate, detail, self.marked)

    def _arc(self, one: str, other: str, predicate: str, qualifiers: str, into: tuple[array[int], ...]) -> None:
        if predicate == Predicate.SUBCONTRACTOR_OF and kind_of(one) == kind_of(other) == NodeKind.CONTRACT:
            self.beside.append(Told(predicate, other, one, qualifiers, into is self.open))
        contract, group, need = _read_mark(qualifiers)
        arcs = [(one, other)]
        if predicate != Predicate.DEPENDS_ON:
            group, need = "", 1
            if contract and predicate in CONTRACTED:
                arcs.append((f"contract:{contract}" if not contract.startswith("contract:") else contract, other))
        for from_, to in arcs:
            values = (self.numbers[from_], self.numbers[to], self.words[group], need)
            for column, value in zip(into, values, strict=True):
                column.append(value)

    def add(self, held: Held, is_disputed: bool) -> None:
        """Take in a claim that was looked at."""
        row = held.row
        if row.predicate in BESIDE:
            if row.predicate != Predicate.DESCRIBED or row.object == UNKNOWN:
                self.beside.append(Told(row.predicate, row.subject, row.object, row.qualifiers, is_disputed))
            return
        ends = (row.object, row.subject) if row.predicate in TURNED else (row.subject, row.object)
        self._arc(*ends, row.predicate, row.qualifiers, self.open if is_disputed else self.marked)

    def finish(self, known: Known) -> DayRows:
        """The day, with names in order."""
        import numpy as np

        identity, loose = identify(known), identify(known, with_disputed=True)
        numbers = self.numbers
        for name in (*identity.names, *loose.names, *(end for told in self.beside for end in _ends(told))):
            numbers[name]
        names = sorted(numbers)
        ranks = _rank(names, numbers)
        written = write_names(names)
        beside = tuple(sorted(set(self.beside)))
        ends = np.full((len(beside), 2), -1, dtype=np.int32)
        for place, told in enumerate(beside):
            for side, name in enumerate(_ends(told)):
                ends[place, side] = ranks[numbers[name]]
        numbers.clear()
        del names
        firm = _arcs(ranks, [*self.plain, array("i"), array("i")], self.marked)
        disputed = _arcs(ranks, self.open)
        return DayRows(written, firm, disputed, beside, ends, identity, loose)


def _ends(told: Told) -> tuple[str, ...]:
    return (told.subject,) if told.predicate in (Predicate.VALUED, Predicate.DESCRIBED) else (told.subject, told.object)


def _rank(names: list[str], numbers: dict[str, int]) -> Numbers:
    """From the number in the order of reading to that in the order of names."""
    import numpy as np

    ranks = np.empty(len(names), dtype=np.int32)
    ranks[np.fromiter(map(numbers.__getitem__, names), np.int32, len(names))] = np.arange(len(names), dtype=np.int32)
    return ranks


def _arcs(ranks: Numbers, *parts: Sequence[array[int]]) -> Arcs:
    """Arcs by the numbers of sorted names; parts may leave group and need empty."""
    import numpy as np

    from flowdown.graph.lean_graph import Arcs

    columns = [
        [np.frombuffer(column, dtype=np.int32) if column else np.zeros(0, np.int32) for column in part]
        for part in parts
    ]
    counts = [len(part[0]) for part in columns]
    from_, to = (np.concatenate([ranks[part[index]] for part in columns]) for index in (0, 1))
    group, need = np.zeros(sum(counts), np.int32), np.ones(sum(counts), np.int32)
    start = 0
    for count, part in zip(counts, columns, strict=True):
        if len(part[2]):
            group[start : start + count], need[start : start + count] = part[2], part[3]
        start += count
    return Arcs(from_, to, group, need)


@lru_cache(maxsize=8192)
def _read_mark(text: str) -> tuple[str, str, int]:
    """Contract, group and need of qualifiers."""
    pairs = dict(json.loads(text))
    need = pairs.get("need", "")
    return pairs.get("contract", ""), pairs.get("group", ""), int(need) if need.isdigit() else 1
