"""Which work of a plan is done first."""

from __future__ import annotations

import datetime

from flowdown.plan.days import WorkingDays
from flowdown.plan.problem import Case, Choice, Job, Problem
from flowdown.plan.schedule import schedule
from flowdown.plan.work import Work, WorkKind

DAYS = WorkingDays(datetime.date(2026, 3, 2))


def order(urgent: set[str], sure: set[str], due: dict[str, int], has_dates: bool = True) -> list[str]:
    """The pieces of work as they are begun: one of two days for each of three uses."""
    uses = ("a-open", "b-sure", "c-later")
    problem = Problem(
        tuple(Case(use, (Choice((use,)),), {"date": due[use]} if use in due else {}) for use in uses),
        {use: Job(use, 2.0) for use in uses},
        {},
        1.0,
    )
    works = {use: Work(use, WorkKind.CLOSE, use, 2.0, "") for use in uses}
    taken = {use: (use,) for use in uses}
    found = schedule(problem, taken, works, DAYS, frozenset(urgent), frozenset(sure), has_dates=has_dates)
    return [step.work.id for step in found]


def test_what_is_surely_forbidden_comes_before_what_may_be_and_both_before_later_dates() -> None:
    assert order({"a-open", "b-sure"}, {"b-sure"}, {"c-later": 99}) == ["b-sure", "a-open", "c-later"]


def test_a_date_that_would_be_missed_comes_before_what_may_be_forbidden() -> None:
    assert order({"a-open", "b-sure"}, {"b-sure"}, {"c-later": 4}) == ["b-sure", "c-later", "a-open"]


def test_a_date_that_leaves_no_room_comes_first() -> None:
    assert order({"a-open", "b-sure"}, {"b-sure"}, {"c-later": 2})[0] == "c-later"
