"""Puts jobs into the team's days: the most urgent first, none before what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """A job to be placed: its team days, the first working day on which it can begin, the last by which it is needed."""

    id: str
    days: float
    release: int
    due: int
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """When a task is worked on, in working days from the start: from the beginning of the first to the end."""

    id: str
    start: float
    end: float


def place(tasks: Sequence[Task], rate: float) -> tuple[Slot, ...]:
    """One task after the other, by date; a more urgent one that becomes free interrupts.

    INVARIANT: where the sums of days fit between all releases and dates, and no task is due before what it needs or can
    begin sooner than it, every date is met.
    """
    order = {task.id: number for number, task in enumerate(_in_order(tasks))}
    left = {task.id: task.days / rate for task in tasks}
    started: dict[str, float] = {}
    ended: dict[str, float] = {}
    now = 0.0
    while len(ended) < len(tasks):
        ready = [
            task
            for task in tasks
            if task.id not in ended and task.release <= now + 1e-9 and all(need in ended for need in task.needs)
        ]
        if not ready:
            now = min(float(task.release) for task in tasks if task.id not in ended and task.release > now)
            continue
        task = min(ready, key=lambda each: (each.due, order[each.id]))
        started.setdefault(task.id, now)
        coming = [float(each.release) for each in tasks if each.release > now + 1e-9 and each.due < task.due]
        until = min([now + left[task.id], *coming])
        left[task.id] -= until - now
        now = until
        if left[task.id] <= 1e-9:
            ended[task.id] = now
    return tuple(Slot(task.id, started[task.id], ended[task.id]) for task in _in_order(tasks))


def _in_order(tasks: Sequence[Task]) -> list[Task]:
    """Each task after those that it needs, else by date and as they come."""
    known = {task.id: task for task in tasks}
    done: list[Task] = []
    seen: set[str] = set()

    def visit(task: Task) -> None:
        if task.id in seen:
            return
        seen.add(task.id)
        for need in task.needs:
            if need in known:
                visit(known[need])
        done.append(task)

    for task in sorted(tasks, key=lambda each: each.due):
        visit(task)
    return done
