"""States discoveries, submitted reports and reviews as claims."""

from __future__ import annotations

import datetime

from flowdown.base.strict_yaml import Path
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.discovery import Discovery, When, moment_of
from flowdown.evidence.profile.field import Answer
from flowdown.evidence.profile.profile import OWN_BUSINESS, ids_of
from flowdown.evidence.profile.statement import Statement, document_of, is_unknown, words_of

_P = Predicate
_DESCRIBED = ("what", "brand", "model", "mitigation", "note")


def state_discoveries(statement: Statement) -> None:
    """State every discovery and review."""
    profile = statement.stated.profile
    for index, found in enumerate(profile.discoveries):
        path: Path = ("discoveries", index)
        _state_events(statement, found, path)
        _state_use(statement, found, path)
    for index, review in enumerate(profile.reviews):
        subject = statement.node(review.contract) if review.contract else statement.stated.node
        at: Path = ("reviews", index, "on")
        _state_moment(statement, at, subject, review.on, "reviewed", review.duty, "", review.note, review.by)


def _state_events(statement: Statement, found: Discovery, path: Path) -> None:
    node = f"{document_of(statement.stated)}/discovery/{found.id}"
    for name in _DESCRIBED:
        statement.describe(path, node, name, getattr(found, name))
    for name, when in (("identified", found.identified), ("notified", found.notified)):
        _state_moment(statement, (*path, name), node, when, name)
    for index, sent in enumerate(found.submitted):
        at: Path = (*path, "submitted", index, "at")
        _state_moment(statement, at, node, sent.at, "submitted", sent.report, sent.contract, sent.reference)


def _state_moment(
    statement: Statement,
    path: Path,
    subject: str,
    when: When,
    event: str,
    duty: str = "",
    contract: str = "",
    note: str = "",
    by: str = "",
) -> None:
    moment = moment_of(when, statement.stated.profile.organisation.time_zone)
    if moment is None:
        return
    time = moment.time.isoformat("minutes") if moment.time is not None else ""
    zone = moment.zone if time else ""
    day = f"day:{moment.day.isoformat()}"
    statement.say(
        path,
        subject,
        _P.DATED,
        day,
        event=event,
        time=time,
        zone=zone,
        duty=duty,
        contract=contract,
        note=note,
        by=by,
    )


def _state_use(statement: Statement, found: Discovery, path: Path) -> None:
    """That the maker's product is there, from the day on which it was found."""
    if not isinstance(found.maker, str) or not found.maker or is_unknown(found.maker):
        return
    maker, is_sure = statement.maker(found.maker)
    if not maker:
        return
    present = Answer.YES if is_sure else Answer.UNKNOWN
    place = _node_of(statement, found.where)
    if place.startswith("device:"):
        statement.say((*path, "maker"), place, _P.MADE_BY, maker, present=present)
        return
    contracts = [f"contract:{each}" for each in words_of(found.contracts) if each != OWN_BUSINESS]
    for node in [place] if place else contracts:
        period = (_first_day(found), None)
        statement.say((*path, "maker"), node, _P.USES, maker, period=period, present=present, product=found.what)


def _first_day(found: Discovery) -> datetime.date | None:
    moments = (moment_of(found.identified), moment_of(found.notified))
    return min((each.day for each in moments if each is not None), default=None)


def _node_of(statement: Statement, where: str) -> str:
    """The node of the place; empty where none is stated."""
    profile = statement.stated.profile
    for kind, named in (("device", profile.equipment), ("repository", profile.repositories)):
        if where in ids_of(named):
            return f"{kind}:{where}"
    return statement.node(where) if where else ""
