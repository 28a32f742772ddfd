"""Who was asked, who answered and when, what is missing, what to do next."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from flowdown.evidence.profile.field import Answer
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Blank, Paper, Sheet, Told
from flowdown.report.dossier.passing import clauses_to_pass
from flowdown.report.dossier.serving import served_by_supplier

_YEAR = 365


@dataclass(frozen=True, slots=True)
class Row:
    """A supplier."""

    id: str
    name: str
    is_subcontractor: str
    contracts: str
    answered: Told
    next: str
    contact: Told
    at: str


@dataclass(frozen=True, slots=True)
class TrackerContext:
    """The tracker."""

    rows: tuple[Row, ...]
    answered: int
    missing: tuple[str, ...]
    old: tuple[str, ...]


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    if not facts.profile.suppliers:
        return Absent("the profile states no supplier")
    carrying = {each.contract for each in clauses_to_pass(facts)}
    rows, missing, old = [], [], []
    for index, each in enumerate(facts.profile.suppliers):
        serves = served_by_supplier(facts.profile, each)
        is_bound = bool(carrying & set(serves.contracts))
        day = each.attested if isinstance(each.attested, datetime.date) else None
        is_old = day is not None and (facts.as_of - day).days > _YEAR
        if is_bound and each.subcontractor is not Answer.NO and day is None:
            missing.append(each.name or each.id)
        if is_old:
            old.append(each.name or each.id)
        following = _next(each.subcontractor, is_bound=is_bound, day=day, is_old=is_old)
        is_owed = following != _NONE
        rows.append(
            Row(
                each.id,
                each.name or each.id,
                each.subcontractor.value,
                serves.words,
                f"{day.isoformat()}{' (older than a year)' if is_old else ''}"
                if day
                else _or_dash("day of its answer", is_owed),
                following,
                each.contact or _or_dash("contact", is_owed),
                facts.stands_at(("suppliers", index)),
            )
        )
    rows.sort(key=lambda each: (_RANKS.index(each.next) if each.next in _RANKS else len(_RANKS), each.id))
    answered = sum(isinstance(each.attested, datetime.date) for each in facts.profile.suppliers)
    context = TrackerContext(tuple(rows), answered, tuple(missing), tuple(old))
    return (Sheet("attestation-tracker", "Tracker of attestations", context),)


_SEND, _SETTLE, _AGAIN, _KEEP, _NONE = (
    "send the letter and the form",
    "settle whether it is a subcontractor, then send",
    "ask again: the answer is older than a year",
    "keep the answer; ask again when something changes",
    "nothing is owed by a clause; ask if it supplies what is covered",
)
_RANKS = (_SEND, _SETTLE, _AGAIN, _KEEP, _NONE)


def _or_dash(what: str, is_owed: bool) -> Told:
    """A blank where something is owed."""
    return Blank(what) if is_owed else "–"


def _next(subcontractor: Answer, *, is_bound: bool, day: datetime.date | None, is_old: bool) -> str:
    if is_old:
        return _AGAIN
    if day is not None:
        return _KEEP
    if not is_bound or subcontractor is Answer.NO:
        return _NONE
    return _SEND if subcontractor is Answer.YES else _SETTLE


PAPER = Paper(
    id="attestation-tracker",
    title="Tracker of attestations",
    for_whom="purchasing, supply-chain risk",
    about="who was asked, who answered, whose answer is missing or old, what comes next; exceptions and escalation",
    rank=53,
    build=_build,
)
