"""A report on something found: its fields and offices as the clause version of the contract has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flowdown.base.moment import Moment
from flowdown.orders.duty import ReportField
from flowdown.reason.filled_field import fill
from flowdown.reason.occurrence import Occurrence
from flowdown.reason.running import RunningClock, State
from flowdown.report.deadlines_page import say_moment
from flowdown.report.dossier.clocks import ClockTold, tell
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Blank, Sheet, Told, name_sheet, told
from flowdown.report.dossier.say import moment_or, number_of_contract, say_agency, say_role

_FIRST = (
    ReportField(name="contract number"),
    ReportField(name="order number(s)", what="if there are any"),
    ReportField(name="name of product or service provided or used"),
    ReportField(name="name of covered article or source", what="maker or vendor"),
    ReportField(name="vendor name"),
    ReportField(name="vendor CAGE", only_if_known=True),
    ReportField(name="vendor UEI", only_if_known=True),
    ReportField(name="brand"),
    ReportField(name="model number"),
    ReportField(name="item description"),
    ReportField(name="readily available mitigation information"),
)
_SECOND = (
    ReportField(name="further mitigation information"),
    ReportField(name="efforts made to prevent use or submission"),
    ReportField(name="further efforts planned"),
)
"""What a report asks for under the clauses of which the fields were read (FAR 52.204-25, 52.204-30)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something that the report says is stated."""

    what: str
    at: str


@dataclass(frozen=True, slots=True)
class ReportContext:
    """A report. `sent` is empty until it went out; `first_sent` is when the report before it did.

    `is_listed`: its fields are those of a list that was read, of this version or another one; else those that other
    clauses ask for.
    """

    clock: ClockTold
    is_listed: bool
    number: Told
    agency: Told
    role: Told
    customer: str
    reporter: str
    uei: Told
    cage: Told
    contact: Told
    identified: Told
    notified: str
    where: Told
    evidence: tuple[Evidence, ...]
    sent: str
    reference: Told
    first_sent: Told
    is_second: bool


def report_sheet(facts: Facts, clock: RunningClock) -> Sheet:
    """The document of one duty, contract and find."""
    found = next((each for each in facts.occurrences if each.id == clock.found), None)
    title = f"{clock.title[:1].upper()}{clock.title[1:]}: {clock.what or clock.found}, {clock.contract}"
    name = name_sheet(
        "second-report" if clock.follows else "first-report", clock.contract, clock.order, clock.duty, clock.found
    )
    return Sheet(name, title, _context(facts, clock, found))


def _context(facts: Facts, clock: RunningClock, found: Occurrence | None) -> ReportContext:
    contract = facts.contract(clock.contract)
    us = facts.profile.organisation
    stated = found.discovery if found is not None else None
    customers = {each.id: each.name or each.id for each in facts.profile.customers}
    first = next((each for each in facts.deadlines.clocks if _is_first_of(each, clock)), None)
    is_listed = bool(clock.fields)
    common = () if is_listed else fill(_SECOND if clock.follows else _FIRST, contract, found)
    told_of = tell(clock if is_listed else replace(clock, fields=common))
    fields = tuple(replace(each, value=_named(facts, each.value)) for each in told_of.fields)
    return ReportContext(
        replace(told_of, fields=fields),
        is_listed,
        number_of_contract(contract) if contract is not None else Blank("contract number"),
        say_agency(contract) if contract is not None else Blank("agency"),
        say_role(contract) if contract is not None else Blank("prime or subcontractor"),
        customers.get(str(contract.customer), "") if contract is not None else "",
        us.name or us.id,
        told(us.uei, "our UEI"),
        told(us.cage, "our CAGE code"),
        told(", ".join(facts.people("reports", "contracts")[:2]), "who sends it"),
        moment_or(_of(found, "identification"), "day and time of identification"),
        say_moment(moment) if (moment := _of(found, "notification")) is not None else "",
        _where(facts, stated.where if stated is not None else ""),
        tuple(_evidence(facts, clock, found)),
        (say_moment(clock.met) if clock.met else "sent, when is not known") if clock.state is State.MET else "",
        told(clock.reference, "confirmation number or other proof of filing"),
        say_moment(first.met) if first is not None and first.met else Blank("when the first report was submitted"),
        bool(clock.follows),
    )


def _where(facts: Facts, name: str) -> Told:
    """The place of a find as the profile calls it, with its id."""
    profile = facts.profile
    names = {each.id: each.name for each in profile.equipment}
    names |= {each.id: each.name for each in profile.systems} | {each.id: each.name for each in profile.suppliers}
    title = names.get(name, "")
    device = next((each for each in profile.equipment if each.id == name), None)
    site = f", {device.place}" if device is not None and device.place else ""
    return told(
        f"{title} ({name}){site}" if title and title != name else name and f"{name}{site}", "where it was found"
    )


def _named(facts: Facts, value: Told) -> Told:
    """A vendor's id as its name."""
    return facts.vendor_name(value) if isinstance(value, str) else value


def _is_first_of(each: RunningClock, clock: RunningClock) -> bool:
    same = (each.order, each.contract, each.found) == (clock.order, clock.contract, clock.found)
    return same and each.duty == clock.follows


def _of(found: Occurrence | None, event: str) -> Moment | None:
    if found is None:
        return None
    return next((moment for each, moment in found.moments.items() if each.value == event), None)


def _evidence(facts: Facts, clock: RunningClock, found: Occurrence | None) -> Iterator[Evidence]:
    profile = facts.profile
    for index, each in enumerate(profile.discoveries):
        if found is not None and each.id == found.id:
            yield Evidence("the find, and when it was made", facts.stands_at(("discoveries", index)))
    for index, device in enumerate(profile.equipment):
        if found is not None and found.device is not None and device.id == found.device.id:
            yield Evidence(f"equipment {device.id}", facts.stands_at(("equipment", index)))
    for index, supplier in enumerate(profile.suppliers):
        if found is not None and found.supplier is not None and supplier.id == found.supplier.id:
            yield Evidence(f"supplier {supplier.name or supplier.id}", facts.stands_at(("suppliers", index)))
    for index, contract in enumerate(profile.contracts):
        if contract.id == clock.contract:
            yield Evidence(f"contract {contract.id}", facts.stands_at(("contracts", index)))
    if clock.applies.clause:
        yield Evidence("clause of the contract", clock.applies.clause)
    if clock.quote:
        yield Evidence("text of the duty", f"{clock.cites or clock.order} [{clock.mark}]")
