"""Every vendor that is used or may be, and what orders say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.server.asked import ListAsked, Word
from flowdown.server.cells import OUTCOME_CHOICES, choice
from flowdown.server.columns import vendor_columns
from flowdown.server.listing import list_rows
from flowdown.server.page import Page, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.server.visit import Visit


@dataclass(frozen=True)
class VendorsAsked(ListAsked):
    """Which vendors."""

    outcome: Annotated[Word, Query(description="only those whose worst answer is this")] = ""
    basis: Annotated[Word, Query(description="only those depended on in this way")] = ""
    country: Annotated[Word, Query(description="only those of this country")] = ""


def _show(visit: Visit, asked: VendorsAsked) -> View:
    every = visit.answer.panorama.vendors
    rows = [
        row
        for row in every
        if asked.outcome in ("", row.tally.worst)
        and (not asked.basis or asked.basis in row.bases)
        and asked.country in ("", row.country)
    ]
    filters = (
        choice("outcome", "Worst answer", asked.outcome, OUTCOME_CHOICES),
        choice(
            "basis",
            "Basis",
            asked.basis,
            (("", "any basis"), *((each, each) for each in sorted({b for row in every for b in row.bases}))),
        ),
        choice(
            "country",
            "Country",
            asked.country,
            (("", "any"), *((each, each) for each in sorted({row.country for row in every if row.country}))),
        ),
    )
    shown = list_rows(
        "vendors", "Vendors", vendor_columns(visit), rows, asked, lambda row: f"{row.id} {row.name}".casefold(), filters
    )
    lead = "Who is depended on, in what way, and how it is hit. Basis host or library alone: only its cloud or code is used."
    return View("Vendors", [shown], shape_view(visit, "vendors", (shown,)), shown, lead)


PAGE = Page(
    "vendors",
    "/vendors",
    "Vendors",
    "Every vendor that is used or may be, with its worst answer.",
    _show,
    VendorsAsked,
    2,
)
