"""Working days of a plan: numbered from its first, and back into dates."""

from __future__ import annotations

import datetime
import math

from flowdown.base.calendar import add_days, is_business_day, next_business_day

Date = datetime.date


class WorkingDays:
    """Monday to Friday less federal holidays, from the plan's first day on."""

    def __init__(self, start: Date) -> None:
        self.start = next_business_day(start)
        self._days = [self.start]

    def day(self, number: int) -> Date:
        """The working day of this number, the first being 0."""
        while len(self._days) <= number:
            self._days.append(next_business_day(add_days(self._days[-1], 1)))
        return self._days[max(number, 0)]

    def until(self, last: Date) -> int:
        """How many working days there are up to and including a day."""
        if last < self.start:
            return 0
        return sum(is_business_day(add_days(self.start, number)) for number in range((last - self.start).days + 1))

    def after(self, calendar_days: int) -> int:
        """How many working days pass while others take so many calendar days."""
        return self.until(add_days(self.start, calendar_days - 1)) if calendar_days > 0 else 0

    def first(self, from_: float) -> Date:
        """The day on which work begins that begins so many working days in."""
        return self.day(math.floor(from_ + 1e-9))

    def last(self, to: float) -> Date:
        """The day on which work ends that ends so many working days in."""
        return self.day(max(math.ceil(to - 1e-9) - 1, 0))
