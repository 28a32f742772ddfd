"""A problem as a mixed-integer programme: rows and bounds for HiGHS."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flowdown.plan.dominance import is_late
from flowdown.plan.problem import FOREVER, Problem

NODES = 20_000
"""The branches that a solution may take; no clock is read, so that equal input gives equal output."""
_CLOSE = 1e-6
_LARGEST_TEAM = 10_000.0
_MANY = 60
"""Cases from which on a solution need only be the least in days: what settles ties is not proven any more."""
_FINEST = 100
"""Figures with up to two places behind the point are multiples of a hundredth."""
_SURE = 0.9
"""The part of a grain by which a sum may lie above its bound and still be the least."""
_TIE = 1e-6
"""What a choice weighs more than the one before it: settles ties, and is less than any day."""


@dataclass(slots=True)
class Rows:
    """Linear constraints as they are gathered: lower bound, sum, upper bound."""

    columns: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(self, terms: Mapping[int, float], lower: float, upper: float) -> None:
        """Add `lower <= sum <= upper`."""
        row = len(self.lower)
        for column, value in terms.items():
            self.columns.append(column)
            self.rows.append(row)
            self.values.append(value)
        self.lower.append(lower)
        self.upper.append(upper)

    def copy(self) -> Rows:
        """A copy that can be added to."""
        return Rows(list(self.columns), list(self.rows), list(self.values), list(self.lower), list(self.upper))


@dataclass(frozen=True, slots=True)
class Answer:
    """What HiGHS found: the value of each column, of the sum, and the bound below which no solution lies.

    `is_proven`: any two sums differ by more than what lies between the value and the bound.
    """

    columns: Sequence[float]
    value: float
    bound: float
    is_proven: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """A sum to make least. Two sums that differ, differ by no less than `grain`; 0: nothing is known of that."""

    costs: Sequence[float]
    grain: float = 0.0


class Program:
    """Columns: one for each choice (whole), for each job by each date, for each contract left; and the rate if asked."""

    def __init__(self, problem: Problem, *, has_free_rate: bool = False) -> None:
        self.problem = problem
        self.rows = Rows()
        self.picks: list[list[int]] = []
        self.whole: list[int] = []
        self.upper: list[float] = []
        self.costs: list[float] = []
        self._by: dict[tuple[str, int], tuple[int, ...]] = {}
        self._shared = _shared_jobs(problem)
        self.left: dict[str, int] = {}
        self.rate = self._column(_LARGEST_TEAM) if has_free_rate else -1
        self._choices()
        self._needs()
        if has_free_rate or problem.rate < FOREVER:
            self._capacity()

    def _column(self, upper: float = 1.0, *, whole: bool = False, cost: float = 0.0) -> int:
        self.whole.append(int(whole))
        self.upper.append(upper)
        self.costs.append(cost)
        return len(self.upper) - 1

    def _choices(self) -> None:
        """Each case takes one of its choices; what is barred is none."""
        for case in self.problem.cases:
            columns = [
                self._column(0.0 if choice.bars else 1.0, whole=True, cost=_TIE * number)
                for number, choice in enumerate(case.choices)
            ]
            self.picks.append(columns)
            self.rows.add(dict.fromkeys(columns, 1.0), 1.0, 1.0)

    def _needs(self) -> None:
        """A choice needs its jobs by the case's date, and the contracts that it leaves."""
        for case, columns in zip(self.problem.cases, self.picks, strict=True):
            due = case.last(None)
            needs: dict[int, dict[int, float]] = {}
            for choice, column in zip(case.choices, columns, strict=True):
                for name in choice.jobs:
                    if name in self._shared:
                        needs.setdefault(self._job(name, due), {})[column] = 1.0
                    else:
                        self._own_job(name, due, column)
                for contract in choice.leaves:
                    if contract not in self.left:
                        self.left[contract] = self._column()
                    needs.setdefault(self.left[contract], {})[column] = 1.0
            for column, terms in needs.items():
                self.rows.add({**terms, column: -1.0}, -float("inf"), 0.0)
        jobs: dict[str, list[int]] = {}
        for name, due in sorted(self._by):
            if name in self._shared:
                jobs.setdefault(name, []).append(due)
        for name, dues in jobs.items():
            for earlier, later in itertools.pairwise(dues):
                (before,), (after,) = self._by[name, earlier], self._by[name, later]
                self.rows.add({before: 1.0, after: -1.0}, -float("inf"), 0.0)
            self.costs[self._by[name, dues[-1]][0]] += self.problem.jobs[name].days

    def _job(self, name: str, due: int) -> int:
        """The column of a job that several cases may need, by a date."""
        if (name, due) not in self._by:
            self._by[name, due] = (self._column(0.0 if is_late(self.problem.jobs[name], due) else 1.0),)
        return self._by[name, due][0]

    def _own_job(self, name: str, due: int, column: int) -> None:
        """A job of one case alone is done if a choice that needs it is taken: it is counted with the choice."""
        self._by[name, due] = (*self._by.get((name, due), ()), column)
        self.costs[column] += self.problem.jobs[name].days
        if is_late(self.problem.jobs[name], due):
            self.upper[column] = 0.0

    def _capacity(self) -> None:
        """Between each release and each date the team has so many days, and no more."""
        dues = sorted({due for _, due in self._by if due != FOREVER})
        releases = sorted({self.problem.jobs[name].release for name, _ in self._by})
        for due in dues:
            latest: dict[str, tuple[int, ...]] = {}
            for (name, by), columns in sorted(self._by.items()):
                if by <= due:
                    latest[name] = columns
            for release in releases:
                terms: dict[int, float] = {}
                for name, columns in latest.items():
                    job = self.problem.jobs[name]
                    if job.release >= release and job.days > 0:
                        for column in columns:
                            terms[column] = terms.get(column, 0.0) + job.days
                room = float(max(due - release, 0))
                if not terms:
                    continue
                if self.rate >= 0:
                    self.rows.add({**terms, self.rate: -room}, -float("inf"), 0.0)
                else:
                    self.rows.add(terms, -float("inf"), room * self.problem.rate)

    def days(self) -> Goal:
        """The team days, and a little that settles ties: so much less is sure of a difference."""
        ties = _TIE * sum(len(columns) for columns in self.picks)
        return Goal(self.costs, max(_grain(job.days for job in self.problem.jobs.values()) - ties, 0.0))

    def solve(self, goal: Goal, rows: Rows | None = None) -> Answer | None:
        """The least sum; None where nothing satisfies the rows."""
        import numpy
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        if not self.upper:
            return Answer((), 0.0, 0.0)
        held = rows or self.rows
        shape = (len(held.lower), len(self.upper))
        matrix = csr_array((held.values, (held.rows, held.columns)), shape=shape)
        found = milp(
            numpy.asarray(goal.costs),
            integrality=numpy.asarray(self.whole),
            bounds=Bounds(numpy.zeros(len(self.upper)), numpy.asarray(self.upper)),
            constraints=LinearConstraint(matrix, numpy.asarray(held.lower), numpy.asarray(held.upper)),
            options={"mip_rel_gap": self._enough(goal), "node_limit": NODES},
        )
        if found.x is None:
            return None
        value = float(found.fun)
        bound = value if found.mip_dual_bound is None else float(found.mip_dual_bound)
        return Answer(found.x.tolist(), value, bound, value - bound < max(goal.grain * _SURE, _CLOSE))

    def _enough(self, goal: Goal) -> float:
        """How near to the bound, as a share of the sum, a solution is known to be the least; 0 for small problems.

        What settles ties weighs less than the grain: in a large problem it is looked at, and not proven.
        """
        if len(self.problem.cases) < _MANY or not goal.grain:
            return 0.0
        most = sum(max((goal.costs[column] for column in columns), default=0.0) for columns in self.picks)
        most += sum(cost for column, cost in enumerate(goal.costs) if not self.whole[column])
        return goal.grain / 2 / most if most > 0 else 0.0

    def picks_of(self, answer: Answer) -> tuple[int, ...]:
        """Which choice each case takes."""
        return tuple(
            max(range(len(columns)), key=lambda index, held=columns: answer.columns[held[index]])  # type: ignore[misc]
            for columns in self.picks
        )

    def losses(self) -> list[Goal]:
        """What comes before days, the gravest first.

        Contracts of unknown value, then value in each currency, features lost, alternatives that may be forbidden.
        """
        stages: list[Goal] = []
        stakes = self.problem.stakes
        unknown = {name for name in self.left if name not in stakes or stakes[name].value is None}
        stages.append(Goal([float(name in unknown) for name in self._names()], 1.0))
        currencies = sorted({stakes[name].currency for name in self.left if name not in unknown})
        for currency in currencies:
            worth = {
                name: stakes[name].value or 0.0
                for name in self.left
                if name not in unknown and stakes[name].currency == currency
            }
            most = max(worth.values()) or 1.0
            costs = [worth.get(name, 0.0) / most for name in self._names()]
            stages.append(Goal(costs, _grain(worth.values()) / most))
        stages.append(Goal(self._of_choices("loses"), 1.0))
        stages.append(Goal(self._of_choices("is_open"), 1.0))
        return [stage for stage in stages if any(stage.costs)]

    def _names(self) -> list[str]:
        names = [""] * len(self.upper)
        for name, column in self.left.items():
            names[column] = name
        return names

    def _of_choices(self, attribute: str) -> list[float]:
        costs = [0.0] * len(self.upper)
        for case, columns in zip(self.problem.cases, self.picks, strict=True):
            for choice, column in zip(case.choices, columns, strict=True):
                costs[column] = float(getattr(choice, attribute))
        return costs

    def hold(self, rows: Rows, costs: Sequence[float], most: float) -> None:
        """Add that a sum is no more than this."""
        terms = {column: cost for column, cost in enumerate(costs) if cost}
        rows.add(terms, -float("inf"), most + _CLOSE)

    def forbid(self, rows: Rows, picks: Sequence[int], among: Collection[int] | None = None) -> None:
        """Add that it is not exactly these choices, in some of the cases or in all."""
        columns = [
            held[pick]
            for index, (held, pick) in enumerate(zip(self.picks, picks, strict=True))
            if among is None or index in among
        ]
        rows.add(dict.fromkeys(columns, 1.0), -float("inf"), len(columns) - 1.0)


def _grain(values: Iterable[float]) -> float:
    """The largest figure of which all are multiples; 0 where they are not in hundredths."""
    grain = 0
    for value in values:
        whole = round(value * _FINEST)
        if abs(whole - value * _FINEST) > _CLOSE:
            return 0.0
        grain = math.gcd(grain, whole)
    return grain / _FINEST


def _shared_jobs(problem: Problem) -> frozenset[str]:
    """The jobs that more than one case may need."""
    users: dict[str, int] = {}
    for case in problem.cases:
        for name in {name for choice in case.choices for name in choice.jobs}:
            users[name] = users.get(name, 0) + 1
    return frozenset(name for name, number in users.items() if number > 1)
