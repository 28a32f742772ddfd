"""Say what is in the order library, with status on a day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from flowdown.orders.load import Library
from flowdown.reason.citing import say_status


def load_library(folders: Sequence[Path] = ()) -> Library:
    """The built-in orders and those of more folders; raises `Problems` for broken files."""
    from flowdown.orders.load import load

    return load(folders)


def list_contexts() -> list[tuple[str, str]]:
    """Every context with its name in words."""
    from flowdown.orders.load import load_settings

    return [(context.id, context.name) for context in load_settings()[0]]


def list_orders(library: Library, as_of: datetime.date, known_at: datetime.date) -> list[tuple[str, str, str, str]]:
    """Rows of id, title, status on the day, and the day up to which the order was followed."""
    return [
        (order.id, order.title, say_status(order, as_of, known_at), order.checked_until.isoformat())
        for order in library.orders.values()
    ]
