"""What a closure answers, ready to be shown."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from flowdown.graph.row import Row


@dataclass(frozen=True, slots=True)
class Reached:
    """A node that is reached, in how many hops on the first day, in which periods (half-open), by which claims then."""

    node: str
    hops: int
    periods: tuple[tuple[datetime.date, datetime.date], ...]
    witness: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """The answer of a closure on a day, or on each day `through` another; the claims that leave it open apart.

    `against` are claims of shares that contradict each other, `unknown` those without a share; `disputed` counts the
    claims that are left out because they are disputed.
    """

    kind: str
    starts: tuple[str, ...]
    question: str
    as_of: datetime.date
    through: datetime.date | None
    known_at: datetime.datetime | datetime.date
    include_disputed: bool
    reached: tuple[Reached, ...]
    disputed: int
    against: tuple[Row, ...] = ()
    unknown: tuple[Row, ...] = ()
