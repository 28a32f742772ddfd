"""A case file: read, answered, verified."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flowdown.base.errors import UnusableArgument, UnusableFile, Where
from flowdown.reason.answer import Act, Standing, find_standing
from flowdown.reason.case.case_file import CaseFile
from flowdown.reason.case.expectation import ExpectedStatus
from flowdown.reason.case.read import read_case
from flowdown.reason.case.verify import Mismatch, compare
from flowdown.reason.case.view import ViewAnswer, answer_case, answer_status, answer_view
from flowdown.reason.reasoner import Reasoner
from flowdown.reason.stance import Stance


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer to one question about an act."""

    stance: Stance
    status: ExpectedStatus
    standing: Standing


def load_case(path: Path) -> CaseFile:
    """Read a case file; raises `Problems` with all its faults."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}", Where(str(path))) from None
    return read_case(data, str(path))


def judge_case(case: CaseFile, stance: Stance | None = None) -> tuple[ViewAnswer, ...]:
    """Answer every view of a case, or those of one stance."""
    views = answer_case(case, stance)
    if not views and stance is not None:
        # A file that expects nothing under this stance can still be asked about it.
        return answer_case(dataclasses.replace(case, expect=()), stance)
    return views


def verify_case(case: CaseFile, stance: Stance | None = None) -> tuple[Mismatch, ...]:
    """Compare what the file expects with what comes out."""
    found: list[Mismatch] = []
    for expected in case.expect:
        if stance is None or expected.view is stance:
            found += compare(expected, answer_view(case, expected).answer)
    return tuple(found)


def ask_case(case: CaseFile, stance: Stance, asked: ExpectedStatus) -> Asked:
    """Answer one question about an act."""
    _check(case, asked)
    towards = () if asked.toward is None else (asked.toward,)
    reasoner = Reasoner(case.situation, stance, towards)
    act = Act(asked.actor, asked.action, asked.thing, asked.day, asked.context, asked.toward)
    return Asked(stance, answer_status(reasoner, asked), find_standing(reasoner, act, asked.given))


def _check(case: CaseFile, asked: ExpectedStatus) -> None:
    situation = case.situation
    actors = {actor.id for actor in situation.actors}
    contexts = {context.id for context in situation.contexts} or {"any"}
    facts = {fact.id for fact in situation.facts}
    named: Mapping[str, tuple[str | None, set[str]]] = {
        "actor": (asked.actor, actors),
        "counterparty": (asked.toward, actors),
        "context": (asked.context, contexts),
    }
    for what, (name, known) in named.items():
        if name is not None and name not in known:
            raise UnusableArgument(f"the case has no {what} `{name}`", hint=f"it has {', '.join(sorted(known)[:12])}")
    for fact in asked.given or ():
        if fact not in facts:
            raise UnusableArgument(f"the case has no fact `{fact}`", hint=f"it has {', '.join(sorted(facts)[:12])}")
    if not situation.window.holds(asked.day):
        window = situation.window
        raise UnusableArgument(f"{asked.day} is outside the case's window, {window.from_} to {window.to} (exclusive)")
