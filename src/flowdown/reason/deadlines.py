"""Every clock that runs: for what was found, for what comes again, for fixed days, in each contract."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowdown.catalogue.catalogue import Catalogue
from flowdown.orders.load import Library
from flowdown.orders.order import Order
from flowdown.reason.court import Asked
from flowdown.reason.docket import Docket
from flowdown.reason.docket_days import idle_duties, of_days
from flowdown.reason.duty_bond import Bonds
from flowdown.reason.occurrence import Met, Occurrence
from flowdown.reason.running import RunningClock
from flowdown.reason.setting import Setting

Date = datetime.date


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What is due on a day, sorted; `idle` are duties that start only when something is found or happens.

    `past_checked` are orders that were followed only until a day before the one asked about.
    """

    as_of: Date
    known_at: Date
    clocks: tuple[RunningClock, ...]
    idle: tuple[str, ...]
    notes: tuple[str, ...]
    order_digest: str
    past_checked: tuple[tuple[str, Date], ...]


def find_deadlines(
    orders: Sequence[Order],
    library: Library,
    catalogue: Catalogue,
    settings: Sequence[Setting],
    occurrences: Sequence[Occurrence],
    met: Sequence[Met],
    asked: Asked,
) -> Deadlines:
    """Put the duties of orders to settings and to what happened. `met` are duties met without anything being found."""
    contracts = tuple(each.contract for each in settings if each.contract is not None)
    bonds = Bonds(library, catalogue, asked, contracts)
    clocks: list[RunningClock] = []
    idle: set[str] = set()
    for order in orders:
        for setting in settings:
            docket = Docket(order, setting, bonds, asked)
            for found in occurrences:
                clocks += docket.of_find(found)
            clocks += of_days(docket, met)
            idle |= set(idle_duties(docket))
    told = {each.name for each in clocks}
    speaking = {each.order for each in clocks}
    return Deadlines(
        asked.as_of,
        asked.known_at,
        tuple(sorted(clocks, key=lambda each: each.rank)),
        tuple(sorted(idle - told)),
        tuple(_unmatched(orders, occurrences, met)),
        library.digest,
        tuple(
            (order.id, order.checked_until)
            for order in orders
            if asked.as_of > order.checked_until and order.id in speaking
        ),
    )


def _unmatched(orders: Sequence[Order], occurrences: Sequence[Occurrence], met: Sequence[Met]) -> Iterator[str]:
    """Reports and reviews that belong to no duty: a slip of the pen would else hide that something is due."""
    names = {""}
    for order in orders:
        own = {*(duty.id for duty in order.duties), *(norm.id for norm in order.norms)}
        names |= {order.id, *own, *(f"{order.id}/{each}" for each in own)}
    every: list[Met] = [*met, *(each for found in occurrences for each in found.met)]
    for word in sorted({each.duty for each in every} - names):
        yield f"`{word}` is no duty of these orders: what was met of it counts for nothing"
