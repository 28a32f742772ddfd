"""The words in which papers say days, contracts and places."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowdown.evidence.profile.clause import in_words, month_of, name_clause
from flowdown.evidence.profile.contract import AgencyKind, Contract, StatedClause
from flowdown.orders.order import Order
from flowdown.reason.citing import say_status
from flowdown.report.deadlines_page import say_day, say_moment
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Blank, Told, told
from flowdown.report.norm_words import plain
from flowdown.report.words import place_text

if TYPE_CHECKING:
    from flowdown.base.strict_yaml import Path
    from flowdown.scan.sighting import Sighting

_SECTIONS = {
    "known-use": "vendors",
    "device": "equipment",
    "supplier": "suppliers",
    "system": "systems",
    "tree": "repositories",
    "contract": "contracts",
}


def capital(text: str) -> str:
    """A sentence with its first letter large, unless it is a name of ours."""
    first = text.split(" ", 1)[0]
    return text if any(each in first for each in "/-_`.") else text[:1].upper() + text[1:]


def brief(title: str) -> str:
    """The title of an order up to what is only added to it."""
    return re.split(r", | \(", title, maxsplit=1)[0]


def with_names(facts: Facts, order: Order, text: str) -> str:
    """A text with the names of the order's vendors in place of their ids."""
    for vendor in order.vendors:
        text = re.sub(rf"(?<![\w/-]){re.escape(vendor)}(?![\w/-])", facts.vendor_name(vendor), text)
    return text


def status_of(facts: Facts, order: Order) -> str:
    """The state of an order on the day; an instrument of which no day is known is not said to be unissued."""
    if not order.status:
        return "no day of its coming into force is known; it stands where a contract carries it"
    last = order.status_on(facts.as_of, facts.check.known_at)
    if last is not None and order.state_on(facts.as_of, facts.check.known_at) is None:
        return f"{last.status.value.replace('-', ' ')} on {last.day.isoformat()} ({last.what})"
    told, state = (
        say_status(order, facts.as_of, facts.check.known_at),
        order.state_on(facts.as_of, facts.check.known_at),
    )
    return told.replace(state.status.value, plain(state.status.value), 1) if state is not None else told


def day_or(when: object, what: str) -> Told:
    """A day with its weekday, or the blank where it is not known."""
    return say_day(when) if isinstance(when, datetime.date) else Blank(what)


def moment_or(when: object, what: str) -> Told:
    """A day, perhaps with a time, or the blank where it is not known."""
    from flowdown.base.moment import Moment

    return say_moment(when) if isinstance(when, Moment) else Blank(what)


def number_of_contract(contract: Contract) -> Told:
    """The Government's number with the firm's own, or the blank."""
    piid = told(contract.piid, f"contract number (PIID) of {contract.id}")
    if isinstance(piid, Blank):
        return f"{contract.number} (your customer's number)" if contract.number else piid
    return f"{piid} (your number {contract.number})" if contract.number and contract.number != piid else piid


def say_role(contract: Contract) -> Told:
    """Whether the firm is the prime."""
    if not isinstance(contract.tier, int):
        return Blank(f"prime or subcontractor of {contract.id}")
    return "prime" if contract.tier == 0 else f"subcontractor, tier {contract.tier}"


def say_agency(contract: Contract) -> Told:
    """For whom the work is, in the end."""
    kind = "" if contract.agency_kind is AgencyKind.UNKNOWN else f"{contract.agency_kind.value}"
    if isinstance(contract.agency, str) and contract.agency != "unknown":
        return f"{contract.agency} ({kind})" if kind else contract.agency
    return kind or Blank(f"agency of {contract.id}")


def say_clause(clause: StatedClause) -> str:
    """A clause as it stands in a contract."""
    version = clause.version
    month = month_of(version) if isinstance(version, str | datetime.date) else ""
    alternate = f" Alternate {clause.alternate}" if clause.alternate else ""
    deviation = f", deviation {clause.deviation}" if clause.deviation else ""
    return f"{name_clause(clause.clause)}{alternate}{f' ({in_words(month)})' if month else ''}{deviation}"


def say_amount(contract: Contract) -> Told:
    """What a contract is worth."""
    if isinstance(contract.value, int | float):
        return f"{contract.currency} {contract.value:,.0f}"
    return Blank(f"value of {contract.id}")


def place_of(sighting: Sighting) -> str:
    """Where something was seen, with its tree."""
    return f"{sighting.tree}/{place_text(sighting.place)}" if sighting.place.path else sighting.tree


def called(facts: Facts, place: str) -> str:
    """What the profile calls a place, with its id; a vendor by its name."""
    kind, _, name = place.partition(":")
    if kind == "known-use":
        return facts.vendor_name(name)
    stated = getattr(facts.profile, _SECTIONS[kind]) if kind in _SECTIONS else ()
    title = next((str(getattr(each, "name", "")) for each in stated if getattr(each, "id", "") == name), "")
    return f"{title} ({name})" if title and title != name else name


def stated_at(facts: Facts, place: str) -> str:
    """Where in the profile a place stands; empty for one that it does not name."""
    return next(_stands(facts, place), "")


def _stands(facts: Facts, place: str) -> Iterator[str]:
    kind, _, name = place.partition(":")
    section = _SECTIONS.get(kind, "")
    if not section:
        return
    for index, each in enumerate(getattr(facts.profile, section)):
        if name in (getattr(each, "id", ""), getattr(each, "vendor", "") if kind == "known-use" else ""):
            path: Path = (section, index)
            yield facts.stands_at(path)
