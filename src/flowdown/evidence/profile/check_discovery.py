"""Examines what is stated of discoveries, reports that were submitted, and reviews."""

from __future__ import annotations

import datetime

from flowdown.base.errors import UnusableArgument
from flowdown.base.moment import Moment, parse_moment
from flowdown.base.strict_yaml import Path
from flowdown.evidence.profile.check import LIKELY_YEARS, Desk
from flowdown.evidence.profile.discovery import Discovery, When
from flowdown.evidence.profile.profile import OWN_BUSINESS, ids_of


def check_discoveries(desk: Desk) -> None:
    """Examine every discovery and review."""
    profile = desk.profile
    contracts = ids_of(profile.contracts)
    places = ids_of(profile.equipment, profile.systems, profile.repositories, profile.suppliers)
    for index, found in enumerate(profile.discoveries):
        path: Path = ("discoveries", index)
        desk.reference(found.where, (*path, "where"), places, "equipment, system, repository or supplier")
        desk.reference(found.supplier, (*path, "supplier"), ids_of(profile.suppliers), "supplier")
        for word in found.contracts if isinstance(found.contracts, tuple) else ():
            desk.reference(word, (*path, "contracts"), contracts | {OWN_BUSINESS}, "contract")
        if found.identified is None and found.notified is None:
            desk.refuse("says not when", path, "write `identified:` or `notified:`, with a moment or `unknown`")
        starts = [
            moment
            for name, when in (("identified", found.identified), ("notified", found.notified))
            if (moment := _moment(desk, when, (*path, name))) is not None
        ]
        _check_submissions(desk, found, starts, contracts, path)
    for index, review in enumerate(profile.reviews):
        path = ("reviews", index)
        if not review.duty:
            desk.refuse("says not which duty", path, "write `duty: ...`; `flowdown deadlines` names them")
        if review.on is None:
            desk.refuse("says not when", path, "write `on: ...`")
        desk.reference(review.contract, (*path, "contract"), contracts, "contract")
        _moment(desk, review.on, (*path, "on"))


def _check_submissions(
    desk: Desk, found: Discovery, starts: list[Moment], contracts: frozenset[str], path: Path
) -> None:
    for index, submission in enumerate(found.submitted):
        below: Path = (*path, "submitted", index)
        if not submission.report:
            desk.refuse("says not which report", below, "write `report: ...`; `flowdown deadlines` names them")
        if submission.at is None:
            desk.refuse("says not when", below, "write `at: ...`")
        desk.reference(submission.contract, (*below, "contract"), contracts, "contract")
        at = _moment(desk, submission.at, (*below, "at"))
        if at is not None and starts and all(_is_before(at, start) for start in starts):
            first = min(start.day for start in starts)
            desk.refuse(f"was submitted on {at.day.isoformat()}, before it was found ({first.isoformat()})", below)


def _is_before(one: Moment, other: Moment) -> bool:
    if one.time is None or other.time is None:
        return one.day < other.day
    first, second = one.instant, other.instant
    if first is None or second is None:
        # Without a zone on both sides a day is what they may differ by.
        return (other.day - one.day).days > 1 or (
            one.zone == other.zone and (one.day, one.time) < (other.day, other.time)
        )
    return first < second


def _moment(desk: Desk, when: When, path: Path) -> Moment | None:
    if isinstance(when, str):
        try:
            moment = parse_moment(when)
        except UnusableArgument as error:
            desk.refuse(error.message, path, error.hint)
            return None
    elif isinstance(when, datetime.date):
        moment = Moment(when)
    else:
        return None
    if moment.day.year not in LIKELY_YEARS:
        desk.refuse(f"`{moment.day.isoformat()}` is no likely day", path)
    zone = desk.profile.organisation.time_zone
    return moment.with_zone("" if zone == "unknown" else zone)
