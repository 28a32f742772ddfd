"""A plan: which way out of each use, the steps with their days, what else there is, and what stands in the way."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from flowdown.plan.step import Step
from flowdown.plan.use import PlannedUse
from flowdown.plan.work import Option, Work
from flowdown.reason.stance import Stance


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of an option of a use that was not taken: how it stands, why, and the days more that it would take."""

    use: str
    option: str
    stands: str
    why: str


@dataclass(frozen=True, slots=True)
class OtherPlan:
    """Another plan that loses no more: its days, and what it does otherwise (use, option taken here, option there)."""

    days: float
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Price:
    """What a requirement costs: the days and losses that would be spared without it."""

    requirement: str
    days: float
    spares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impasse:
    """Requirements that cannot be met together, and what would have to give: each a sentence."""

    requirements: tuple[str, ...]
    gives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of an organisation or a tree.

    `chosen` names the option of each use by the use's id; `gap` is how far from the least it may be (0: proven least).
    With an `impasse` the steps are those without the dates that cannot be met. `loses` are the losses that it takes.
    `urgent` are uses that are forbidden already. `done` are steps that were said to be done; `strange` those of them
    that no way out needs.
    """

    name: str
    as_of: datetime.date
    known_at: datetime.date
    stance: Stance
    vendor: str
    by: datetime.date | None
    team_days_per_week: float
    uses: tuple[PlannedUse, ...]
    options: Mapping[str, tuple[Option, ...]]
    works: Mapping[str, Work]
    chosen: Mapping[str, str]
    steps: tuple[Step, ...]
    days: float
    gap: float
    loses: tuple[str, ...]
    impasse: Impasse | None
    others: tuple[OtherPlan, ...]
    prices: tuple[Price, ...]
    told: tuple[Told, ...]
    now: tuple[str, ...]
    urgent: tuple[str, ...]
    strange: tuple[str, ...]
    limits: tuple[str, ...]
    lossless_team: float | None = None
    """The team days a week with which nothing has to be given up, where something is; None if no team is enough."""
    begins_by: datetime.date | None = None
    """The last day on which the work can begin and still meet every date; None where there is none."""

    @property
    def ends(self) -> datetime.date | None:
        """The last day of work; None where there is none."""
        return max((step.ends for step in self.steps), default=None)

    def option(self, use: str) -> Option | None:
        """The option that is taken for a use."""
        return next((each for each in self.options[use] if each.id == self.chosen.get(use)), None)
