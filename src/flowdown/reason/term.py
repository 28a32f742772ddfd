"""Terms of a norm: its period and its due day, before anything suspends it."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from flowdown.base.calendar import add_business_days, add_days, add_months, is_business_day, next_business_day
from flowdown.base.period import Window
from flowdown.orders.norm import Norm, NormStatus, Span, Within
from flowdown.reason.stance import Stance

Date = datetime.date


def is_known(norm: Norm, as_of: Date, stance: Stance) -> bool:
    """True if the norm counts at all: issued by then, or threatened and threats are counted."""
    match norm.status:
        case NormStatus.WITHDRAWN:
            return False
        case NormStatus.THREATENED:
            # A threat counts as if it were issued as announced, even on a day still to come.
            return stance is Stance.AS_THREATENED
        case NormStatus.IN_FORCE:
            return norm.issued is None or norm.issued <= as_of


def add_span(day: Date, span: Span | Within) -> Date:
    """The day that lies a span of calendar days, weeks, months or years later."""
    if span.days is not None:
        return add_days(day, span.days)
    if span.weeks is not None:
        return add_days(day, 7 * span.weeks)
    return add_months(day, (span.months or 0) + 12 * (span.years or 0))


def period_of(norm: Norm, window: Window, as_of: Date) -> tuple[Date, Date]:
    """The first day of a norm and the day after its last, as far as its own words go; maybe empty."""
    start = norm.from_ or window.from_
    end = norm.to or window.to
    if norm.for_ is not None:
        end = add_span(start, norm.for_)
    if norm.withdrawn is not None and norm.withdrawn <= as_of:
        end = min(end, norm.withdrawn)
    return start, end


def due_day(norm: Norm, window: Window, is_stayed: Callable[[Date], bool] | None) -> Date | None:
    """The due day of a duty; None if it has none, or none before the window ends.

    `is_stayed` tells the days that a tolling stay takes out of the count.
    """
    if norm.timing is None:
        return None
    start = norm.from_ or window.from_
    within = norm.timing.within
    if norm.timing.by is not None:
        due = norm.timing.by
        if is_stayed is not None:
            due = _count(start, (due - start).days, window, is_stayed, business=False) if due > start else due
        return due if due < window.to else None
    assert within is not None
    start = within.after or start
    business = within.count == "business"
    if is_stayed is not None:
        amount = within.days if within.days is not None else (add_span(start, within) - start).days
        due = _count(start, amount, window, is_stayed, business)
    elif business:
        due = add_business_days(start, min(within.days or 0, max(0, (window.to - start).days)))
    else:
        due = add_span(start, within)
    if within.roll is not None:
        due = next_business_day(due)
        while is_stayed is not None and is_stayed(due) and due < window.to:
            due = next_business_day(add_days(due, 1))
    return due if due < window.to else None


def _count(start: Date, amount: int, window: Window, is_stayed: Callable[[Date], bool], business: bool) -> Date:
    """The day on which the count of days that are not stayed is full, or the end of the window."""
    day = start
    while amount > 0 and day < window.to:
        day = add_days(day, 1)
        if not is_stayed(day) and (not business or is_business_day(day)):
            amount -= 1
    return day
