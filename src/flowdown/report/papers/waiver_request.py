"""A request for a waiver or exemption, for each order that knows one and each contract in which a use is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flowdown.catalogue.kinds import Basis
from flowdown.orders.duty import Duty
from flowdown.orders.norm import names
from flowdown.orders.order import Order
from flowdown.reason.addressee import addressees
from flowdown.reason.filled_field import fill
from flowdown.reason.setting import settings_of
from flowdown.report.deadlines_page import say_day
from flowdown.report.dossier.answers import Answer, Stands, Text, Texts, answers_on
from flowdown.report.dossier.clocks import FieldTold
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Blank, Paper, Sheet, Told, name_sheet, told
from flowdown.report.dossier.say import brief, number_of_contract, place_of, say_agency, say_amount, say_role
from flowdown.report.dossier.seen_thing import as_found
from flowdown.report.dossier.serving import served_by_tree
from flowdown.report.dossier.unreported import vendors_of
from flowdown.report.dossier.ways import of_each_kind, says, taken
from flowdown.report.norm_words import plain
from flowdown.report.organisation_summary import short
from flowdown.report.plan_v1 import PlanUseV1, PlanV1
from flowdown.report.words import count, mark_words
from flowdown.scan.sighting import STRENGTHS, Sighting

_KEEPING = ("swap the model", "swap the route", "swap the SDK", "replace it", "isolate the contract work")
"""The ways out that keep what is done with the vendor now."""
_NO_RELIEF = ("", "none", "not stated")


@dataclass(frozen=True, slots=True)
class Alternative:
    """What could take the vendor's place, as the profile states it."""

    id: str
    what: str
    days: Told
    ready: str
    at: str


@dataclass(frozen=True, slots=True)
class PlannedTold:
    """A way out of the use, as the plan weighs it."""

    id: str
    what: str
    days: str
    stands: str
    why: str


@dataclass(frozen=True, slots=True)
class WaiverContext:
    """The request."""

    order: str
    order_title: str
    relief: str
    contract: str
    number: Told
    agency: Told
    role: Told
    value: Told
    stands: str
    says: str
    seen: tuple[str, ...]
    texts: tuple[Text, ...]
    fields: tuple[FieldTold, ...]
    fields_read: bool
    cites: str
    quote: str
    mark: str
    to: tuple[str, ...]
    asks: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    planned: tuple[PlannedTold, ...]
    way_out: tuple[str, ...]
    not_needed: tuple[str, ...]
    granted_by: tuple[str, ...]
    reporter: str
    uei: Told
    cage: Told


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    sheets = []
    for setting in settings_of(facts.profile.contracts):
        texts = Texts(facts)
        for answer in answers_on(facts, setting.subject, texts):
            order = facts.order(answer.id)
            seen = _seen(facts, order, setting.id, answer) if order is not None and _has_relief(order) else ()
            if order is None or not seen:
                continue
            title = f"Request for a waiver: {brief(order.title)}, {setting.id}"
            context = _context(facts, order, setting.id, replace(answer, seen=seen), texts)
            sheets.append(Sheet(name_sheet("waiver-request", order.id, setting.id), title, context))
    return tuple(sheets) or Absent("no use is seen that an order with a waiver or exemption forbids, or may forbid")


def _seen(facts: Facts, order: Order, contract: str, answer: Answer) -> tuple[str, ...]:
    """The use for which relief is asked: what the answer saw; of an order that may bind, what runs of its vendors."""
    if answer.stands in (Stands.BREACH, Stands.PERHAPS):
        return answer.seen or ("as the applicability memo says",)
    return tuple(_used(facts, order, contract)) if answer.stands in (Stands.DUTY, Stands.OPEN) else ()


def _used(facts: Facts, order: Order, contract: str) -> Iterator[str]:
    """Where the vendors of an order run for a contract, a line for each vendor and tree."""
    found: dict[tuple[str, str], list[Sighting]] = {}
    for each in facts.scan.sightings:
        if each.is_use and each.vendor in order.vendors and each.basis is not Basis.LIBRARY:
            found.setdefault((each.tree, each.vendor or ""), []).append(each)
    for (tree, vendor), sightings in sorted(found.items()):
        if contract in served_by_tree(facts, tree).contracts:
            first = min(sightings, key=lambda each: (STRENGTHS.index(each.strength), each.order))
            yield f"{facts.vendor_name(vendor)} in {tree}, {first.strength.value}: `{place_of(first)}` ({count(len(sightings), 'line')})"


def _has_relief(order: Order) -> bool:
    return (order.waiver_note.strip() not in _NO_RELIEF and order.kind != "terms") or _duty(order) is not None


def _duty(order: Order) -> Duty | None:
    """The duty that says what a request discloses."""
    return next((each for each in order.duties if each.action == "disclose" and "waiver" in each.id), None)


def _context(facts: Facts, order: Order, setting: str, answer: Answer, texts: Texts) -> WaiverContext:
    contract, duty, us = facts.contract(setting), _duty(order), facts.profile.organisation
    answers = [
        each
        for each in facts.check.determinations
        if each.order == order.id and each.subject in (f"contract:{setting}", setting)
    ]
    vendors = {vendor for each in answers for vendor, _ in vendors_of(facts, each)}
    found = next(
        (each for each in facts.occurrences if setting in each.contracts and each.maker in order.vendors),
        as_found(facts, answers, vendors),
    )
    fields = fill(duty.fields, contract, found) if duty is not None else ()
    uses = tuple(_uses(facts, order, setting))
    return WaiverContext(
        order.id,
        order.title,
        order.waiver_note.strip(),
        setting,
        number_of_contract(contract) if contract is not None else "the company's own business",
        say_agency(contract) if contract is not None else Blank("agency that is asked"),
        say_role(contract) if contract is not None else Blank("prime or subcontractor"),
        say_amount(contract) if contract is not None else Blank("contracts that depend on it"),
        answer.stands,
        answer.says,
        answer.seen,
        tuple(each for each in texts.all() if each.id in answer.texts),
        tuple(
            FieldTold(
                each.name,
                each.what,
                facts.vendor_name(each.value) or Blank(f"{each.name}{', if known' if each.only_if_known else ''}"),
            )
            for each in fields
        ),
        duty is not None and duty.fields_read and bool(duty.fields),
        duty.cites if duty is not None else "",
        duty.quote if duty is not None else "",
        mark_words(duty.mark) if duty is not None else "",
        tuple(each.office for each in addressees(duty.to, contract)) if duty is not None else (),
        answer.asks,
        tuple(_alternatives(facts, vendors)),
        tuple(_planned(uses)),
        tuple(_way_out(uses)),
        tuple(f"{use.id}: {way.title}" for _, use in uses if (way := taken(use)) is not None and way.kind in _KEEPING),
        tuple(_granted_by(facts, order)),
        us.name or us.id,
        told(us.uei, "our UEI"),
        told(us.cage, "our CAGE code"),
    )


def _alternatives(facts: Facts, vendors: set[str]) -> Iterator[Alternative]:
    for index, each in enumerate(facts.profile.alternatives):
        if each.to in vendors:
            what = f"{facts.vendor_name(each.vendor)}{f' {each.what}' if each.what else ''} for {facts.vendor_name(each.to)}"
            days = f"{each.days} days" if each.days is not None else Blank("days that the change takes")
            yield Alternative(
                f"{each.to} {each.vendor}", what, days, each.ready.value, facts.stands_at(("alternatives", index))
            )


def _uses(facts: Facts, order: Order, setting: str) -> Iterator[tuple[PlanV1, PlanUseV1]]:
    """What the plan leaves in this contract of the vendors of this order."""
    plan = facts.make_plan() if facts.make_plan is not None else None
    if plan is not None:
        for use in plan.uses:
            if use.vendor in order.vendors and setting in map(short, use.subjects):
                yield plan, use


def _planned(uses: Sequence[tuple[PlanV1, PlanUseV1]]) -> Iterator[PlannedTold]:
    """The ways out that leave the vendor and keep what is done with it: the cheapest of each kind."""
    for _, use in uses:
        for each in of_each_kind(use):
            if each.kind in _KEEPING:
                told = f"{each.kind}: {each.title}"
                yield PlannedTold(f"{use.id} {each.id}", told, f"{each.days:g}", *says(use, each))


def _way_out(uses: Sequence[tuple[PlanV1, PlanUseV1]]) -> Iterator[str]:
    for plan, use in uses:
        steps = [each for each in plan.steps if use.id in each.uses]
        way = taken(use)
        if way is not None and steps:
            yield (
                f"{way.kind}: {way.title}, {way.days:g} days of work, done by {say_day(max(each.ends for each in steps))} "
                "if it begins as planned"
            )


def _granted_by(facts: Facts, order: Order) -> Iterator[str]:
    """Who may grant relief, as the order's own text says."""
    known = {each.id: each.name for each in facts.library.authorities}
    for name in dict.fromkeys(name for norm in order.norms for name in names(norm.waivable_by)):
        yield known.get(name) or plain(name)


PAPER = Paper(
    id="waiver-request",
    title="Request for a waiver or exemption",
    for_whom="counsel, to the contracting officer or the agency",
    about="the fields that the text asks for, the use that is seen, why it is needed, how the risk is kept down",
    rank=61,
    build=_build,
)
