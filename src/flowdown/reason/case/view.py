"""The answer to a case under one stance, in the shape of what a file expects."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flowdown.reason.answer import Act, find_bound, find_deadlines, find_standing
from flowdown.reason.case.case_file import CaseFile
from flowdown.reason.case.expectation import (
    Expectation,
    ExpectedBound,
    ExpectedConflict,
    ExpectedDeadline,
    ExpectedRepairs,
    ExpectedResolved,
    ExpectedStatus,
)
from flowdown.reason.conflicts import Conflict
from flowdown.reason.position import Position
from flowdown.reason.reasoner import Clashes, Reasoner
from flowdown.reason.repairs import Repairs, find_repairs
from flowdown.reason.stance import Stance

Date = datetime.date


@dataclass(frozen=True, slots=True)
class ViewAnswer:
    """What comes out under one stance: in the shape of an expectation, and in full."""

    answer: Expectation
    clashes: Clashes
    repairs: Repairs
    reasoner: Reasoner

    @property
    def is_complete(self) -> bool:
        """False if a limit was reached before everything was looked at."""
        return self.clashes.is_complete and self.repairs.is_complete

    @property
    def is_undetermined(self) -> bool:
        """True if an answer depends on what is not known, or is not complete."""
        depends = any(each.is_ == "depends" for each in self.answer.status)
        return depends or any(each.due == "depends" for each in self.answer.deadlines) or not self.is_complete


def answer_case(case: CaseFile, stance: Stance | None = None) -> tuple[ViewAnswer, ...]:
    """Answer every view that the file asks for (both if it asks for none), or only those of one stance."""
    asked = case.expect or tuple(_ask_all(case, each) for each in Stance)
    return tuple(answer_view(case, each) for each in asked if stance is None or each.view is stance)


def _ask_all(case: CaseFile, stance: Stance) -> Expectation:
    as_of = case.situation.as_of
    norms = sorted(norm.id for norm in case.situation.norms)
    return Expectation(view=stance, bound=tuple(ExpectedBound(norm=norm, day=as_of) for norm in norms))


def answer_view(case: CaseFile, asked: Expectation) -> ViewAnswer:
    """Answer the questions of one expectation; nothing is taken from what it expects."""
    towards = [each.toward for each in asked.status if each.toward is not None]
    reasoner = Reasoner(case.situation, asked.view, towards)
    clashes = reasoner.clashes()
    repairs = find_repairs(reasoner)
    answer = Expectation(
        view=asked.view,
        conflicts=tuple(_write_conflict(each) for each in clashes.conflicts),
        bound=tuple(
            dataclasses.replace(each, actors=find_bound(reasoner, each.norm, each.day, each.given), note="")
            for each in asked.bound
        ),
        status=tuple(answer_status(reasoner, each) for each in asked.status),
        deadlines=tuple(_answer_deadline(reasoner, each) for each in asked.deadlines),
        resolved=tuple(ExpectedResolved(norms=each.norms, yields=each.yields) for each in clashes.resolved),
        ill_founded=reasoner.ill_founded(),
        repairs=_write_repairs(repairs),
    )
    return ViewAnswer(answer, clashes, repairs, reasoner)


def _write_conflict(conflict: Conflict) -> ExpectedConflict:
    return ExpectedConflict(
        norms=conflict.norms,
        kind=conflict.kind.value,
        via=conflict.via.value if conflict.via is not None else None,
        actors=conflict.actors,
        from_=conflict.from_,
        to=conflict.to,
        when=None if conflict.when is None else tuple(dict(condition) for condition in conflict.when),
    )


def answer_status(reasoner: Reasoner, asked: ExpectedStatus) -> ExpectedStatus:
    """The position of an act; `depends` if worlds differ in it or in the norms that make it so."""
    act = Act(asked.actor, asked.action, asked.thing, asked.day, asked.context, asked.toward)
    standing = find_standing(reasoner, act, asked.given)
    if not standing.is_settled or standing.position is Position.UNDETERMINED:
        return dataclasses.replace(asked, is_="depends", by=(), note="")
    return dataclasses.replace(asked, is_=_WORDS[standing.position], by=standing.because, note="")


_WORDS: Mapping[Position, Literal["conflict", "forbidden", "required", "due", "permitted", "free"]] = {
    Position.CONFLICT: "conflict",
    Position.FORBIDDEN: "forbidden",
    Position.REQUIRED: "required",
    Position.DUE: "due",
    Position.PERMITTED: "permitted",
    Position.FREE: "free",
}


def _answer_deadline(reasoner: Reasoner, asked: ExpectedDeadline) -> ExpectedDeadline:
    # Where the days of a bearer's cells differ, the first one is the one to keep.
    dues = {found[0] if found else None for found in find_deadlines(reasoner, asked.norm, asked.actor, asked.given)}
    due: Date | Literal["not owed", "depends"] = "depends"
    if len(dues) == 1:
        due = dues.pop() or "not owed"
    return dataclasses.replace(asked, due=due, note="")


def _write_repairs(repairs: Repairs) -> ExpectedRepairs | Literal["none"]:
    if repairs.cost is None:
        return "none"
    return ExpectedRepairs(cost=float(repairs.cost), sets=repairs.sets)
