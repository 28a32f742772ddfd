"""A problem as a mixed-integer programme: rows and bounds for HiGHS."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from flowdown.plan.dominance import is_late
from flowdown.plan.needs import Need, gather_needs
from flowdown.plan.problem import FOREVER, Problem
from flowdown.plan.solver import CLOSE, Answer, Goal, Model, Relaxed, Rows, relax, solve, solve_in_part

_LARGEST_TEAM = 10_000.0
MANY = 60
"""Cases from which on a problem is solved in part after part, and ties are settled by hand."""
_FINEST = 100
"""Figures with up to two places behind the point are multiples of a hundredth."""
_TIE = 1e-6
"""What a choice weighs more than the one before it: settles ties, and is less than any day."""


class Program:
    """Columns: one for each choice, for each need of several cases by each date; and the rate if asked."""

    def __init__(self, problem: Problem, *, has_free_rate: bool = False) -> None:
        self.problem = problem
        self.rows = Rows()
        self.picks: list[list[int]] = []
        self.whole: list[int] = []
        self.upper: list[float] = []
        self.costs: list[float] = []
        self.is_small = len(problem.cases) < MANY
        self.left: dict[str, tuple[int, ...]] = {}
        self.rate = self._column(_LARGEST_TEAM, whole=False) if has_free_rate else -1
        self._last: tuple[tuple[int, ...], Goal, Rows, Model, Relaxed | None] | None = None
        self._due = [case.last(None) for case in problem.cases]
        self._needs = gather_needs(problem)
        self._choices()
        self._by = [self._columns_of(need) for need in self._needs]
        self._link()
        if has_free_rate or problem.rate < FOREVER:
            self._capacity()

    def _column(self, upper: float = 1.0, *, whole: bool = True) -> int:
        self.whole.append(int(whole))
        self.upper.append(upper)
        self.costs.append(0.0)
        return len(self.upper) - 1

    def _choices(self) -> None:
        """Each case takes one of its choices; what is barred is none."""
        for case in self.problem.cases:
            columns = [self._column(0.0 if choice.bars else 1.0) for choice in case.choices]
            self.picks.append(columns)
            self.rows.add(dict.fromkeys(columns, 1.0), 1.0, 1.0)

    def _columns_of(self, need: Need) -> dict[int, tuple[int, ...]]:
        """The columns whose sum says that a need is met by a date, for each of its dates.

        What one case alone needs is met if a choice that needs it is taken: it is counted with the choice.
        """
        days = sum(self.problem.jobs[name].days for name in need.jobs)
        if len(need.keys) == 1:
            ((case, numbers),) = need.keys
            due, columns = self._due[case], tuple(self.picks[case][number] for number in numbers)
            for column in columns:
                self.costs[column] += days
                if self._is_late(need, due):
                    self.upper[column] = 0.0
            return {due: columns}
        dues = sorted({self._due[case] for case, _ in need.keys})
        found: dict[int, tuple[int, ...]] = {
            due: (self._column(0.0 if self._is_late(need, due) else 1.0),) for due in dues
        }
        self.costs[found[dues[-1]][0]] += days
        return found

    def _is_late(self, need: Need, due: int) -> bool:
        return any(is_late(self.problem.jobs[name], due) for name in need.jobs)

    def _link(self) -> None:
        """A choice needs its needs by the case's date; what is done by a date is done by every later one."""
        for need, by in zip(self._needs, self._by, strict=True):
            self.left.update(dict.fromkeys(need.contracts, by[max(by)]))
            if len(need.keys) == 1:
                continue
            for case, numbers in need.direct:
                self._imply(tuple(self.picks[case][number] for number in numbers), by[self._due[case]])
            for earlier, later in itertools.pairwise(by):
                self._imply(by[earlier], by[later])
            if need.parent is not None:
                for due, columns in by.items():
                    self._imply(columns, self._by[need.parent][due])

    def _imply(self, these: Sequence[int], those: Sequence[int]) -> None:
        self.rows.add({**dict.fromkeys(these, 1.0), **dict.fromkeys(those, -1.0)}, -float("inf"), 0.0)

    def _capacity(self) -> None:
        """Between each release and each date the team has so many days, and no more."""
        dues = sorted({due for by in self._by for due in by if due != FOREVER})
        jobs = self.problem.jobs
        releases = sorted({jobs[name].release for need in self._needs for name in need.jobs}, reverse=True)
        for due in dues:
            terms: dict[int, float] = {}
            for release in releases:
                before = len(terms), sum(terms.values())
                for need, by in zip(self._needs, self._by, strict=True):
                    days = sum(jobs[name].days for name in need.jobs if jobs[name].release == release)
                    latest = max((each for each in by if each <= due), default=None)
                    for column in by[latest] if days and latest is not None else ():
                        terms[column] = terms.get(column, 0.0) + days
                if (len(terms), sum(terms.values())) == before:
                    continue
                room = float(max(due - release, 0))
                if self.rate >= 0:
                    self.rows.add({**terms, self.rate: -room}, -float("inf"), 0.0)
                else:
                    self.rows.add(terms, -float("inf"), room * self.problem.rate)

    def days(self) -> Goal:
        """The team days; in a small problem also a little that settles ties: so much less is sure of a difference."""
        grain = _grain(job.days for job in self.problem.jobs.values())
        if not self.is_small:
            return Goal(self.costs, grain)
        costs = list(self.costs)
        for columns in self.picks:
            for number, column in enumerate(columns):
                costs[column] += _TIE * number
        return Goal(costs, max(grain - _TIE * sum(len(columns) for columns in self.picks), 0.0))

    def solve(
        self, goal: Goal, rows: Rows | None = None, start: Answer | None = None, floor: float = -math.inf
    ) -> Answer | None:
        """The least sum; None where nothing satisfies the rows.

        `start` satisfies them, and no sum lies below `floor`, where these are known.
        """
        if not self.upper:
            return Answer((), 0.0, 0.0, is_proven=True)
        if self.is_small:
            return solve(self._model(goal, rows or self.rows))
        model, relaxed = self._relaxed(goal, rows or self.rows)
        return solve_in_part(model, relaxed, start, floor)

    def may_be_nothing(self, goal: Goal, rows: Rows) -> bool:
        """Whether a quick look at a large problem finds no reason why a sum should not be 0."""
        relaxed = None if self.is_small else self._relaxed(goal, rows)[1]
        return relaxed is not None and relaxed[0] < CLOSE

    def _relaxed(self, goal: Goal, rows: Rows) -> tuple[Model, Relaxed | None]:
        """The model with its relaxation; the last one is kept, as it is looked at before it is solved."""
        key = (id(goal), id(rows), len(rows.lower), len(rows.closed))
        if self._last is None or self._last[0] != key:
            model = self._model(goal, rows)
            self._last = (key, goal, rows, model, relax(model))
        return self._last[3], self._last[4]

    def _model(self, goal: Goal, rows: Rows) -> Model:
        upper = [0.0 if column in rows.closed else bound for column, bound in enumerate(self.upper)]
        return Model(goal, rows, [0.0] * len(upper), upper, self.whole)

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
        stages.append(Goal(self._of_contracts(dict.fromkeys(sorted(unknown), 1.0)), 1.0))
        currencies = sorted({stakes[name].currency for name in self.left if name not in unknown})
        for currency in currencies:
            worth = {
                name: stakes[name].value or 0.0
                for name in self.left
                if name not in unknown and stakes[name].currency == currency
            }
            most = max(worth.values()) or 1.0
            costs = self._of_contracts({name: value / most for name, value in worth.items()})
            stages.append(Goal(costs, _grain(worth.values()) / most))
        stages.append(Goal(self._of_choices("loses"), 1.0))
        stages.append(Goal(self._of_choices("is_open"), 1.0))
        return [stage for stage in stages if any(stage.costs)]

    def _of_contracts(self, worth: Mapping[str, float]) -> list[float]:
        costs = [0.0] * len(self.upper)
        for name, value in worth.items():
            for column in self.left[name]:
                costs[column] += value
        return costs

    def _of_choices(self, attribute: str) -> list[float]:
        costs = [0.0] * len(self.upper)
        for case, columns in zip(self.problem.cases, self.picks, strict=True):
            for choice, column in zip(case.choices, columns, strict=True):
                costs[column] = float(getattr(choice, attribute))
        return costs

    def hold(self, rows: Rows, goal: Goal, most: float) -> None:
        """Add that a sum is no more than this; a sum that comes in grains is a number of them."""
        if goal.grain:
            most = round(most / goal.grain) * goal.grain
        terms = {column: cost for column, cost in enumerate(goal.costs) if cost}
        if most <= 0:
            rows.closed.update(terms)
        else:
            rows.add(terms, -float("inf"), most + CLOSE)

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
        if abs(whole - value * _FINEST) > CLOSE:
            return 0.0
        grain = math.gcd(grain, whole)
    return grain / _FINEST
