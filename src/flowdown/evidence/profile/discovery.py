"""What an organisation found of a covered vendor and when, and what it reviewed or certified: what starts its clocks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TypeAlias

from flowdown.base.errors import UnusableArgument
from flowdown.base.moment import Moment, parse_moment
from flowdown.evidence.profile.field import Unknown, said

When: TypeAlias = datetime.date | str | Unknown | None
"""A day, a day with a time (`2026-07-03T16:00`), `unknown`, or nothing written."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A report that was submitted."""

    report: str = said("the duty as `flowdown deadlines` names it (`us-889-report/first`), or its order's id", "")
    contract: str = said("for which contract; left out: for all that the find concerns", "")
    at: When = said("when, as `2026-07-06T10:30`", None)
    reference: str = said("the proof of filing: a number, or a document", "")


@dataclass(frozen=True, slots=True)
class Discovery:
    """Something of a covered vendor that was found, or of which somebody told you."""

    id: str = said("a short name", "")
    what: str = said("what was found", "")
    maker: str | Unknown | None = said(
        "whose it is: a vendor's id (`flowdown vendors`) or a name", None, "whose product is it that was found in {id}?"
    )
    where: str = said("where: an id of `equipment`, `systems`, `repositories` or `suppliers`", "")
    contracts: tuple[str, ...] | Unknown | None = said(
        "the contracts (or `own-business`) that it concerns; left out: those that the place serves", None
    )
    identified: When = said(
        "when you identified it, as `2026-07-03T16:00` (in your time zone unless it says one)", None
    )
    notified: When = said("when a subcontractor or anybody else told you", None)
    brand: str = said("the brand on it, if not the maker's", "")
    model: str = said("model number, if `where` does not say it", "")
    supplier: str = said("who supplied it: an id of `suppliers`", "")
    mitigation: str = said("what is at hand to lessen the harm", "")
    submitted: tuple[Submission, ...] = said("reports that went out", ())
    note: str = said("anything else", "")


@dataclass(frozen=True, slots=True)
class Review:
    """A duty that comes again or has a fixed day, as you met it."""

    duty: str = said("the duty as `flowdown deadlines` names it, or its order's id", "")
    contract: str = said("for which contract; left out: for all", "")
    on: When = said("when it was done", None)
    by: str = said("who did it: an id of `people`, or a name", "")
    note: str = said("what was searched, and with which result", "")


def moment_of(when: When, zone: str = "") -> Moment | None:
    """What is stated as a moment, in a zone unless it names one; None for what is not known or no moment."""
    if isinstance(when, datetime.date):
        return Moment(when)
    if not isinstance(when, str):
        return None
    try:
        return parse_moment(when).with_zone("" if zone == "unknown" else zone)
    except UnusableArgument:
        return None
