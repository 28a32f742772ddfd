"""Builds the situation in which an order's norms are asked about what somebody uses."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flowdown.base.period import Window
from flowdown.catalogue.catalogue import Catalogue
from flowdown.orders.load import Library
from flowdown.orders.norm import Names, Norm, names
from flowdown.orders.order import Order
from flowdown.reason.situation import Actor, DerivedFrom, Fact, FactStatus, Owns, Relation, Situation, Thing
from flowdown.reason.uses import Use

US = "us"
"""The actor who is asked about: whoever runs what was scanned."""


def name_of(order: Order, norm: str) -> str:
    """A norm's or open point's name among several orders."""
    return f"{order.id}/{norm}"


def build_situation(
    orders: Sequence[Order],
    library: Library,
    catalogue: Catalogue,
    uses: Iterable[Use],
    kind: str,
    as_of: datetime.date,
    known_at: datetime.date,
    *,
    settled: Mapping[str, bool] | None = None,
    has_relief: bool = True,
) -> Situation:
    """The situation for an actor of one kind; without relief, as if there were no exception, waiver or stay.

    `settled` gives open points (`order/point`) the value that the asker states, whatever the library holds.
    """
    wanted = set(uses)
    things = sorted(wanted | {Use(use.vendor, use.basis) for use in wanted if use.is_derived})
    vendors = {use.vendor for use in things} | {vendor for order in orders for vendor in order.vendors}
    return Situation(
        as_of=known_at,
        window=_window(orders, as_of),
        contexts=library.contexts,
        authorities=library.authorities,
        actors=(
            Actor(id=US, kind=kind),
            *(Actor(id=vendor, kind="vendor") for vendor in sorted(vendors | set(catalogue.vendors))),
        ),
        things=tuple(_thing(use) for use in things),
        relations=(*_lines(things), *_holdings(orders, catalogue)),
        facts=tuple(
            Fact(
                id=name_of(order, point.id),
                status=_status(name_of(order, point.id), point.status, settled or {}),
                claim=point.claim,
            )
            for order in orders
            for point in order.open_points
        ),
        norms=tuple(_norm(order, norm, has_relief) for order in orders for norm in order.norms),
        waivers=tuple(
            replace(each, id=name_of(order, each.id), of=_all(order, each.of), given=_given(order, each.given))
            for order in orders
            for each in order.waivers
        )
        if has_relief
        else (),
        stays=tuple(
            replace(each, id=name_of(order, each.id), of=_all(order, each.of), given=_given(order, each.given))
            for order in orders
            for each in order.stays
        )
        if has_relief
        else (),
    )


def _status(name: str, status: str, settled: Mapping[str, bool]) -> FactStatus:
    if name in settled:
        return FactStatus.ESTABLISHED if settled[name] else FactStatus.REJECTED
    return FactStatus(status)


def _thing(use: Use) -> Thing:
    return Thing(id=use.thing, kind=use.basis, maker=None if use.is_derived else use.vendor)


def _lines(things: Iterable[Use]) -> Iterable[Relation]:
    """What is derived descends from a thing of the vendor's own."""
    for use in things:
        if use.is_derived:
            yield DerivedFrom(model=use.thing, base=Use(use.vendor, use.basis).thing)


def _holdings(orders: Sequence[Order], catalogue: Catalogue) -> Iterable[Relation]:
    for order in orders:
        for holding in order.holdings:
            yield Owns(
                owner=holding.owner, owned=holding.owned, percent=holding.percent, given=_given(order, holding.given)
            )
    for vendor in catalogue.vendors.values():
        for affiliate in vendor.affiliates:
            if affiliate.vendor and affiliate.percent is not None:
                owner, owned = (
                    (affiliate.vendor, vendor.id)
                    if affiliate.relation in ("parent", "investor", "funder")
                    else (vendor.id, affiliate.vendor)
                )
                yield Owns(owner=owner, owned=owned, percent=affiliate.percent)


def _norm(order: Order, norm: Norm, has_relief: bool) -> Norm:
    return replace(
        norm,
        id=name_of(order, norm.id),
        given=_given(order, norm.given),
        exceptions=tuple(replace(each, given=_given(order, each.given)) for each in norm.exceptions)
        if has_relief
        else (),
        replaces=_all(order, norm.replaces),
        while_norm=_all(order, norm.while_norm),
        unless_norm=_all(order, norm.unless_norm),
        overrides=_all(order, norm.overrides),
    )


def _all(order: Order, listed: Names) -> Names:
    return tuple(name if "/" in name else name_of(order, name) for name in names(listed))


def _given(order: Order, given: Names) -> Names:
    """Premises with the order's name before each fact."""
    return tuple(
        f"not {name_of(order, word.removeprefix('not ').strip())}" if word.startswith("not ") else name_of(order, word)
        for word in names(given)
    )


def _window(orders: Sequence[Order], as_of: datetime.date) -> Window:
    days = [as_of]
    for order in orders:
        days.extend(event.day for event in order.status)
        days.extend(each.day for each in order.dates)
        for norm in order.norms:
            days.extend(day for day in (norm.from_, norm.to, norm.issued) if day is not None)
    return Window(min(days), max(days) + datetime.timedelta(days=400))
