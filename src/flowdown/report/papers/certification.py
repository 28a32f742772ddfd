"""A certificate or representation, with the evidence that it rests on and the limits within which it is given."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.orders.order import Order
from flowdown.reason.determination import Outcome
from flowdown.reason.running import RunningClock
from flowdown.report.dossier.answers import stands
from flowdown.report.dossier.clocks import ClockTold, FieldTold, apart, gather, tell
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Paper, Sheet, Told, name_sheet, told
from flowdown.report.dossier.say import brief, capital, place_of
from flowdown.report.dossier.unknown_makers import UnknownMaker, makers_named, unknown_makers
from flowdown.report.organisation_summary import short
from flowdown.report.words import listed

_MOST, _FEW = 12, 4


@dataclass(frozen=True, slots=True)
class Against:
    """Something seen that speaks against signing."""

    id: str
    what: str
    at: str


@dataclass(frozen=True, slots=True)
class CertificateContext:
    """The draft."""

    order: str
    order_title: str
    addressee: str
    clocks: tuple[ClockTold, ...]
    fields: tuple[FieldTold, ...]
    against: tuple[Against, ...]
    more_against: int
    unknown: tuple[UnknownMaker, ...]
    may_be_of: tuple[str, ...]
    missing: tuple[str, ...]
    makers: tuple[str, ...]
    files: int
    read: int
    gaps: int
    trees: tuple[str, ...]
    searches: int
    suppliers: int
    attested: int
    limits: tuple[str, ...]
    open_points: tuple[str, ...]
    signer: Told
    reporter: str
    uei: Told
    cage: Told


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    by_order: dict[str, list[RunningClock]] = defaultdict(list)
    for clock in facts.deadlines.clocks:
        if clock.action == "certify":
            by_order[clock.order].append(clock)
    sheets = []
    for identity, clocks in sorted(by_order.items()):
        order = facts.order(identity)
        if order is not None:
            title = f"Certification: {brief(order.title)}"
            sheets.append(Sheet(name_sheet("certification", identity), title, _context(facts, order, clocks)))
    return tuple(sheets) or Absent("no duty to certify or represent with a day binds, as far as is known")


def _context(facts: Facts, order: Order, clocks: list[RunningClock]) -> CertificateContext:
    against, makers = _against(facts, order), makers_named(facts, order)
    unknown = tuple(unknown_makers(facts)) if makers else ()
    told_of = tuple(map(tell, apart(clocks)))
    scan, us = facts.report.scan, facts.profile.organisation
    attested = sum(1 for each in facts.profile.suppliers if told(each.attested, "x") == str(each.attested))
    asks = [question for each in clocks for question in (*each.applies.asks, *each.asks)]
    return CertificateContext(
        order.id,
        order.title,
        order.addressee,
        gather(told_of),
        tuple({each.name: each for clock in told_of for each in clock.fields}.values()),
        against[:_MOST],
        max(len(against) - _MOST, 0),
        unknown,
        makers if unknown else (),
        tuple(_missing(facts, unknown)),
        tuple(sorted(facts.vendor_name(each) for each in order.vendors)),
        scan.coverage.files,
        scan.coverage.read,
        len(scan.gaps),
        tuple(f"{each.id}{f' at revision {each.revision[:12]}' if each.revision else ''}" for each in scan.trees),
        facts.log.total if facts.log is not None else 0,
        len(facts.profile.suppliers),
        attested,
        facts.check.limits,
        tuple(dict.fromkeys(map(capital, asks))),
        told(", ".join(facts.people("signs")), "who signs, with title"),
        us.name or us.id,
        told(us.uei, "our UEI"),
        told(us.cage, "our CAGE code"),
    )


def _missing(facts: Facts, unknown: tuple[UnknownMaker, ...]) -> Iterator[str]:
    """What is not there yet of which an inquiry would be made: before it is, none can be said to have been."""
    if facts.log is None or not facts.log.total:
        yield "no search is in the inquiry log, beside that of the code for this paper (`flowdown log add`)"
    silent = [each for each in facts.profile.suppliers if not isinstance(each.attested, datetime.date)]
    if silent:
        few = tuple(each.name or each.id for each in silent[:_FEW])
        more = f" and {len(silent) - _FEW} more" if len(silent) > _FEW else ""
        yield f"no answer in writing of {', '.join(few) if more else listed(few)}{more}"
    if unknown:
        yield f"who makes {listed(tuple(each.id for each in unknown[:_FEW]))}{f' and {len(unknown) - _FEW} more devices' if len(unknown) > _FEW else ''}"
    if not facts.profile.vendors:
        yield "subscriptions and accounts: none is stated in the profile"
    if not facts.report.scan.coverage.read:
        yield "no code was read"


def _against(facts: Facts, order: Order) -> tuple[Against, ...]:
    """What is seen of the order's vendors, in any answer of an order that names them."""
    found: dict[str, Against] = {}
    names = set(order.vendors)
    for sighting in facts.scan.sightings:
        if sighting.is_use and sighting.vendor in names:
            place = place_of(sighting)
            what = f"{facts.vendor_name(sighting.vendor)}, {sighting.basis.value}, {sighting.strength.value}"
            found[place] = Against(place, what, place)
    for each in facts.check.determinations:
        if each.order == order.id and each.outcome in (Outcome.BREACH, Outcome.UNDETERMINED) and each.places:
            name = f"{each.order} {each.subject}"
            found.setdefault(name, Against(name, f"{order.title}: {stands(facts, each).value}", short(each.subject)))
    for index, use in enumerate(facts.profile.vendors):
        if use.vendor in names:
            at = facts.stands_at(("vendors", index))
            found[at] = Against(at, f"{facts.vendor_name(use.vendor)}: {use.what or 'stated use'}", at)
    from flowdown.evidence.profile.maker import Makers

    makers = Makers(facts.catalogue)
    for index, device in enumerate(facts.profile.equipment):
        for maker in (device.maker, *(each.maker for each in device.installed)):
            known = makers.recognise(maker) if isinstance(maker, str) else None
            if known is not None and known.vendor in names:
                at = facts.stands_at(("equipment", index))
                found[f"{at} {known.vendor}"] = Against(
                    at, f"{facts.vendor_name(known.vendor)}: {device.kind or device.id}", at
                )
    return tuple(found.values())


PAPER = Paper(
    id="certification",
    title="Certification with stated limits",
    for_whom="whoever signs",
    about="what is certified, on which evidence, within which limits, and what speaks against signing",
    rank=60,
    build=_build,
)
