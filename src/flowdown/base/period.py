"""Half-open periods of days, and sets of days as the bits of one integer."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from flowdown.base.calendar import add_days

Date = datetime.date

Days: TypeAlias = int
"""A set of days of one window: bit 0 is its first day."""

# INVARIANT: a `Days` value never has a bit beyond its window; complements are taken by `window.all & ~days`.


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are looked at: `from_` is the first, `to` the day after the last."""

    from_: Date
    to: Date

    @property
    def length(self) -> int:
        """How many days the window has."""
        return max(0, (self.to - self.from_).days)

    @property
    def all(self) -> Days:
        """Every day of the window."""
        return (1 << self.length) - 1

    @property
    def last(self) -> Date:
        """The last day of the window."""
        return add_days(self.to, -1)

    def index(self, day: Date) -> int:
        """The bit of a day; negative or beyond the length when it lies outside."""
        return (day - self.from_).days

    def day(self, index: int) -> Date:
        """The day of a bit."""
        return add_days(self.from_, index)

    def holds(self, day: Date) -> bool:
        """True if the day is one of the window's."""
        return self.from_ <= day < self.to

    def only(self, day: Date) -> Days:
        """The set of this one day; empty when it lies outside."""
        return 1 << self.index(day) if self.holds(day) else 0

    def between(self, from_: Date | None, to: Date | None) -> Days:
        """The days from `from_` up to but not including `to`; a missing end is the window's."""
        low = 0 if from_ is None else max(0, self.index(from_))
        high = self.length if to is None else min(self.length, self.index(to))
        return ((1 << high) - (1 << low)) if low < high else 0

    def hull(self, days: Days) -> tuple[Date, Date]:
        """The first day of a non-empty set, and the day after its last."""
        return self.day(first(days)), self.day(last(days) + 1)

    def periods(self, days: Days) -> tuple[tuple[Date, Date], ...]:
        """The set as maximal half-open periods, in order."""
        return tuple((self.day(low), self.day(high)) for low, high in runs(days))


def first(days: Days) -> int:
    """The lowest bit of a non-empty set."""
    return (days & -days).bit_length() - 1


def last(days: Days) -> int:
    """The highest bit of a non-empty set."""
    return days.bit_length() - 1


def runs(days: Days) -> Iterator[tuple[int, int]]:
    """The maximal runs of bits as half-open index pairs, in order."""
    offset = 0
    while days:
        low = first(days)
        days >>= low
        # Adding one to a number that starts with ones turns exactly these to zeros.
        high = first(days + 1)
        yield offset + low, offset + low + high
        days >>= high
        offset += low + high


def each(bits: int) -> Iterator[int]:
    """The indexes of the bits of a set, in order."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
