"""Works out what holds when: retractions, newer readings and disputes applied to the claims of a store."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from flowdown.evidence.predicate import SHAPES, Family, Predicate
from flowdown.graph.row import Row, ordinal

FIRST = 1
"""The first day there is, as an ordinal."""
END = datetime.date.max.toordinal() + 1
"""The day after the last."""
_STATES = '["mode","states"]'
"""In the qualifiers of a reading of a document that states facts."""
_ABOUT_CLAIMS = frozenset(each.value for each, shape in SHAPES.items() if shape.family is Family.ABOUT_CLAIMS)


class Held(NamedTuple):
    """A claim for a period in which it stands, in ordinals of days; the last day is not part of it.

    A named tuple, since one is made for every claim of the store. `disputed` are the parts of the period for which somebody disputes or denies it, by the claims `against`.
    """

    row: Row
    from_: int
    until: int
    disputed: tuple[tuple[int, int], ...] = ()
    against: tuple[str, ...] = ()

    def is_disputed_on(self, day: int) -> bool:
        """True if it is disputed on this day."""
        return any(low <= day < high for low, high in self.disputed)


@dataclass(frozen=True, slots=True)
class Known:
    """What stands, by claim and period; apart from it, what stands and denies, what is said of claims, what is retracted.

    `retracted` are ids, `sayings` the claims about claims and documents that stand.
    """

    held: tuple[Held, ...]
    denials: tuple[Held, ...] = ()
    sayings: tuple[Row, ...] = ()
    retracted: frozenset[str] = frozenset()

    def nodes(self) -> frozenset[str]:
        """Every node that something is claimed of or about."""
        return frozenset(node for held in self.held for node in (held.row.subject, held.row.object))


def resolve(rows: Iterable[Row]) -> Known:
    """Apply to claims what other claims among them say of them."""
    plain: list[Row] = []
    about: list[Row] = []
    for row in rows:
        (about if row.predicate in _ABOUT_CLAIMS else plain).append(row)
    said = _Said(about)
    standing = [row for row in plain if row.id not in said.gone] if said.gone else plain
    held: list[Held] = []
    for row in standing:
        if row.document in said.readings:
            held.extend(Held(row, low, high) for low, high in said.periods(row))
        else:
            held.append(Held(row, *_said_period(row)))
    denials: list[Held] = []
    if said.against or any(row.stance != "supports" for row in standing):
        denials = [each for each in held if each.row.stance == "denies"]
        held = list(_dispute(held, said))
    # The periods of a claim are in order already.
    held.sort(key=_id_of)
    denials.sort(key=_id_of)
    sayings = sorted(row for row in about if row.id not in said.gone)
    return Known(tuple(held), tuple(denials), tuple(sayings), said.gone)


@dataclass(frozen=True, slots=True)
class Sayings:
    """What is said of claims and documents, for one day: the ids of which something is said; what was read of documents.

    `documents` were read; of their claims, those of a `standing` pair of document and revision stand on the day.
    """

    ids: frozenset[str]
    documents: frozenset[str]
    standing: frozenset[tuple[str, str]]


def sum_up(rows: Iterable[Row], day: int) -> Sayings:
    """What claims about claims and documents come to on a day."""
    said = _Said([row for row in rows if row.predicate in _ABOUT_CLAIMS])
    standing = {
        (document, revision) for document, readings in said.readings.items() for revision in readings.revisions_on(day)
    }
    return Sayings(said.gone.union(said.against), frozenset(said.readings), frozenset(standing))


def _id_of(held: Held) -> str:
    return held[0][0]


def _said_period(row: Row) -> tuple[int, int]:
    """The days for which a claim is said."""
    return ordinal(row.valid_from) if row.valid_from else FIRST, ordinal(row.valid_until) if row.valid_until else END


class _Said:
    """What claims say of claims and documents."""

    def __init__(self, about: list[Row]) -> None:
        retractions: dict[str, list[str]] = defaultdict(list)
        for row in about:
            if row.predicate == Predicate.RETRACTS:
                retractions[row.object].append(row.id)
        self.gone = _find_gone(retractions)
        self.against: dict[str, list[str]] = defaultdict(list)
        readings: dict[str, list[Row]] = defaultdict(list)
        for row in about:
            if row.id in self.gone:
                continue
            if row.predicate == Predicate.READ:
                readings[row.subject].append(row)
            elif row.predicate == Predicate.ASSESSES and row.stance != "supports":
                self.against[row.object].append(row.id)
        self.readings = {document: _Readings(found) for document, found in readings.items()}

    def periods(self, row: Row) -> list[tuple[int, int]]:
        """The periods for which a claim of a document that was read stands."""
        low, high = _said_period(row)
        clipped = ((max(low, from_), min(high, until)) for from_, until in self.readings[row.document].periods(row))
        return [(from_, until) for from_, until in clipped if from_ < until]


class _Readings:
    """The readings of one document, in the order of the days that they saw."""

    def __init__(self, rows: list[Row]) -> None:
        rows.sort(key=lambda row: (row.valid_from, row.locator, row.id))
        self.days = [ordinal(row.valid_from) if row.valid_from else FIRST for row in rows]
        self.revisions = [row.revision for row in rows]
        self.states = _STATES in rows[-1].qualifiers
        self.spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for index, revision in enumerate(self.revisions):
            # What was seen first is taken to have been so before.
            low = FIRST if index == 0 else self.days[index]
            high = self.days[index + 1] if index + 1 < len(rows) else END
            spans = self.spans[revision]
            if spans and spans[-1][1] == low:
                spans[-1] = (spans[-1][0], high)
            elif low < high:
                spans.append((low, high))

    def revisions_on(self, day: int) -> Iterable[str]:
        """The revisions of which the claims surely stand on a day."""
        if self.states:
            return (self.revisions[-1], "")
        return [revision for revision, spans in self.spans.items() if any(low <= day < high for low, high in spans)]

    def periods(self, row: Row) -> list[tuple[int, int]]:
        """When a claim of this document stands, by its readings."""
        if self.states:
            return [(FIRST, END)] if row.revision in (self.revisions[-1], "") else []
        if row.revision in self.spans:
            return self.spans[row.revision]
        # A part of a reading that did not come to its end: until the next one.
        seen = ordinal(row.recorded_at[:10])
        return [(FIRST, next((day for day in self.days if day > seen), END))]


def _find_gone(retractions: dict[str, list[str]]) -> frozenset[str]:
    """The ids of retracted claims. A retraction that is itself retracted takes nothing back."""
    gone: dict[str, bool] = {}
    for start in sorted(retractions):
        stack, above = [start], set[str]()
        while stack:
            identity = stack[-1]
            by = retractions.get(identity, ())
            open_ = [each for each in by if each not in gone]
            # INVARIANT: an id is a digest of what it retracts, so that no retraction goes round in a circle; a store
            # that was tampered with may hold one, and then it takes nothing back.
            if open_ and identity not in above:
                above.add(identity)
                stack.extend(open_)
                continue
            gone[identity] = any(not gone.get(each, True) for each in by)
            stack.pop()
    return frozenset(identity for identity, is_gone in gone.items() if is_gone)


def _dispute(held: list[Held], said: _Said) -> Iterator[Held]:
    """Mark what others dispute or deny; what only says that something is open stands as disputed itself."""
    opposed: dict[tuple[str, str, str], list[Held]] = defaultdict(list)
    for each in held:
        if each.row.stance != "supports":
            opposed[each.row.subject, each.row.predicate, each.row.object].append(each)
    for each in held:
        row = each.row
        if row.stance == "denies":
            continue
        if row.stance == "disputes":
            yield Held(row, each.from_, each.until, ((each.from_, each.until),), (row.id,))
            continue
        against = said.against.get(row.id, [])
        periods = [(each.from_, each.until)] if against else []
        names = set(against)
        for other in opposed.get((row.subject, row.predicate, row.object), ()):
            low, high = max(each.from_, other.from_), min(each.until, other.until)
            if low < high and _covers(other.row.qualifiers, row.qualifiers):
                periods.append((low, high))
                names.add(other.row.id)
        yield Held(row, each.from_, each.until, merge_periods(periods), tuple(sorted(names))) if periods else each


def _covers(general: str, special: str) -> bool:
    """True if what is said with these qualifiers is said of that, too."""
    if general in ("[]", special):
        return True
    return {tuple(pair) for pair in json.loads(general)} <= {tuple(pair) for pair in json.loads(special)}


def merge_periods(periods: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same days as few periods in order."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(periods):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)
