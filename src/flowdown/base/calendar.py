"""Calendar arithmetic: months, business days, US federal holidays as observed."""

from __future__ import annotations

import datetime
import functools

Date = datetime.date

_DAY = datetime.timedelta(days=1)


def add_days(day: Date, days: int) -> Date:
    """The day that many days later, at most the last day that exists."""
    return Date.fromordinal(max(1, min(day.toordinal() + days, Date.max.toordinal())))


def add_months(day: Date, months: int) -> Date:
    """The same day of the month that many months later, or the last day of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if year > Date.max.year:
        return Date.max
    return Date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def days_in_month(year: int, month: int) -> int:
    """How many days the month has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def is_business_day(day: Date) -> bool:
    """True for Monday to Friday, less the federal holidays as observed."""
    return day.weekday() < 5 and day not in federal_holidays(day.year)


def next_business_day(day: Date) -> Date:
    """The day itself if it is a business day, else the first one after it."""
    while not is_business_day(day):
        if day == Date.max:
            return day
        day += _DAY
    return day


def add_business_days(day: Date, days: int) -> Date:
    """The n-th business day after `day`; `day` itself for none."""
    for _ in range(days):
        if day == Date.max:
            return day
        day = next_business_day(add_days(day, 1))
    return day


@functools.cache
def federal_holidays(year: int) -> frozenset[Date]:
    """The days of this year on which a US federal holiday is observed.

    A holiday on a Saturday is observed on the Friday before, one on a Sunday on the Monday after (5 U.S.C. 6103;
    Executive Order 11582). New Year's Day of the next year may so fall on 31 December.
    """
    fixed = [(1, 1), (7, 4), (11, 11), (12, 25)]
    if year >= 2021:
        # NOTE: Juneteenth became a federal holiday on 2021-06-17 and was observed the next day.
        fixed.append((6, 19))
    observed = {_observe(Date(year, month, day)) for month, day in fixed}
    observed |= {
        _nth_weekday(year, 2, 0, 3),
        _last_monday_of_may(year),
        _nth_weekday(year, 9, 0, 1),
        _nth_weekday(year, 10, 0, 2),
        _nth_weekday(year, 11, 3, 4),
    }
    if year >= 1986:
        observed.add(_nth_weekday(year, 1, 0, 3))
    if year < Date.max.year:
        observed.add(_observe(Date(year + 1, 1, 1)))
    return frozenset(day for day in observed if day.year == year)


def _observe(day: Date) -> Date:
    if day.weekday() == 5:
        return add_days(day, -1)
    return add_days(day, 1) if day.weekday() == 6 else day


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> Date:
    first = Date(year, month, 1)
    return add_days(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _last_monday_of_may(year: int) -> Date:
    last = Date(year, 5, 31)
    return add_days(last, -last.weekday())
