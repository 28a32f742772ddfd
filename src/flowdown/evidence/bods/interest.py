"""Works out for which days each interest of a relationship is said, and how large it is."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.bods.check import read_day
from flowdown.evidence.bods.statement import Object, Statement, inner, objects, words

MOST_INTERESTS = 500
"""Interests of one statement that are read; a statement of a register has a handful."""
_Period: TypeAlias = tuple[datetime.date | None, datetime.date | None]
_LEAST = Decimal("0.000000001")
"""What "more than" is above, in per cent: far less than one share of any firm."""


@dataclass(frozen=True, slots=True)
class Interest:
    """One interest: its kind, its least and greatest share in per cent, its days, and where it is told.

    An interest that is not described has no kind. Of one `class_` a party has one interest at a time.
    """

    kind: str
    class_: str
    least: str
    greatest: str
    from_: datetime.date | None
    until: datetime.date | None
    directness: str
    is_beneficial: bool
    told_by: Statement
    place: str

    @property
    def period(self) -> _Period:
        """The days for which it is said."""
        return self.from_, self.until

    @property
    def is_majority(self) -> bool:
        """True if it is more than half, at the least."""
        return bool(self.least) and Decimal(self.least) > 50

    @property
    def may_be_majority(self) -> bool:
        """True if it is not told to be at most half."""
        return not self.greatest or Decimal(self.greatest) > 50


def read_interests(versions: list[Statement]) -> Iterator[Interest]:
    """The interests of a relationship from its versions; what a later version corrects is not among them.

    A version holds from the day on which its interest starts, until the interest ends or the next version says
    something else of it.
    """
    told = [list(_interests_of(each)) for each in versions]
    for index, interests in enumerate(told):
        for each in interests:
            yield from _clip(each, versions[index + 1] if index + 1 < len(told) else None, told[index + 1 : index + 2])


def _clip(interest: Interest, later: Statement | None, told: list[list[Interest]]) -> Iterator[Interest]:
    if later is None:
        yield interest
        return
    same = [each for each in told[0] if (each.kind, each.directness) == (interest.kind, interest.directness)]
    if any(each.from_ == interest.from_ for each in same):
        return
    starts = [each.from_ for each in same if each.from_]
    until = min(starts) if starts else later.day
    if until is None or (interest.until and interest.until <= until):
        yield interest
    elif interest.from_ is None or interest.from_ < until:
        yield replace(interest, until=until)


def _interests_of(statement: Statement) -> Iterator[Interest]:
    details = statement.details
    found = objects(details.get("interests"))[:MOST_INTERESTS]
    spans: dict[str, list[_Period]] = defaultdict(list)
    if not found:
        until = statement.day if statement.is_closed else None
        yield Interest("", "", "", "", None, until, "", False, statement, f"{statement.place}/recordDetails")
    for number, each in found:
        least, greatest = _share(inner(each, "share"))
        from_ = read_day(each.get("startDate"))
        until = read_day(each.get("endDate"))
        if statement.is_closed and until is None:
            until = statement.day
        kind, directness = words(each.get("type")), words(each.get("directOrIndirect"))
        group = f"{kind} indirect" if directness == "indirect" else kind
        overlapping = sum(_overlap(span, (from_, until)) for span in spans[group])
        spans[group].append((from_, until))
        yield Interest(
            kind,
            f"{group} {overlapping + 1}" if overlapping else group,
            least,
            greatest,
            from_,
            until,
            directness,
            each.get("beneficialOwnershipOrControl") is True,
            statement,
            f"{statement.place}/recordDetails/interests/{number}",
        )


def _overlap(one: _Period, other: _Period) -> bool:
    return not ((one[1] and other[0] and one[1] <= other[0]) or (other[1] and one[0] and other[1] <= one[0]))


def _share(share: Object) -> tuple[str, str]:
    exact = _number(share.get("exact"))
    if exact is not None:
        return _write(exact), _write(exact)
    least, above = _number(share.get("minimum")), _number(share.get("exclusiveMinimum"))
    if above is not None:
        least = max(least or Decimal(0), min(above + _LEAST, Decimal(100)))
    greatest, below = _number(share.get("maximum")), _number(share.get("exclusiveMaximum"))
    if below is not None:
        greatest = min(greatest if greatest is not None else Decimal(100), max(below - _LEAST, Decimal(0)))
    if least is not None and greatest is None:
        greatest = Decimal(100)
    return _write(least), _write(greatest)


def _number(value: JsonValue) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if 0 <= number <= 100 else None


def _write(number: Decimal | None) -> str:
    return "" if number is None else format(round(number, 12).normalize(), "f")
