"""Every order of the library: where it stands, and what it comes to here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Query

from flowdown.report.words import shorten
from flowdown.server.asked import ListAsked, Word
from flowdown.server.cells import OUTCOME_CHOICES, PHASE_CHOICES, choice
from flowdown.server.columns import order_columns
from flowdown.server.listing import list_rows
from flowdown.server.page import Page, Picture, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.pipeline.panorama import OrderRow
    from flowdown.server.visit import Visit


@dataclass(frozen=True)
class OrdersAsked(ListAsked):
    """Which orders."""

    outcome: Annotated[Word, Query(description="only those whose worst answer is this")] = ""
    status: Annotated[Word, Query(description="in-force, halted, not-yet or ended")] = ""
    followed: Annotated[
        Literal["", "yes", "no"], Query(description="whether the library followed it up to the day")
    ] = ""


def _show(visit: Visit, asked: OrdersAsked) -> View:
    rows = [
        row
        for row in visit.answer.panorama.orders
        if asked.outcome in ("", row.tally.worst)
        and asked.status in ("", row.phase)
        and asked.followed in ("", "no" if row.is_past else "yes")
    ]
    filters = (
        choice("outcome", "Worst answer", asked.outcome, OUTCOME_CHOICES),
        choice("status", "Status", asked.status, PHASE_CHOICES),
        choice(
            "followed", "Followed up to the day", asked.followed, (("", "whether or not"), ("yes", "yes"), ("no", "no"))
        ),
    )
    shown = list_rows("orders", "Orders", order_columns(visit), rows, asked, _text, filters)
    timeline = Picture(
        visit.links.to("/timeline.svg"),
        "The orders that reach you or may, over time: each state as a bar; the table below says the same in words.",
    )
    lead = "Statutes, court orders, clauses, vendors' terms: each put to every contract and your own business."
    return View("Orders", [shown, timeline], shape_view(visit, "orders", (shown,)), shown, lead)


def _text(row: OrderRow) -> str:
    return f"{row.order.id} {row.order.title} {row.order.citation} {shorten(row.status, 400)}".casefold()


PAGE = Page(
    "orders",
    "/orders",
    "Orders",
    "Every order of the library with its status and what it comes to here.",
    _show,
    OrdersAsked,
    3,
)
