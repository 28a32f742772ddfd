"""Puts the chosen work into the calendar."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from flowdown.plan.days import WorkingDays
from flowdown.plan.problem import FOREVER, Case, Problem
from flowdown.plan.step import Step
from flowdown.plan.timetable import Slot, Task, place
from flowdown.plan.work import Work

_FIRST = -1


def schedule(
    problem: Problem,
    taken: Mapping[str, Sequence[str]],
    works: Mapping[str, Work],
    days: WorkingDays,
    urgent: frozenset[str],
    *,
    has_dates: bool,
) -> tuple[Step, ...]:
    """The steps by the day on which they begin. What is forbidden already comes first where the dates allow it."""
    cases = {case.id: case for case in problem.cases}
    users: dict[str, list[str]] = {}
    for use, names in taken.items():
        for name in names:
            users.setdefault(name, []).append(use)
    due = {name: min(_due(cases[use], has_dates) for use in uses) for name, uses in users.items()}
    hurried = {name: _FIRST if any(use in urgent for use in uses) else due[name] for name, uses in users.items()}
    slots = _slots(problem, works, hurried, users)
    if any(slot.end > due[slot.id] + 1e-6 for slot in slots):
        slots = _slots(problem, works, due, users)
    return tuple(_step(slot, works, users, due[slot.id], days) for slot in sorted(slots, key=_when))


def _due(case: Case, has_dates: bool) -> int:
    return case.last(None) if has_dates else FOREVER


def _slots(
    problem: Problem, works: Mapping[str, Work], due: Mapping[str, int], users: Mapping[str, Sequence[str]]
) -> tuple[Slot, ...]:
    tasks = [
        Task(
            name,
            problem.jobs[name].days,
            problem.jobs[name].release,
            due[name],
            tuple(need for need in works[name].needs if need in users),
        )
        for name in sorted(users)
    ]
    return place(tasks, problem.rate)


def _when(slot: Slot) -> tuple[float, float, str]:
    return slot.start, slot.end, slot.id


def _step(
    slot: Slot,
    works: Mapping[str, Work],
    users: Mapping[str, Sequence[str]],
    due: int,
    days: WorkingDays,
) -> Step:
    work = works[slot.id]
    last: datetime.date | None = days.day(due - 1) if 0 < due < FOREVER else None
    first_week = int(slot.start + 1e-9) // 5 + 1
    last_week = max(int(slot.end - 1e-9), int(slot.start + 1e-9)) // 5 + 1
    return Step(
        work,
        days.first(slot.start),
        max(days.last(slot.end), days.first(slot.start)),
        first_week,
        last_week,
        last,
        tuple(sorted(users[slot.id])),
        tuple(need for need in work.needs if need in users),
        slot.start,
        slot.end,
    )
