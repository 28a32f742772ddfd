"""When something is due: a clock counted from a moment, in the time zone of the office."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from flowdown.base.calendar import add_business_days, add_days, add_months, is_business_day
from flowdown.base.moment import Moment, moment_at, zone_of
from flowdown.orders.duty import Clock

Date = datetime.date

_EDGES = ("-12:00", "+14:00")
"""The zones in which a day begins last and first: an office that is not known lies somewhere between."""
_HOURS = "hours run on, through nights, weekends and holidays"
_BUSINESS = (
    "business days: counting starts the day after; Monday to Friday without US federal holidays as observed; "
    "the whole last day counts"
)
_CALENDAR = "calendar days: counting starts the day after; the whole last day counts"
_MONTHS = "months: the same day of a later month, or the last one of a shorter month"
_FIXED = "a fixed day"


@dataclass(frozen=True, slots=True)
class Due:
    """The last moment that is in time, as far as it is known.

    `earliest` and `latest` are the days on which it may fall: two different ones where the hour or the zone is not
    known. `asks_for_zone`: the office's time zone would make it exact. `convention` says how it was counted.
    """

    moment: Moment | None
    convention: str
    earliest: Date | None = None
    latest: Date | None = None
    notes: tuple[str, ...] = ()
    asks_for_zone: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether there is one day on which it falls."""
        return self.moment is not None and self.earliest == self.latest


def find_due(clock: Clock, start: Moment | None, office_zone: str = "") -> Due:
    """Count a clock from a moment; without a start only a fixed day can be told.

    A start without a zone is taken to be told in the office's; `office_zone` is empty where it is not known.
    """
    office_zone = clock.time_zone or office_zone
    if clock.by is not None:
        return _fixed(clock, office_zone)
    if start is None and clock.after_day is not None:
        start = Moment(clock.after_day)
    if start is None:
        return Due(None, say_convention(clock))
    if clock.hours is not None:
        return _after_hours(clock.hours, start, office_zone)
    return _after_days(clock, start, office_zone)


def say_convention(clock: Clock) -> str:
    """How a clock is counted."""
    if clock.hours is not None:
        return _HOURS
    if clock.business_days is not None:
        return _BUSINESS
    if clock.days is not None:
        return _CALENDAR
    return _MONTHS if clock.months is not None else _FIXED


def say_length(clock: Clock) -> str:
    """How long a clock runs, in words."""
    for number, word in (
        (clock.hours, "hour"),
        (clock.business_days, "business day"),
        (clock.days, "day"),
        (clock.months, "month"),
    ):
        if number is not None:
            return f"{number} {word}{'' if number == 1 else 's'}"
    return f"by {clock.by.isoformat() if clock.by else '?'}"


def _fixed(clock: Clock, office_zone: str) -> Due:
    assert clock.by is not None
    time = datetime.time.fromisoformat(clock.at) if clock.at else None
    moment = Moment(clock.by, time).with_zone(office_zone)
    needs = time is not None and not moment.zone
    notes = ("the time is that of a zone that is not known",) if needs else ()
    return Due(moment, _FIXED, clock.by, clock.by, notes, needs)


def _after_hours(hours: int, start: Moment, office_zone: str) -> Due:
    length = datetime.timedelta(hours=hours)
    if start.time is None:
        # The safe end is counted from the first minute of the day; the event may have come as late as its last.
        end = _shift(Moment(start.day, datetime.time(), office_zone), length)
        late = _shift(Moment(add_days(start.day, 1), datetime.time(), office_zone), length)
        note = "the hour at which it started is not known: counted from the first minute of that day, to be safe"
        return Due(end, _HOURS, end.day, late.day, (note,), asks_for_zone=not office_zone)
    read = start.with_zone(office_zone)
    end = _shift(read, length)
    if read.instant is None:
        note = "the time zone is not known: told in the local time of the event, without any change of clocks"
        return Due(end, _HOURS, end.day, end.day, (note,), asks_for_zone=True)
    if not office_zone:
        note = f"told in {read.zone}: the instant is the same in the office's zone, which is not known"
        return Due(end, _HOURS, end.day, end.day, (note,))
    shown = end.in_zone(office_zone)
    return Due(shown, _HOURS, shown.day, shown.day)


def _shift(start: Moment, length: datetime.timedelta) -> Moment:
    """A moment that long after: by the world's time where the zone is known, else by the local clock."""
    assert start.time is not None
    instant = start.instant
    if instant is None:
        return moment_at(datetime.datetime.combine(start.day, start.time) + length, "")
    return moment_at((instant.astimezone(datetime.UTC) + length).astimezone(zone_of(start.zone)), start.zone)


def _after_days(clock: Clock, start: Moment, office_zone: str) -> Due:
    convention, count = say_convention(clock), _counter(clock)
    if office_zone:
        # Days are those of the office: late in the evening elsewhere it may be the next day there, or the one before.
        there = start.in_zone(office_zone)
        day = count(there.day)
        moved = f"the event's day is {there.day.isoformat()} in the office's zone ({office_zone})"
        notes = (*((moved,) if there.day != start.day else ()), *_left_out(clock, there.day, day))
        return Due(Moment(day), convention, day, day, notes)
    day = count(start.day)
    ends = sorted(count(start.in_zone(edge).day) for edge in _EDGES)
    if ends[0] == ends[-1]:
        return Due(Moment(day), convention, day, day, _left_out(clock, start.day, day))
    note = (
        f"counted by the day of the event in {start.zone}; the office's zone is not known, and by its day it may be "
        f"{' or '.join(each.isoformat() for each in dict.fromkeys(ends) if each != day)}"
    )
    notes = (note, *_left_out(clock, start.day, day))
    return Due(Moment(day), convention, ends[0], ends[-1], notes, asks_for_zone=True)


def _left_out(clock: Clock, start: Date, end: Date) -> tuple[str, ...]:
    """The federal holidays that a count of business days passed over, or started on."""
    if clock.business_days is None:
        return ()
    between = (add_days(start, number) for number in range((end - start).days))
    left = [day.isoformat() for day in between if day.weekday() < 5 and not is_business_day(day)]
    return (f"left out as federal holidays: {', '.join(left)}",) if left else ()


def _counter(clock: Clock) -> Callable[[Date], Date]:
    business, days, months = clock.business_days, clock.days, clock.months
    if business is not None:
        return lambda day: add_business_days(day, business)
    if days is not None:
        return lambda day: add_days(day, days)
    return lambda day: add_months(day, months or 0)
