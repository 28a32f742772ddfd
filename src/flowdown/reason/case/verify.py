"""Verification: what a case file expects against what comes out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flowdown.base.canonical import canonical_text
from flowdown.reason.case.expectation import Expectation, ExpectedConflict, ExpectedRepairs, ExpectedResolved
from flowdown.reason.case.write import write_conflict, write_resolved


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something that did not come out as expected."""

    view: str
    about: str
    expected: str
    """Empty if nothing of the kind was expected."""
    found: str
    """Empty if nothing of the kind came out."""

    def __str__(self) -> str:
        if not self.expected:
            return f"{self.view}: {self.about}: not expected: {self.found}"
        if not self.found:
            return f"{self.view}: {self.about}: missing: {self.expected}"
        return f"{self.view}: {self.about}: expected {self.expected}, found {self.found}"


def compare(expected: Expectation, found: Expectation) -> tuple[Mismatch, ...]:
    """Every difference between an expectation and an answer to its questions."""
    return tuple(Mismatch(expected.view.value, *difference) for difference in _differences(expected, found))


def _differences(expected: Expectation, found: Expectation) -> Iterator[tuple[str, str, str]]:
    if expected.conflicts is not None:
        yield from _compare_sets("conflict", map(_conflict, expected.conflicts), map(_conflict, found.conflicts or ()))
    if expected.resolved is not None:
        yield from _compare_sets("resolved", map(_resolved, expected.resolved), map(_resolved, found.resolved or ()))
    if expected.ill_founded is not None:
        yield from _compare_sets("ill-founded", expected.ill_founded, found.ill_founded or ())
    for wanted, got in zip(expected.bound, found.bound, strict=True):
        yield from _compare(f"bound by {wanted.norm} on {wanted.day}", sorted(set(wanted.actors)), sorted(got.actors))
    for asked, answered in zip(expected.status, found.status, strict=True):
        where = "".join(f" {word}" for word in (asked.toward, asked.context) if word)
        about = f"status of {asked.actor} {asked.action} {asked.thing}{where} on {asked.day}"
        yield from _compare(about, [asked.is_, sorted(asked.by)], [answered.is_, sorted(answered.by)])
    for deadline, computed in zip(expected.deadlines, found.deadlines, strict=True):
        about = f"deadline of {deadline.norm}" + (f" for {deadline.actor}" if deadline.actor else "")
        yield from _compare(about, str(deadline.due), str(computed.due))
    if expected.repairs is not None:
        yield from _compare("repairs", _repairs(expected.repairs), _repairs(found.repairs))


def _compare_sets(about: str, expected: Iterable[str], found: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    wanted, got = set(expected), set(found)
    yield from ((about, each, "") for each in sorted(wanted - got))
    yield from ((about, "", each) for each in sorted(got - wanted))


def _compare(about: str, expected: object, found: object) -> Iterator[tuple[str, str, str]]:
    if expected != found:
        yield about, _text(expected), _text(found)


def _text(value: object) -> str:
    return value if isinstance(value, str) else canonical_text(value)


def _conflict(conflict: ExpectedConflict) -> str:
    # Lists without an order of their own are compared in one.
    when = sorted(conflict.when or (), key=canonical_text)
    return canonical_text(write_conflict(dataclasses.replace(conflict, when=tuple(when))))


def _resolved(resolved: ExpectedResolved) -> str:
    return canonical_text(write_resolved(resolved))


def _repairs(repairs: ExpectedRepairs | str | None) -> object:
    if repairs is None or isinstance(repairs, str) or repairs.cost is None or isinstance(repairs.cost, str):
        return "none"
    return [round(repairs.cost, 9), sorted(sorted(each) for each in repairs.sets)]
