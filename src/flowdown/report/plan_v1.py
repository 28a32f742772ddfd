"""`flowdown.plan/1`: a plan, for other programs."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

Date = datetime.date


@dataclass(frozen=True, slots=True)
class PlanDemandV1:
    """An order that forbids a use, or may; `from` is the first day on which it does, null where it does already."""

    order: str
    norm: str
    cites: str
    subject: str
    from_: Date | None
    is_sure: bool
    is_threatened: bool
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanOptionV1:
    """A way out of a use. `bars` are orders that forbid it, `doubts` those that may; `stands` says how it fares."""

    id: str
    kind: str
    title: str
    stands: str
    why: str
    days: float
    works: tuple[str, ...]
    vendor: str
    model: str
    route: str
    risks: tuple[str, ...]
    bars: tuple[str, ...]
    doubts: tuple[str, ...]
    leaves: tuple[str, ...]
    loses: int


@dataclass(frozen=True, slots=True)
class PlanUseV1:
    """A use to leave, and the option that is taken (empty: none can be)."""

    id: str
    vendor: str
    place: str
    kind: str
    workload: str
    subjects: tuple[str, ...]
    serves: tuple[str, ...]
    is_sure: bool
    is_urgent: bool
    places: tuple[str, ...]
    demands: tuple[PlanDemandV1, ...]
    takes: str
    options: tuple[PlanOptionV1, ...]


@dataclass(frozen=True, slots=True)
class PlanStepV1:
    """A step with its days. `is_safe`: it does no harm if the order never comes, or falls."""

    id: str
    kind: str
    title: str
    days: float
    counted: str
    starts: Date
    ends: Date
    first_week: int
    last_week: int
    due: Date | None
    waits: int
    needs: tuple[str, ...]
    uses: tuple[str, ...]
    tree: str
    places: tuple[str, ...]
    undo: str
    is_safe: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class PlanImpasseV1:
    """Requirements that cannot be met together, none of which can be spared, and what would have to give."""

    requirements: tuple[str, ...]
    gives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanChangeV1:
    """A use for which another plan takes another option."""

    use: str
    instead_of: str
    takes: str


@dataclass(frozen=True, slots=True)
class OtherPlanV1:
    """Another plan that loses no more."""

    days: float
    changes: tuple[PlanChangeV1, ...]


@dataclass(frozen=True, slots=True)
class PlanPriceV1:
    """What a requirement costs: days and losses that would be spared without it."""

    requirement: str
    days: float
    spares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanV1:
    """A plan. `gap` is how far its days may be from the least, as a share (0: proven least).

    `lossless_team` are the team days a week with which nothing of `loses` has to be given up, `begins_by` is
    the last day on which the work can begin and still meet every date.
    """

    schema: Literal["flowdown.plan/1"]
    name: str
    as_of: Date
    known_at: Date
    stance: str
    vendor: str
    by: Date | None
    team_days_per_week: float
    is_feasible: bool
    days: float
    gap: float
    ends: Date | None
    loses: tuple[str, ...]
    lossless_team: float | None
    begins_by: Date | None
    impasse: PlanImpasseV1 | None
    uses: tuple[PlanUseV1, ...]
    steps: tuple[PlanStepV1, ...]
    now: tuple[str, ...]
    others: tuple[OtherPlanV1, ...]
    prices: tuple[PlanPriceV1, ...]
    strange: tuple[str, ...]
    limits: tuple[str, ...]
