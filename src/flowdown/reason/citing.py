"""Norms as they are shown: quoted, cited, marked, with their status on a day."""

from __future__ import annotations

import datetime

from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.determination import Cited
from flowdown.reason.stage import name_of


def cite(order: Order, norm: OrderNorm, as_of: datetime.date, known_at: datetime.date) -> Cited:
    """A norm with its order's status on a day, as known on a day."""
    source = next(source for source in order.sources if source.id == norm.source)
    event = order.status_on(as_of, known_at)
    status = f"{event.status.value} since {event.day.isoformat()}: {event.what}" if event is not None else "not yet issued"
    return Cited(
        norm=name_of(order, norm.id),
        order=order.id,
        title=order.title,
        modality=norm.modality.value,
        quote=norm.quote,
        cites=norm.cites,
        mark=norm.mark,
        source=f"{source.publisher}: {source.title}",
        status=status,
        effective=norm.from_.isoformat() if norm.from_ is not None else "",
    )
