"""Which uses an order forbids, or may forbid, from which day, in which contract: what a plan has to answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flowdown.base.calendar import add_days
from flowdown.catalogue.catalogue import Catalogue
from flowdown.evidence.profile.contract import Contract
from flowdown.orders.load import Library
from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.court import Asked, is_ban
from flowdown.reason.decide import Session
from flowdown.reason.determination import Determination, Outcome
from flowdown.reason.lower import name_of
from flowdown.reason.place import Bench, Place
from flowdown.reason.rulings import OBSERVED, PROVIDED, REMOVING
from flowdown.reason.stance import Stance
from flowdown.reason.uses import Use

Date = datetime.date
AHEAD = 730
"""Days that are looked ahead for norms that have yet to begin."""
WHAT_IF = "what-if"
"""The order that is assumed where somebody asks how to leave a vendor that none forbids."""


@dataclass(frozen=True, slots=True)
class Demand:
    """An order that forbids a use in a setting, or may.

    `first` is the first day on which it does; None where it does already. `is_sure`: nothing is open about it.
    `is_threatened`: it counts only because threatened orders are counted. `asks` are the questions that would settle it.
    """

    order: str
    norm: str
    cites: str
    subject: str
    use: Use
    first: Date | None
    is_sure: bool
    is_threatened: bool
    asks: tuple[str, ...] = ()


class Outlook:
    """The orders on the day asked about and on each later day on which one of their bans begins."""

    def __init__(
        self,
        orders: Sequence[Order],
        library: Library,
        catalogue: Catalogue,
        contracts: Sequence[Contract],
        asked: Asked,
    ) -> None:
        self.orders = tuple(orders)
        self.asked = asked
        self._parts = (library, catalogue, contracts)
        self._sessions: dict[tuple[Date, Stance], Session] = {}
        last = add_days(asked.as_of, AHEAD)
        self._later = {
            order.id: sorted(
                {norm.from_ for norm in order.norms if norm.from_ is not None and asked.as_of < norm.from_ <= last}
            )
            for order in orders
        }

    def session(self, day: Date, stance: Stance) -> Session:
        """Answers as of a day."""
        if (day, stance) not in self._sessions:
            library, catalogue, contracts = self._parts
            asked = replace(self.asked, as_of=day, stance=stance)
            self._sessions[day, stance] = Session(library, catalogue, asked, contracts)
        return self._sessions[day, stance]

    def demands(self, bench: Bench, place: Place, orders: Sequence[Order] | None = None) -> tuple[Demand, ...]:
        """What forbids, or may forbid, what is used at a place in a setting; each norm and use once, as open and as sure."""
        found: dict[tuple[str, Use, bool], Demand] = {}
        for order in self.orders if orders is None else orders:
            for day in (self.asked.as_of, *self._later.get(order.id, ())):
                for each in self._on(order, bench, place, day):
                    # What is open today and sure from a day on is both: the question, and the date.
                    found.setdefault((each.norm, each.use, each.is_sure), each)
        return tuple(found[key] for key in sorted(found, key=lambda key: (key[0], key[1].thing, key[2])))

    def _on(self, order: Order, bench: Bench, place: Place, day: Date) -> Iterator[Demand]:
        stance = self.asked.stance
        told = dict(_reach(self.session(day, stance), order, bench, place))
        if not told:
            return
        counted = told
        if stance is Stance.AS_THREATENED:
            counted = dict(_reach(self.session(day, Stance.IN_FORCE), order, bench, place))
        for (norm, use), determination in told.items():
            due = norm.timing.by if norm.timing is not None and not is_ban(norm) else None
            first = add_days(due, 1) if due is not None and due >= self.asked.as_of else None
            yield Demand(
                order.id,
                name_of(order, norm.id),
                norm.cites or order.citation,
                bench.subject,
                use,
                first if first is not None else None if day == self.asked.as_of else day,
                determination.outcome is Outcome.BREACH,
                (norm, use) not in counted,
                tuple(dict.fromkeys(question.asks for question in determination.questions)),
            )


def _reach(
    session: Session, order: Order, bench: Bench, place: Place
) -> Iterator[tuple[tuple[OrderNorm, Use], Determination]]:
    """The norms of an order that forbid, or may forbid, something used at a place, with what they are about there."""
    applies = session.applies(order, bench)
    norms = {name_of(order, norm.id): norm for norm in order.norms if _is_about_using(norm)}
    objects: dict[str, frozenset[Use]] = {}
    for leaf in bench.setting.every_leaf:
        court = session.court(order, leaf, applies)
        for norm in court.norms:
            name = name_of(order, norm.id)
            if name in norms:
                objects[name] = objects.get(name, frozenset()) | (court.objects(norm) & place.uses.keys())
    if not any(objects.values()):
        return
    for determination in session.determine(order, replace(bench, places=(place,))):
        about = norms.get(determination.norm)
        if about is None or determination.outcome not in (Outcome.BREACH, Outcome.UNDETERMINED):
            continue
        if determination.outcome is Outcome.UNDETERMINED and not determination.places:
            continue
        for use in sorted(objects.get(determination.norm, ())):
            yield (about, use), determination


def _is_about_using(norm: OrderNorm) -> bool:
    return (is_ban(norm) and norm.action in OBSERVED | PROVIDED) or norm.action in REMOVING


def of_vendor(place: Place, vendor: str) -> Place:
    """The place with only what it uses of one vendor."""
    uses: Mapping[Use, tuple[object, ...]] = {use: claims for use, claims in place.uses.items() if use.vendor == vendor}
    return replace(place, uses=uses, hints={})  # type: ignore[arg-type]
