"""Norms as they are shown: quoted, cited, marked, with their status on a day."""

from __future__ import annotations

import datetime

from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.determination import Cited
from flowdown.reason.lower import name_of


def cite(order: Order, norm: OrderNorm, as_of: datetime.date, known_at: datetime.date) -> Cited:
    """A norm with its order's status on a day, as known on a day."""
    source = next(source for source in order.sources if source.id == norm.source)
    return Cited(
        norm=name_of(order, norm.id),
        order=order.id,
        title=order.title,
        modality=norm.modality.value,
        quote=norm.quote,
        cites=norm.cites,
        mark=norm.mark,
        source=f"{source.publisher}: {source.title}",
        status=say_status(order, as_of, known_at),
        effective=norm.from_.isoformat() if norm.from_ is not None else "",
    )


def say_status(order: Order, as_of: datetime.date, known_at: datetime.date) -> str:
    """The state of an order on a day in words, with the last step if that left the state as it was."""
    state, last = order.state_on(as_of, known_at), order.status_on(as_of, known_at)
    if state is None:
        # Of a clause, a power or terms there may be no event at all: nothing says then that they are still to come.
        return "not yet issued" if order.status else "no dated step is known"
    text = f"{state.status.value} since {state.day.isoformat()} ({state.what})"
    if last is not None and last != state:
        text += f"; last step {last.day.isoformat()}: {last.what}"
    return text
