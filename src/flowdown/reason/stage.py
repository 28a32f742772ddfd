"""Builds the situation in which one order's norms are asked about what somebody uses in one setting."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from flowdown.base.period import Window
from flowdown.base.truth import Truth
from flowdown.catalogue.catalogue import Catalogue
from flowdown.orders.load import Library
from flowdown.orders.norm import Owners, Stay, Waiver, names
from flowdown.orders.order import Order
from flowdown.reason.lower import ANYTHING, US, given_of, lower, name_of, qualified
from flowdown.reason.situation import Actor, DerivedFrom, Fact, FactStatus, Owns, Relation, Situation, Thing
from flowdown.reason.uses import Use

BASES = ("model", "service", "device", "host", "library")
Act = TypeVar("Act", Waiver, Stay)
_STATUS = {Truth.YES: FactStatus.ESTABLISHED, Truth.NO: FactStatus.REJECTED, Truth.UNKNOWN: FactStatus.DISPUTED}


@dataclass(frozen=True, slots=True)
class Universe:
    """What an order can speak of: the vendors, every use of them, and who holds how much of whom.

    `things`, `shown` and `lines` are the uses that a norm could be about, as such, as the norm engine calls them, and
    what descends from what.
    """

    vendors: tuple[str, ...]
    things: tuple[Use, ...]
    shown: tuple[Thing, ...]
    lines: tuple[Relation, ...]
    holdings: tuple[Owns, ...]
    own: tuple[tuple[str, str], ...]
    """The vendors' own things, each with the vendor where somebody holds it or is held by it: norms may pick such a
    one in some worlds only, and the others by maker and basis alone."""


def _product(name: str) -> Use:
    vendor, _, product = name.partition("/")
    return Use(vendor, "", False, product)


def survey(orders: Sequence[Order], catalogue: Catalogue) -> Universe:
    """The universe of some orders: everybody whom they name, and whoever is held by them or holds them."""
    named = {vendor for order in orders for vendor in order.vendors}
    products: set[str] = set()
    for order in orders:
        for norm in order.norms:
            target = norm.object
            for makers in (target.made_by, target.developed_by, target.provided_by):
                named |= set(names(makers.owned_by if isinstance(makers, Owners) else makers))
            products |= set(names(target.product))
    named |= {product.partition("/")[0] for product in products}
    holdings = tuple(_holdings(orders, catalogue))
    grown = True
    while grown:
        near = {each.owner for each in holdings if each.owned in named} | {
            each.owned for each in holdings if each.owner in named
        }
        grown = not near <= named
        named |= near
    used = tuple(each for each in holdings if each.owner in named)
    whole = [Use(vendor, basis) for vendor in named for basis in BASES]
    derived = [Use(vendor, "model", True) for vendor in named]
    things = tuple(sorted([*whole, *derived, *map(_product, products)]))
    shown = (*map(_thing, things), Thing(id=ANYTHING))
    held = {each for holding in used for each in (holding.owner, holding.owned)}
    own = tuple(
        (use.thing, use.vendor if use.vendor in held else "")
        for use in things
        if not use.product and not use.is_derived
    )
    return Universe(tuple(sorted(named)), things, shown, tuple(_lines(things)), used, own)


def build_situation(
    orders: Sequence[Order],
    library: Library,
    universe: Universe,
    kind: str,
    as_of: datetime.date,
    known_at: datetime.date,
    *,
    facts: Mapping[str, Truth],
    settled: Mapping[str, bool] | None = None,
    has_relief: bool = True,
    only: frozenset[str] | None = None,
) -> Situation:
    """The situation for an actor of one kind; without relief, as if there were no exception, waiver or stay.

    With `only` it holds no other norms than these, nor what is done to others.
    `facts` are what is known of the setting's contract; `settled` gives open points (`order/point`) the value that the
    asker states, whatever the library holds.
    """
    points = [(order, point) for order in orders for point in order.open_points]
    return Situation(
        as_of=known_at,
        window=_window(orders, as_of),
        contexts=library.contexts,
        authorities=library.authorities,
        actors=(Actor(id=US, kind=kind), *(Actor(id=vendor, kind="vendor") for vendor in universe.vendors)),
        things=universe.shown,
        relations=(*universe.lines, *universe.holdings),
        facts=(
            *(
                Fact(
                    id=name_of(order, point.id),
                    status=_status(name_of(order, point.id), point.status, settled or {}),
                    claim=point.claim,
                )
                for order, point in points
            ),
            *(Fact(id=fact, status=_STATUS[truth]) for fact, truth in sorted(facts.items())),
        ),
        norms=tuple(
            lower(order, norm, has_relief=has_relief)
            for order in orders
            for norm in order.norms
            if only is None or name_of(order, norm.id) in only
        ),
        waivers=_of(only, (_waiver(order, each) for order in orders for each in order.waivers)) if has_relief else (),
        stays=_of(only, (_stay(order, each) for order in orders for each in order.stays)) if has_relief else (),
    )


def _of(only: frozenset[str] | None, acts: Iterable[Act]) -> tuple[Act, ...]:
    """The acts, as far as they are of these norms."""
    if only is None:
        return tuple(acts)
    told = (replace(act, of=tuple(name for name in names(act.of) if name in only)) for act in acts)
    return tuple(act for act in told if act.of)


def _waiver(order: Order, waiver: Waiver) -> Waiver:
    given = given_of(order, waiver.given)
    return replace(waiver, id=name_of(order, waiver.id), of=qualified(order, waiver.of), given=given)


def _stay(order: Order, stay: Stay) -> Stay:
    given = given_of(order, stay.given)
    return replace(stay, id=name_of(order, stay.id), of=qualified(order, stay.of), given=given)


def _status(name: str, status: str, settled: Mapping[str, bool]) -> FactStatus:
    if name in settled:
        return FactStatus.ESTABLISHED if settled[name] else FactStatus.REJECTED
    return FactStatus(status)


def _thing(use: Use) -> Thing:
    # A product is its vendor's too, but norms that speak of makers reach it by its basis.
    return Thing(id=use.thing, kind=use.basis, maker=None if use.is_derived or use.product else use.vendor)


def _lines(things: Iterable[Use]) -> Iterator[Relation]:
    """What is derived descends from a thing of the vendor's own."""
    for use in things:
        if use.is_derived:
            yield DerivedFrom(model=use.thing, base=Use(use.vendor, use.basis).thing)


def _holdings(orders: Sequence[Order], catalogue: Catalogue) -> Iterator[Owns]:
    for order in orders:
        for holding in order.holdings:
            given = given_of(order, holding.given)
            yield Owns(owner=holding.owner, owned=holding.owned, percent=holding.percent, given=given)
    for brief in catalogue.briefs():
        for owner, owned, percent in brief.holdings:
            yield Owns(owner=owner, owned=owned, percent=percent)


def _window(orders: Sequence[Order], as_of: datetime.date) -> Window:
    days = [as_of]
    for order in orders:
        days.extend(event.day for event in order.status)
        days.extend(each.day for each in order.dates)
        for norm in order.norms:
            days.extend(day for day in (norm.from_, norm.to, norm.issued) if day is not None)
    return Window(min(days), max(days) + datetime.timedelta(days=400))
