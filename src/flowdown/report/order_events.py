"""What happened to an order, in order of days: states that it was put into, and steps that left it where it was."""

from __future__ import annotations

import datetime
from typing import assert_never

from flowdown.orders.order import Order, StatusEvent, StatusWord
from flowdown.report.orders_v1 import EventV1, Phase

Date = datetime.date


def phase_of(status: StatusWord) -> Phase:
    """What a state comes to; a step that moves nothing counts as in force where nothing came before it."""
    match status:
        case (
            StatusWord.PROPOSED
            | StatusWord.THREATENED
            | StatusWord.ANNOUNCED
            | StatusWord.ISSUED
            | StatusWord.PUBLISHED
            | StatusWord.REPORTED
        ):
            return "not-yet"
        case (
            StatusWord.IN_FORCE
            | StatusWord.CHALLENGED
            | StatusWord.STAY_DENIED
            | StatusWord.ARGUED
            | StatusWord.UPHELD
            | StatusWord.MANDATE_WITHHELD
            | StatusWord.PARTIALLY_LIFTED
        ):
            return "in-force"
        case StatusWord.STAYED | StatusWord.ENJOINED | StatusWord.SUSPENDED:
            return "halted"
        case StatusWord.VACATED | StatusWord.RESCINDED | StatusWord.LIFTED | StatusWord.SUPERSEDED | StatusWord.EXPIRED:
            return "ended"
        case _:
            assert_never(status)


def shape_event(event: StatusEvent) -> EventV1:
    """An event for programs."""
    return EventV1(event.day, event.status.value, event.what, event.by, event.mark, event.source, event.moves)


def shape_state(order: Order, as_of: Date, known_at: Date) -> EventV1 | None:
    """The event that put the order into the state of the day."""
    state = order.state_on(as_of, known_at)
    return shape_event(state) if state is not None else None


def shape_last(order: Order, as_of: Date, known_at: Date) -> EventV1 | None:
    """The last event up to the day."""
    last = order.status_on(as_of, known_at)
    return shape_event(last) if last is not None else None


def events_of(order: Order, known_at: Date) -> tuple[EventV1, ...]:
    """Every event known on a day, in order; of several on one day, as they stand in the file."""
    known = [event for event in order.status if event.day <= known_at]
    return tuple(shape_event(event) for event in sorted(known, key=lambda event: event.day))
