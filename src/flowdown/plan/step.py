"""One dated step of a plan."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from flowdown.plan.work import Work


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of work with its days: first and last day of work, team weeks from 1, by when it is needed, for which uses."""

    work: Work
    starts: datetime.date
    ends: datetime.date
    first_week: int
    last_week: int
    due: datetime.date | None
    uses: tuple[str, ...]
    needs: tuple[str, ...]
    from_day: float
    to_day: float
