"""Devices that are there and whose maker nobody stated: an order about a maker of devices may be about any of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.orders.order import Order
from flowdown.report.dossier.facts import Facts
from flowdown.report.words import listed


@dataclass(frozen=True, slots=True)
class UnknownMaker:
    """A device without a known maker: what it is for, for whom, and where that is stated."""

    id: str
    what: str
    serves: str
    at: str


def unknown_makers(facts: Facts) -> Iterator[UnknownMaker]:
    """Each device that is there on the day and whose maker is not stated."""
    for index, device in enumerate(facts.profile.equipment):
        if (isinstance(device.maker, str) and device.maker) or _is_gone(device.acquired, device.removed, facts.as_of):
            continue
        kind = f"{device.kind} " if device.kind and device.kind != device.id else ""
        purpose = f", {device.purpose}" if device.purpose else ""
        serves = listed(device.serves) if isinstance(device.serves, tuple) and device.serves else "not stated"
        yield UnknownMaker(device.id, f"{kind}{device.id}{purpose}", serves, facts.stands_at(("equipment", index)))


def makers_named(facts: Facts, order: Order) -> tuple[str, ...]:
    """The vendors of an order that make devices, by their names: those of whom a device without a maker may be."""
    makers = {brief.id: brief.name for brief in facts.catalogue.briefs() if brief.makes_devices}
    return tuple(sorted(makers[each] for each in order.vendors if each in makers))


def _is_gone(since: object, until: object, day: datetime.date) -> bool:
    is_later = isinstance(since, datetime.date) and since > day
    return is_later or (isinstance(until, datetime.date) and until <= day)
