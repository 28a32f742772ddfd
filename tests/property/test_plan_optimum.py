"""The optimum against trying everything, and the timetable against the dates, on small random problems."""

from __future__ import annotations

import itertools
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowdown.plan import program
from flowdown.plan.optimum import find_best, find_optimum, is_feasible, least_rate, smallest_conflict
from flowdown.plan.problem import CAPACITY, FOREVER, Case, Choice, Job, Problem, Stake
from flowdown.plan.timetable import Task, place

_JOBS = tuple(f"j{number}" for number in range(5))
_CONTRACTS = ("c0", "c1", "c2")


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    jobs = {name: Job(name, draw(st.integers(0, 6)) / 2, draw(st.sampled_from((0, 0, 0, 2, 4)))) for name in _JOBS}
    stakes = {
        name: Stake(name, draw(st.sampled_from((None, 10.0, 30.0))), draw(st.sampled_from(("EUR", "USD"))))
        for name in _CONTRACTS
    }
    cases = []
    for number in range(draw(st.integers(1, 4))):
        choices = tuple(
            Choice(
                tuple(sorted(draw(st.sets(st.sampled_from(_JOBS), max_size=3)))),
                draw(st.sampled_from(((), (), ("c0",), ("c1",), ("c1", "c2")))),
                draw(st.sampled_from((0, 0, 0, 1, 2))),
                draw(st.booleans()) and draw(st.booleans()),
                draw(st.sampled_from(((), (), (), ("ban x",), ("ban y",)))),
            )
            for _ in range(draw(st.integers(1, 4)))
        )
        due = {name: draw(st.integers(0, 9)) for name in draw(st.sets(st.sampled_from(("day a", "day b"))))}
        cases.append(Case(f"u{number}", choices, due))
    return Problem(tuple(cases), jobs, stakes, draw(st.sampled_from((0.5, 1.0, 2.0))))


def tasks_of(problem: Problem, picks: tuple[int, ...]) -> list[Task]:
    due: dict[str, int] = {}
    for case, pick in zip(problem.cases, picks, strict=True):
        for name in case.choices[pick].jobs:
            due[name] = min(due.get(name, FOREVER), case.last(None))
    return [Task(name, problem.jobs[name].days, problem.jobs[name].release, due[name]) for name in sorted(due)]


def fits(problem: Problem, picks: tuple[int, ...]) -> bool:
    """By placing the jobs, not by counting: another way than the programme's."""
    if any(case.choices[pick].bars for case, pick in zip(problem.cases, picks, strict=True)):
        return False
    slots = {slot.id: slot for slot in place(tasks_of(problem, picks), problem.rate)}
    return all(slots[task.id].end <= task.due + 1e-6 for task in tasks_of(problem, picks))


def cost(problem: Problem, picks: tuple[int, ...]) -> tuple[float, ...]:
    chosen = [case.choices[pick] for case, pick in zip(problem.cases, picks, strict=True)]
    left = sorted({name for each in chosen for name in each.leaves})
    values: list[float] = [sum(problem.stakes[name].value is None for name in left)]
    for currency in sorted({each.currency for each in problem.stakes.values()}):
        values.append(sum(problem.stakes[n].value or 0 for n in left if problem.stakes[n].currency == currency))
    values.append(sum(each.loses for each in chosen))
    values.append(sum(each.is_open for each in chosen))
    return (*values, problem.days_of(picks))


def everything(problem: Problem) -> list[tuple[int, ...]]:
    ways: Any = itertools.product(*(range(len(case.choices)) for case in problem.cases))
    return [picks for picks in ways if fits(problem, picks)]


@pytest.mark.parametrize("many", [1, 60], ids=["in parts", "at once"])
@settings(max_examples=150, deadline=None)
@given(problem=problems())
def test_the_optimum_is_what_trying_everything_finds(many: int, problem: Problem) -> None:
    possible = everything(problem)
    with mock.patch.object(program, "MANY", many):
        found = find_optimum(problem)
        assert (found is not None) == bool(possible) == is_feasible(problem)
    if found is not None:
        assert fits(problem, found.picks)
        assert found.gap == 0
        least = min(cost(problem, picks) for picks in possible)
        assert all(abs(a - b) < 1e-6 for a, b in zip(cost(problem, found.picks), least, strict=True))


@pytest.mark.parametrize("many", [1, 60], ids=["in parts", "at once"])
@settings(max_examples=60, deadline=None)
@given(problem=problems())
def test_other_plans_differ_fit_and_come_in_order(many: int, problem: Problem) -> None:
    with mock.patch.object(program, "MANY", many):
        found = find_best(problem, 3)
    assert len({each.picks for each in found}) == len(found)
    assert all(fits(problem, each.picks) for each in found)
    costs = [cost(problem, each.picks) for each in found]
    assert all(a[-1] <= b[-1] + 1e-6 and a[:-1] == b[:-1] for a, b in itertools.pairwise(costs))


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_conflict_cannot_be_met_and_none_of_it_can_be_spared(problem: Problem) -> None:
    conflict = smallest_conflict(problem)
    if not conflict:
        assert is_feasible(problem)
        return
    assert not is_feasible(problem.relaxed(conflict))
    for name in conflict:
        assert is_feasible(problem.relaxed(each for each in conflict if each != name))


@settings(max_examples=40, deadline=None)
@given(problems())
def test_the_least_team_is_enough_and_no_smaller_one(problem: Problem) -> None:
    from dataclasses import replace

    open_to_all = problem.relaxed(each for each in problem.requirements() if each != CAPACITY)
    least = least_rate(problem)
    assert (least is not None) == is_feasible(open_to_all)
    if least is not None and least > 0.01:
        assert is_feasible(replace(problem, rate=least + 1e-6))
        assert not is_feasible(replace(problem, rate=least * 0.98))
