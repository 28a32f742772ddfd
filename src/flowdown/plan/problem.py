"""What a plan has to choose: for each use one way out, with the jobs that it shares with others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

CAPACITY = "capacity"
"""The requirement that the team has no more days than it has."""
FOREVER = 10**6
"""More working days than any plan has."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done once, whoever needs it: its team days, and the working days until it can begin."""

    id: str
    days: float
    release: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A way out of one use.

    `jobs` are all that it needs; `leaves` the contracts that would be given up, `loses` in how many settings a feature
    goes. `is_open`: the alternative itself may be forbidden. `bars` are the bans that forbid it: while one of them
    counts, it cannot be chosen.
    """

    jobs: tuple[str, ...]
    leaves: tuple[str, ...] = ()
    loses: int = 0
    is_open: bool = False
    bars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A use with its choices; `due` holds, for each requirement, in how many working days it has to be over."""

    id: str
    choices: tuple[Choice, ...]
    due: Mapping[str, int]

    def last(self, active: frozenset[str] | None) -> int:
        """The working days that are left under the requirements that count (None: all); `FOREVER` without any."""
        return min((days for name, days in self.due.items() if active is None or name in active), default=FOREVER)


@dataclass(frozen=True, slots=True)
class Stake:
    """A contract that may be left: what it is worth to its holder, None if that is not known."""

    id: str
    value: float | None = None
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Problem:
    """Cases, jobs, contracts, and the team days that there are in a working day."""

    cases: tuple[Case, ...]
    jobs: Mapping[str, Job]
    stakes: Mapping[str, Stake]
    rate: float

    def requirements(self) -> tuple[str, ...]:
        """Everything that could be let go: days, bans, and the size of the team; sorted, the team last."""
        names = {name for case in self.cases for name in case.due}
        names |= {bar for case in self.cases for choice in case.choices for bar in choice.bars}
        return (*sorted(names), CAPACITY)

    def relaxed(self, active: Iterable[str]) -> Problem:
        """The same with only these requirements."""
        keep = frozenset(active)
        cases = tuple(
            replace(
                case,
                due={name: days for name, days in case.due.items() if name in keep},
                choices=tuple(
                    replace(each, bars=tuple(bar for bar in each.bars if bar in keep)) for each in case.choices
                ),
            )
            for case in self.cases
        )
        return replace(self, cases=cases, rate=self.rate if CAPACITY in keep else float(FOREVER))

    def without(self, cases: Iterable[str]) -> Problem:
        """The same without some cases."""
        gone = frozenset(cases)
        return replace(self, cases=tuple(case for case in self.cases if case.id not in gone))

    def later(self, days: int, only: str = "") -> Problem:
        """The same with every date, or that of one requirement, that many working days later."""
        cases = tuple(
            replace(case, due={name: due + (days if only in ("", name) else 0) for name, due in case.due.items()})
            for case in self.cases
        )
        return replace(self, cases=cases)

    def days_of(self, picks: Sequence[int]) -> float:
        """The team days of some choices, shared jobs counted once."""
        chosen = (case.choices[pick] for case, pick in zip(self.cases, picks, strict=True))
        return sum(self.jobs[name].days for name in sorted({name for each in chosen for name in each.jobs}))
