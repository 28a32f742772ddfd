"""Tasks in the team's days, and days in the calendar."""

from __future__ import annotations

import datetime

from flowdown.plan.days import WorkingDays
from flowdown.plan.timetable import Task, place


def slots(*tasks: Task, rate: float = 1.0) -> dict[str, tuple[float, float]]:
    return {slot.id: (slot.start, slot.end) for slot in place(tasks, rate)}


def test_the_more_urgent_comes_first_and_nothing_before_what_it_needs() -> None:
    found = slots(Task("late", 1, 0, 9), Task("soon", 2, 0, 3, ("base",)), Task("base", 1, 0, 3))
    assert found == {"base": (0, 1), "soon": (1, 3), "late": (3, 4)}


def test_an_urgent_task_that_comes_free_interrupts() -> None:
    assert slots(Task("long", 4, 0, 9), Task("short", 1, 2, 3)) == {"long": (0, 5), "short": (2, 3)}


def test_the_team_waits_where_there_is_nothing_else_to_do() -> None:
    assert slots(Task("device", 1, 10, 99), rate=2.0) == {"device": (10, 10.5)}


def test_working_days_pass_over_weekends_and_federal_holidays() -> None:
    days = WorkingDays(datetime.date(2026, 7, 2))
    assert days.day(1) == datetime.date(2026, 7, 6)  # Independence Day is observed on Friday the third
    assert days.until(datetime.date(2026, 7, 6)) == 2
    assert days.after(5) == 2
    assert days.last(1.0) == datetime.date(2026, 7, 2)
