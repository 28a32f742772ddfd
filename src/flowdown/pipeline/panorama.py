"""Sums an answer up by what people look for: vendors, orders, contracts, systems, suppliers, questions; a row each."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.cached import cached_property
from flowdown.evidence.profile.profile import OWN_BUSINESS
from flowdown.evidence.profile.tree_place import tree_of
from flowdown.reason.citing import say_status
from flowdown.reason.determination import Outcome, Position
from flowdown.report.check_page import WORST_FIRST
from flowdown.report.order_events import phase_of
from flowdown.scan.sighting import STRENGTHS

if TYPE_CHECKING:
    from flowdown.evidence.profile.contract import Contract
    from flowdown.evidence.profile.holding import Equipment, System
    from flowdown.evidence.profile.party import Supplier
    from flowdown.orders.order import Order
    from flowdown.pipeline.answering import Answer, Line
    from flowdown.reason.deadlines import Deadlines
    from flowdown.reason.determination import Determination
    from flowdown.reason.running import RunningClock
    from flowdown.scan.sighting import Question

__all__ = [
    "OWN_BUSINESS",
    "STRENGTH_WORDS",
    "ContractRow",
    "Deadlines",
    "Determination",
    "OrderRow",
    "Panorama",
    "QuestionRow",
    "RunningClock",
    "Supplier",
    "SystemRow",
    "Tally",
    "VendorRow",
    "name_subject",
    "tally",
]
STRENGTH_WORDS = tuple(each.value for each in STRENGTHS)
"""How a vendor is used, strongest first."""
_TERMS = "terms-"
"""How the ids of vendors' terms start (contracts.md, section 6)."""
_APART = frozenset({"host", "library"})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers there are of each outcome; those that bind nobody there are left out."""

    breach: int
    undetermined: int
    exempt: int
    clear: int

    @property
    def worst(self) -> str:
        """The worst outcome of which there is one; empty for none."""
        counts = (self.breach, self.undetermined, self.exempt, self.clear)
        return next((outcome.value for outcome, number in zip(WORST_FIRST, counts, strict=True) if number), "")

    @property
    def rank(self) -> tuple[int, int, int]:
        """The worst first."""
        return (-self.breach, -self.undetermined, -self.exempt)


def tally(determinations: Iterable[Determination]) -> Tally:
    """The outcomes of some determinations, counted."""
    counts = Counter(each.outcome for each in determinations if each.position is not Position.FREE)
    return Tally(*(counts[outcome] for outcome in WORST_FIRST))


@dataclass(frozen=True, slots=True)
class VendorRow:
    """A vendor that is used, or may be: how, where, for which contracts, and what orders say of it."""

    id: str
    name: str
    country: str
    bases: tuple[str, ...]
    is_apart: bool
    """Only its cloud as host, or only its code as library, is used."""
    strength: str
    lines: int
    places: tuple[str, ...]
    subjects: tuple[str, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order, where it stands on the day, and what it comes to for the organisation."""

    order: Order
    phase: str
    status: str
    is_past: bool
    tally: Tally
    subjects: tuple[str, ...]
    """Those where it binds or may bind."""


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract (None: the own business), what serves it, what is due."""

    subject: str
    contract: Contract | None
    places: tuple[str, ...]
    vendors: tuple[str, ...]
    tally: Tally
    due: datetime.date | None
    clocks: int


@dataclass(frozen=True, slots=True)
class SystemRow:
    """A system, the places that are it, and what is seen there."""

    system: System
    places: tuple[str, ...]
    vendors: tuple[str, ...]
    lines: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question, and the answers that wait for it."""

    question: Question
    orders: tuple[str, ...]
    subjects: tuple[str, ...]
    answers: int
    is_seen: bool
    """It is about a use that is seen."""


@dataclass(frozen=True)
class Panorama:
    """An answer, summed up; each part when it is first asked for."""

    answer: Answer

    @cached_property
    def vendors(self) -> tuple[VendorRow, ...]:
        """Every vendor that is used or may be, those that orders hit worst first."""
        rows = [self._vendor(vendor, lines) for vendor, lines in self.answer.lines_of_vendor.items()]
        return tuple(sorted(rows, key=lambda each: (each.tally.rank, each.is_apart, -each.lines, each.id)))

    def _vendor(self, vendor: str, lines: Sequence[Line]) -> VendorRow:
        answer = self.answer
        places = tuple(dict.fromkeys(line.place for line in lines))
        bases = dict.fromkeys(line.claim.qualifier("basis") or "stated" for line in lines)
        known = answer.facts.catalogue.vendors.get(vendor)
        return VendorRow(
            vendor,
            known.name if known else vendor,
            known.country if known else "",
            tuple(sorted(bases)),
            set(bases) <= _APART,
            # Lines are sorted by it.
            lines[0].strength or "stated",
            len(lines),
            places,
            tuple(sorted({subject for place in places for subject in answer.served[place]})),
            tally(answer.by_vendor.get(vendor, ())),
        )

    @cached_property
    def orders(self) -> tuple[OrderRow, ...]:
        """Every order that was put: breaches first, vendors' own terms behind the law, then those with most that is open."""
        rows = map(self._order, self.answer.facts.orders)
        return tuple(
            sorted(
                rows,
                key=lambda row: (-row.tally.breach, row.order.id.startswith(_TERMS), row.tally.rank, row.order.id),
            )
        )

    def _order(self, order: Order) -> OrderRow:
        check = self.answer.facts.check
        state = order.state_on(check.as_of, check.known_at)
        found = self.answer.by_order.get(order.id, ())
        binding = {each.subject for each in found if each.position is not Position.FREE}
        return OrderRow(
            order,
            phase_of(state.status) if state is not None else "",
            say_status(order, check.as_of, check.known_at),
            check.as_of > order.checked_until,
            tally(found),
            tuple(sorted(binding)),
        )

    @cached_property
    def contracts(self) -> tuple[ContractRow, ...]:
        """Every contract and the own business, the worst hit first."""
        contracts = {f"contract:{each.id}": each for each in self.answer.facts.profile.contracts}
        rows = [self._contract(bench.subject, contracts.get(bench.subject)) for bench in self.answer.benches]
        return tuple(sorted(rows, key=lambda each: (each.tally.rank, each.due or datetime.date.max, each.subject)))

    def _contract(self, subject: str, contract: Contract | None) -> ContractRow:
        places = self._places_of.get(subject, ())
        clocks = self._clocks.get(subject.removeprefix("contract:"), ())
        vendors = {line.vendor for place in places for line in self.answer.lines_of_place.get(place, ())}
        days = [day for day in clocks if day is not None]
        return ContractRow(
            subject,
            contract,
            places,
            tuple(sorted(vendors)),
            tally(self.answer.by_subject.get(subject, ())),
            min(days, default=None),
            len(clocks),
        )

    @cached_property
    def _places_of(self) -> Mapping[str, tuple[str, ...]]:
        return {bench.subject: tuple(place.id for place in bench.places) for bench in self.answer.benches}

    @cached_property
    def _clocks(self) -> Mapping[str, Sequence[datetime.date | None]]:
        """The days of the clocks that still run, by contract."""
        days: dict[str, list[datetime.date | None]] = defaultdict(list)
        for clock in self.answer.facts.deadlines.clocks:
            if clock.state.value != "met":
                days[clock.contract].append(clock.end.earliest)
        return days

    @cached_property
    def systems(self) -> tuple[SystemRow, ...]:
        """Every system of the profile, the worst hit first."""
        rows = [self._system(each) for each in self.answer.facts.profile.systems]
        return tuple(sorted(rows, key=lambda each: (each.tally.rank, each.system.id)))

    def _system(self, system: System) -> SystemRow:
        named = [tree_of(system.repository, path) for path in system.paths] or [tree_of(system.repository)]
        places = [*(named if system.repository else ()), f"claimed:system:{system.id}"]
        places += [f"device:{each.id}" for each in self._devices.get(system.id, ())]
        there = tuple(each for each in places if each in self.answer.places)
        lines = [line for place in there for line in self.answer.lines_of_place.get(place, ())]
        found = {id(each): each for place in there for each in self.answer.by_place.get(place, ())}
        return SystemRow(
            system, there, tuple(dict.fromkeys(line.vendor for line in lines)), len(lines), tally(found.values())
        )

    @cached_property
    def _devices(self) -> Mapping[str, Sequence[Equipment]]:
        devices: dict[str, list[Equipment]] = defaultdict(list)
        for each in self.answer.facts.profile.equipment:
            if each.system:
                devices[each.system].append(each)
        return devices

    @cached_property
    def systems_of_place(self) -> Mapping[str, SystemRow]:
        """The system that a place is, or is part of."""
        return {place: row for row in reversed(self.systems) for place in row.places}

    @cached_property
    def suppliers(self) -> tuple[Supplier, ...]:
        """Every supplier of the profile."""
        return tuple(sorted(self.answer.facts.profile.suppliers, key=lambda each: each.id))

    @cached_property
    def questions(self) -> tuple[QuestionRow, ...]:
        """What is open: those about a use that is seen first, then those on which most answers hang."""
        asked: dict[str, list[tuple[Question, Determination]]] = defaultdict(list)
        for each in self.answer.facts.check.determinations:
            if each.outcome is Outcome.UNDETERMINED:
                for question in each.questions:
                    asked[question.asks].append((question, each))
        rows = [_question(pairs) for pairs in asked.values()]
        return tuple(sorted(rows, key=lambda each: (not each.is_seen, -each.answers, each.question.asks)))


def _question(pairs: Sequence[tuple[Question, Determination]]) -> QuestionRow:
    found = [each for _, each in pairs]
    return QuestionRow(
        pairs[0][0],
        tuple(sorted({each.order for each in found})),
        tuple(sorted({each.subject for each in found})),
        len({id(each) for each in found}),
        any(each.places and not each.order.startswith(_TERMS) for each in found),
    )


def name_subject(subject: str) -> str:
    """A contract's id, or the own business in words."""
    return "own business" if subject == OWN_BUSINESS else subject.partition(":")[2] or subject
