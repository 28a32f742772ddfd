"""Say what is in the order library, with status on a day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.orders.load import Library
from flowdown.reason.citing import say_status

if TYPE_CHECKING:
    from flowdown.report.orders_v1 import OrderShownV1, TimelineV1
    from flowdown.report.page import Page

_EXAMPLE = "example-order"
BUILT_IN = "built in"


def load_library(folders: Sequence[Path] = (), cache: Path | None = None) -> Library:
    """The built-in orders and those of more folders; raises `Problems` for broken files."""
    from flowdown.orders.load import load

    return load(folders, cache)


def list_contexts() -> list[tuple[str, str]]:
    """Every context with its name in words."""
    from flowdown.orders.load import load_settings

    return [(context.id, context.name) for context in load_settings()[0]]


def list_orders(
    library: Library, as_of: datetime.date, known_at: datetime.date
) -> list[tuple[str, str, str, str, str]]:
    """Rows of id, title, status on the day, the day up to which the order was followed, and where it comes from."""
    return [
        (
            order.id,
            order.title,
            say_status(order, as_of, known_at),
            order.checked_until.isoformat(),
            library.origins.get(order.id, BUILT_IN),
        )
        for order in library.orders.values()
    ]


def show_order(
    library: Library, identity: str, as_of: datetime.date, known_at: datetime.date
) -> tuple[Page, OrderShownV1]:
    """Everything about an order, for people and for programs; raises `UnusableArgument` for an unknown one."""
    from flowdown.pipeline.check import choose
    from flowdown.report.order_events import shape_last, shape_state
    from flowdown.report.order_page import lay_out_order
    from flowdown.report.orders_v1 import OrderShownV1

    order = choose(library, (identity,))[0]
    contexts = {context.id: context.name for context in library.contexts}
    shown = OrderShownV1(
        "flowdown.order/1",
        as_of,
        known_at,
        say_status(order, as_of, known_at),
        shape_state(order, as_of, known_at),
        shape_last(order, as_of, known_at),
        as_of > order.checked_until,
        order,
    )
    return lay_out_order(order, as_of, known_at, contexts), shown


def trace(
    identities: Sequence[str],
    vendor: str,
    as_of: datetime.date,
    known_at: datetime.date,
    folders: Sequence[Path] = (),
    catalogues: Sequence[Path] = (),
    cache: Path | None = None,
) -> TimelineV1:
    """The history of some orders (all for none), perhaps only of those that name a vendor."""
    from flowdown.catalogue import load as load_catalogue
    from flowdown.pipeline.check import choose
    from flowdown.pipeline.order_timeline import orders_about, trace_orders

    orders = choose(load_library(folders, cache), identities)
    if vendor:
        found = load_catalogue(catalogues, cache).vendor_of(vendor)
        if found is None:
            raise UnusableArgument(f"unknown vendor `{vendor}`", hint="see `flowdown vendors`")
        orders = orders_about(orders, found.id)
        if not orders:
            raise UnusableArgument(f"no order names the vendor `{found.id}`", hint="see `flowdown orders`")
    return trace_orders(orders, as_of, known_at)


def draw_template(identity: str = "") -> str:
    """A commented order file that validates as it is, under an id of the asker's."""
    import re

    from flowdown.orders.load import HERE

    text = (HERE / "template.yaml").read_text(encoding="utf-8")
    name = identity or _EXAMPLE
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise UnusableArgument(f"`{name}` is no id of an order", hint="lower-case letters and digits, with `-` between")
    return text.replace(f"id: {_EXAMPLE} ", f"id: {name} ", 1)
