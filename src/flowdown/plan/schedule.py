"""Puts the chosen work into the calendar."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from flowdown.plan.days import WorkingDays
from flowdown.plan.problem import FOREVER, Case, Problem
from flowdown.plan.step import Step
from flowdown.plan.timetable import Slot, Task, place
from flowdown.plan.work import Work

_SURE, _PERHAPS = -2, -1
"""The dates of what is forbidden already, for sure or perhaps: before every other."""


def schedule(
    problem: Problem,
    taken: Mapping[str, Sequence[str]],
    works: Mapping[str, Work],
    days: WorkingDays,
    urgent: frozenset[str],
    sure: frozenset[str],
    *,
    has_dates: bool,
) -> tuple[Step, ...]:
    """The steps by the day on which they begin.

    What is forbidden already comes first where the dates allow it, and of that what is `sure` before what is open.
    """
    cases = {case.id: case for case in problem.cases}
    users: dict[str, list[str]] = {}
    for use, names in taken.items():
        for name in names:
            users.setdefault(name, []).append(use)
    due = {name: min(_due(cases[use], has_dates) for use in uses) for name, uses in users.items()}
    needs = {name: _needs(works[name], taken, uses) for name, uses in users.items()}
    slots: tuple[Slot, ...] = ()
    for first in (urgent, sure, frozenset[str]()):
        hurried = {name: _hurry(due[name], uses, first, sure) for name, uses in users.items()}
        slots = _slots(problem, needs, hurried)
        if all(slot.end <= due[slot.id] + 1e-6 for slot in slots):
            break
    found = (_step(slot, works[slot.id], users[slot.id], needs[slot.id], due[slot.id], days) for slot in slots)
    return tuple(sorted(found, key=lambda step: (step.from_day, step.to_day, step.work.id)))


def _hurry(due: int, uses: Sequence[str], first: frozenset[str], sure: frozenset[str]) -> int:
    """The date of a piece of work in the order in which it is done: the earliest that one of its uses asks for."""
    return min([due, *(_SURE if use in sure else _PERHAPS for use in uses if use in first)])


def _needs(work: Work, taken: Mapping[str, Sequence[str]], uses: Sequence[str]) -> tuple[str, ...]:
    """What has to be over before: as far as the uses for which it is done take it."""
    return tuple(need for need in work.needs if any(need in taken[use] for use in uses))


def _due(case: Case, has_dates: bool) -> int:
    return case.last(None) if has_dates else FOREVER


def _slots(problem: Problem, needs: Mapping[str, tuple[str, ...]], due: Mapping[str, int]) -> tuple[Slot, ...]:
    tasks = [
        Task(name, problem.jobs[name].days, problem.jobs[name].release, due[name], needs[name])
        for name in sorted(needs)
    ]
    return place(tasks, problem.rate)


def _step(slot: Slot, work: Work, uses: Sequence[str], needs: tuple[str, ...], due: int, days: WorkingDays) -> Step:
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
        tuple(sorted(uses)),
        needs,
        slot.start,
        slot.end,
    )
