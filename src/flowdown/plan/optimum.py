"""Finds the cheapest choices: least loss first, then fewest days, with proof."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flowdown.plan.dominance import keep_lightest, take_first_alike
from flowdown.plan.problem import CAPACITY, FOREVER, Problem
from flowdown.plan.program import Program
from flowdown.plan.solver import Answer, Goal, Rows

_CLOSE = 1e-4


@dataclass(frozen=True, slots=True)
class Solution:
    """A choice for each case, its team days, and how far it may be from the least (0: proven)."""

    picks: tuple[int, ...]
    days: float
    gap: float


def find_optimum(problem: Problem) -> Solution | None:
    """The cheapest solution; None where nothing meets every requirement.

    Cheaper is, in this order: fewer contracts of unknown value left, less value left in each currency (by its name),
    fewer features lost, fewer alternatives that may themselves be forbidden, fewer team days.
    """
    return next(iter(find_best(problem, 1)), None)


def find_best(problem: Problem, number: int) -> tuple[Solution, ...]:
    """The cheapest solution and the next ones that differ from it, none losing more than it does.

    Each of the others changes a case that none before it changed, as long as there is one: so they show what there is
    to choose, and not one choice in several mixtures.
    """
    program = Program(problem)
    rows, answer = _least_loss(program)
    if answer is None:
        return ()
    picks = program.picks_of(answer)
    found = [_solution(problem, picks if program.is_small else take_first_alike(problem, picks), answer)]
    same = set(range(len(problem.cases)))
    # Nothing that is narrower takes fewer days than the least.
    floor = -math.inf if program.is_small or found[0].gap else answer.value
    while len(found) < number and problem.cases:
        narrowed = rows.copy()
        for each in found:
            program.forbid(narrowed, each.picks)
        if same:
            narrower = narrowed.copy()
            program.forbid(narrower, found[0].picks, same)
            answer = program.solve(program.days(), narrower, floor=floor)
            if answer is None:
                same = set()
                continue
        else:
            answer = program.solve(program.days(), narrowed, floor=floor)
        if answer is None:
            break
        found.append(_solution(problem, program.picks_of(answer), answer))
        same -= {index for index in same if found[-1].picks[index] != found[0].picks[index]}
    return (found[0], *sorted(found[1:], key=lambda each: each.days))


def _solution(problem: Problem, picks: Sequence[int], answer: Answer) -> Solution:
    gap = max(0.0, (answer.value - answer.bound) / max(abs(answer.value), 1.0))
    return Solution(tuple(picks), problem.days_of(picks), 0.0 if answer.is_proven or gap <= _CLOSE else gap)


def _least_loss(program: Program) -> tuple[Rows, Answer | None]:
    """The rows that hold every loss at its least, and the answer with the fewest days under them."""
    losses = program.losses()
    rows = program.rows.copy()
    for goal in losses:
        program.hold(rows, goal, 0.0)
    # Mostly nothing has to be lost: then one solution settles every stage.
    answer = program.solve(program.days(), rows)
    if answer is not None or not losses:
        return rows, answer
    rows, answer = _one_after_the_other(program, losses, trusts=True)
    return (rows, answer) if answer is not None else _one_after_the_other(program, losses, trusts=False)


def _one_after_the_other(program: Program, losses: Sequence[Goal], *, trusts: bool) -> tuple[Rows, Answer | None]:
    """Each loss made as small as those before it allow.

    With `trusts` a loss that may be nothing is taken to be nothing: that there is an answer in the end is the proof.
    """
    rows = program.rows.copy()
    least: Answer | None = None
    for goal in losses:
        if trusts and program.may_be_nothing(goal, rows):
            program.hold(rows, goal, 0.0)
            least = None
            continue
        least = program.solve(goal, rows, least)
        if least is None:
            return rows, None
        program.hold(rows, goal, least.value)
    return rows, program.solve(program.days(), rows, least)


def least_rate(problem: Problem) -> float | None:
    """The fewest team days in a working day with which every date can be met; None where no team is large enough."""
    program = Program(problem, has_free_rate=True)
    costs = [0.0] * len(program.upper)
    costs[program.rate] = 1.0
    answer = program.solve(Goal(costs))
    return None if answer is None else max(answer.value, 0.0)


def least_rate_without_loss(problem: Problem) -> float | None:
    """The fewest team days in a working day with which nothing has to be given up; None where no team is large enough."""
    cases = tuple(
        replace(
            case,
            choices=tuple(
                replace(each, bars=(*each.bars, "a loss")) if each.loses or each.leaves or each.is_open else each
                for each in case.choices
            ),
        )
        for case in problem.cases
    )
    return least_rate(replace(problem, cases=cases))


def is_feasible(problem: Problem) -> bool:
    """Whether every requirement can be met at all."""
    lightest = keep_lightest(problem)
    if lightest is None:
        return False
    program = Program(lightest)
    return program.solve(Goal([0.0] * len(program.upper))) is not None


def least_delay(problem: Problem, most: int = 1040, only: str = "") -> int | None:
    """The fewest working days by which the dates (or the one of a requirement) must move; None where that is not enough."""
    if not is_feasible(problem.later(most, only)):
        return None
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if is_feasible(problem.later(middle, only)):
            high = middle
        else:
            low = middle + 1
    return high


def most_waiting(problem: Problem, picks: Sequence[int]) -> int | None:
    """The working days for which these choices can wait and still meet every date; None where there is no date."""
    cases = tuple(replace(case, choices=(case.choices[pick],)) for case, pick in zip(problem.cases, picks, strict=True))
    fixed = replace(problem, cases=cases)
    most = min((case.last(None) for case in problem.cases), default=FOREVER)
    if most >= FOREVER:
        return None
    # What others take begins when the work does: it moves along.
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if is_feasible(fixed.later(-middle)):
            low = middle
        else:
            high = middle - 1
    return low


def smallest_conflict(problem: Problem) -> tuple[str, ...]:
    """Requirements that cannot be met together, none of which can be spared; () if all can be met.

    Which of several such sets it is depends on the order: what comes first is let go first, and the team comes last.
    Half of what is left is let go at once (QuickXplain), as a conflict is mostly small.
    """
    if is_feasible(problem):
        return ()
    last_first = problem.requirements()[::-1]
    found = set(_conflict_among(problem, (), last_first, is_new=False))
    return tuple(name for name in problem.requirements() if name in found)


def _conflict_among(
    problem: Problem, kept: tuple[str, ...], others: tuple[str, ...], *, is_new: bool
) -> tuple[str, ...]:
    """Those of the others that make a conflict with what is kept, the earlier ones rather than the later.

    `is_new`: something was kept since it was last known that what is kept can be met.
    """
    if is_new and not is_feasible(problem.relaxed(kept)):
        return ()
    if len(others) == 1:
        return others
    half = len(others) // 2
    first, second = others[:half], others[half:]
    late = _conflict_among(problem, (*kept, *first), second, is_new=bool(first))
    early = _conflict_among(problem, (*kept, *late), first, is_new=bool(late))
    return (*early, *late)


def price_without(problem: Problem, requirement: str) -> Solution | None:
    """The optimum if one requirement were not there."""
    active = [each for each in problem.requirements() if each != requirement]
    return find_optimum(problem.relaxed(active))


__all__ = [
    "CAPACITY",
    "Solution",
    "find_best",
    "find_optimum",
    "is_feasible",
    "least_delay",
    "least_rate",
    "least_rate_without_loss",
    "most_waiting",
    "price_without",
    "smallest_conflict",
]
