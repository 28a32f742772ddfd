"""Lay the history of orders out over time: in which state each was from when until when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from flowdown.orders.order import Order, StatusWord
from flowdown.report.order_events import events_of, phase_of
from flowdown.report.orders_v1 import EventV1, LaneV1, PeriodV1, TimelineV1


def trace_orders(orders: Sequence[Order], as_of: datetime.date, known_at: datetime.date) -> TimelineV1:
    """`flowdown.order-timeline/1` of some orders, as known on a day."""
    lanes = tuple(_lane(order, known_at) for order in orders)
    return TimelineV1("flowdown.order-timeline/1", as_of, known_at, lanes)


def _lane(order: Order, known_at: datetime.date) -> LaneV1:
    events = events_of(order, known_at)
    states = [event for event in events if event.moves]
    ends: list[datetime.date | None] = [*(event.day for event in states[1:]), None]
    # Of several states on one day the last counts, as `Order.state_on` has it.
    periods = tuple(
        _period(event, end) for event, end in zip(states, ends, strict=False) if end is None or event.day < end
    )
    steps = tuple(event for event in events if not event.moves)
    return LaneV1(order.id, order.title, order.checked_until, periods, steps)


def _period(event: EventV1, end: datetime.date | None) -> PeriodV1:
    return PeriodV1(event.status, phase_of(StatusWord(event.status)), event.day, end, event)


def orders_about(orders: Sequence[Order], vendor: str) -> tuple[Order, ...]:
    """The orders that name a vendor among those whom they concern."""
    return tuple(order for order in orders if vendor in order.vendors)
