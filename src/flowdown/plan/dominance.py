"""Leaves out the choices that cannot matter to whether the dates can be met: another of the case takes no more of anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flowdown.plan.problem import FOREVER, Case, Choice, Job, Problem


@dataclass(frozen=True, slots=True)
class _Load:
    """What a choice takes: shared jobs, and days of its own that cannot begin before each release."""

    shared: frozenset[str]
    own: tuple[float, ...]

    def is_within(self, other: _Load) -> bool:
        """Whether it fits wherever the other fits."""
        return self.shared <= other.shared and all(one <= two for one, two in zip(self.own, other.own, strict=True))


def keep_lightest(problem: Problem) -> Problem | None:
    """The same problem as far as dates go, with few choices; None where a case has none that could be taken at all.

    What choices lose, and which contracts they leave, does not count for that and is dropped.
    """
    allowed = [_allowed(case, problem) for case in problem.cases]
    users = _users(allowed)
    releases = _releases(problem)
    cases: list[Case] = []
    for case, choices in zip(problem.cases, allowed, strict=True):
        if not choices:
            return None
        loads = [_load(choice, problem, users, releases) for choice in choices]
        cases.append(replace(case, choices=tuple(Choice(choices[index].jobs) for index in _lightest(loads))))
    return replace(problem, cases=tuple(cases))


def take_first_alike(problem: Problem, picks: Sequence[int]) -> tuple[int, ...]:
    """The same solution with, in each case, the first of the choices that are as good: they take and lose no more."""
    users = _users([case.choices for case in problem.cases])
    releases = _releases(problem)

    def is_as_good(choice: Choice, picked: Choice) -> bool:
        loses = choice.loses <= picked.loses and choice.is_open <= picked.is_open
        return (
            loses
            and set(choice.leaves) <= set(picked.leaves)
            and _load(choice, problem, users, releases).is_within(_load(picked, problem, users, releases))
        )

    found = []
    for case, pick in zip(problem.cases, picks, strict=True):
        allowed = _allowed(case, problem)
        earlier = (number for number, each in enumerate(case.choices[:pick]) if each in allowed)
        alike = (number for number in earlier if is_as_good(case.choices[number], case.choices[pick]))
        found.append(next(alike, pick))
    return tuple(found)


def _users(allowed: Sequence[Sequence[Choice]]) -> dict[str, int]:
    """How many cases may need each job."""
    users: dict[str, int] = {}
    for choices in allowed:
        for name in {name for choice in choices for name in choice.jobs}:
            users[name] = users.get(name, 0) + 1
    return users


def _releases(problem: Problem) -> list[int]:
    return sorted({job.release for job in problem.jobs.values()})


def is_late(job: Job, due: int) -> bool:
    """What has no working day left between its release and the date cannot be done by it, however large the team."""
    return due != FOREVER and (job.release > max(due, 0) or (job.days > 0 and job.release >= due))


def _allowed(case: Case, problem: Problem) -> list[Choice]:
    due = case.last(None)
    return [
        each
        for each in case.choices
        if not each.bars and not any(is_late(problem.jobs[name], due) for name in each.jobs)
    ]


def _load(choice: Choice, problem: Problem, users: dict[str, int], releases: Sequence[int]) -> _Load:
    own = [problem.jobs[name] for name in set(choice.jobs) if users[name] == 1]
    return _Load(
        frozenset(name for name in choice.jobs if users[name] > 1 and problem.jobs[name].days > 0),
        tuple(sum(job.days for job in own if job.release >= release) for release in releases),
    )


def _lightest(loads: Sequence[_Load]) -> list[int]:
    """The places of those that no other one replaces; of equal ones the first."""
    kept: list[int] = []
    for index, load in enumerate(loads):
        if any(loads[other].is_within(load) for other in kept):
            continue
        kept = [other for other in kept if not load.is_within(loads[other])]
        kept.append(index)
    return kept
