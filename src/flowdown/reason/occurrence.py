"""Something that happened and starts clocks: what was found, whose it is, which contracts it concerns, what was sent."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flowdown.base.moment import Moment
from flowdown.catalogue.catalogue import Catalogue
from flowdown.evidence.profile.clause import number_of
from flowdown.evidence.profile.contract import Contract
from flowdown.evidence.profile.discovery import Discovery, moment_of
from flowdown.evidence.profile.holding import Equipment
from flowdown.evidence.profile.maker import Makers
from flowdown.evidence.profile.party import Supplier
from flowdown.evidence.profile.profile import OWN_BUSINESS, Profile
from flowdown.orders.duty import Duty, Event
from flowdown.orders.order import Order


@dataclass(frozen=True, slots=True)
class Met:
    """A duty that was met: a report that was sent, a review that was made. `contract` is empty for all of them."""

    duty: str
    at: Moment | None
    contract: str = ""
    reference: str = ""

    def is_of(self, order: Order, duty: Duty | str, contract: str) -> bool:
        """Whether it is this duty's; an order's id stands for what does not follow on anything, no word for that too."""
        name = duty if isinstance(duty, str) else duty.id
        is_first = isinstance(duty, str) or not duty.follows
        names = {f"{order.id}/{name}", name, *((order.id, "") if is_first else ())}
        return self.duty in names and self.contract in ("", contract)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that happened. `maker` is a vendor's id, empty where it is not known or no known vendor's.

    `moments` holds what is known of when: None for an event that came at a time that is not known. `contracts` are
    those that it concerns, `perhaps` those of which that is not known.
    """

    id: str
    what: str
    moments: Mapping[Event, Moment | None]
    maker: str = ""
    maker_name: str = ""
    contracts: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    met: tuple[Met, ...] = ()
    discovery: Discovery = field(default_factory=Discovery)
    device: Equipment | None = None
    supplier: Supplier | None = None


def occurrences_of(profile: Profile, catalogue: Catalogue) -> tuple[Occurrence, ...]:
    """What the profile says was found."""
    makers = Makers(catalogue)
    zone = profile.organisation.time_zone
    return tuple(_occurrence(profile, found, makers, zone) for found in profile.discoveries)


def _occurrence(profile: Profile, found: Discovery, makers: Makers, zone: str) -> Occurrence:
    device = next((each for each in profile.equipment if each.id == found.where), None)
    suppliers = {each.id: each for each in profile.suppliers}
    supplier = suppliers.get(found.supplier) or suppliers.get(found.where)
    stated = next((each for each in (found.maker, device.maker if device else None) if isinstance(each, str)), "")
    name = "" if stated == "unknown" else stated
    recognised = makers.recognise(name) if name else None
    vendor = recognised.vendor if recognised is not None and recognised.is_sure else ""
    if name in suppliers:
        vendor, name = suppliers[name].vendor, suppliers[name].name or name
    contracts, perhaps = concerned(profile, found)
    events = ((Event.IDENTIFICATION, found.identified), (Event.NOTIFICATION, found.notified))
    return Occurrence(
        found.id,
        found.what or (device.name or device.kind if device is not None else "") or found.id,
        {event: moment_of(when, zone) for event, when in events if when is not None},
        vendor,
        name,
        contracts,
        perhaps,
        tuple(Met(each.report, moment_of(each.at, zone), each.contract, each.reference) for each in found.submitted),
        found,
        device,
        supplier,
    )


def concerned(profile: Profile, found: Discovery) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The contracts that a find concerns, and those of which that is not known."""
    if isinstance(found.contracts, tuple) and found.contracts:
        return found.contracts, ()
    listed = [each.id for each in profile.contracts]
    served: set[str] = set()
    is_open = not found.where
    waiting, seen = [found.where] if found.where else [], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in listed or name == OWN_BUSINESS:
            served.add(name)
            continue
        for words in _serves(profile, name):
            is_open = is_open or words is None
            waiting += words or ()
    sure = tuple(each for each in (*listed, OWN_BUSINESS) if each in served)
    return sure, tuple(each for each in listed if each not in served) if is_open else ()


def _serves(profile: Profile, name: str) -> Iterator[Sequence[str] | None]:
    """What a place serves, list by list; None for a list that is not known."""
    for device in (each for each in profile.equipment if each.id == name):
        if device.system:
            yield (device.system,)
        if isinstance(device.serves, tuple) or not device.system:
            yield device.serves if isinstance(device.serves, tuple) else None
    for system in (each for each in profile.systems if each.id == name):
        yield system.serves if isinstance(system.serves, tuple) else None
    for repository in (each for each in profile.repositories if each.id == name):
        systems = tuple(each.id for each in profile.systems if each.repository == name)
        yield systems
        if isinstance(repository.serves, tuple) or not systems:
            yield repository.serves if isinstance(repository.serves, tuple) else None
    for supplier in (each for each in profile.suppliers if each.id == name):
        if not supplier.supplies:
            yield None
        for supply in supplier.supplies:
            yield supply.to if isinstance(supply.to, tuple) else None


def clause_since(contract: Contract, number: str) -> Moment | None:
    """The day on which a modification brought a clause into a contract."""
    for clause in contract.clauses if isinstance(contract.clauses, tuple) else ():
        if number_of(clause.clause) == number_of(number) and isinstance(clause.since, datetime.date):
            return Moment(clause.since)
    return None
