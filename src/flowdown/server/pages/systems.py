"""Every system: what is seen in it, what it serves, how it is hit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.server.asked import ListAsked, Word
from flowdown.server.cells import OUTCOME_CHOICES, choice
from flowdown.server.columns import code_of, served_by, system_columns
from flowdown.server.listing import list_rows
from flowdown.server.page import Page, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.pipeline.panorama import SystemRow
    from flowdown.server.visit import Visit


@dataclass(frozen=True)
class SystemsAsked(ListAsked):
    """Which systems."""

    outcome: Annotated[Word, Query(description="only those whose worst answer is this")] = ""
    vendor: Annotated[Word, Query(description="only those in which this vendor is seen")] = ""
    contract: Annotated[Word, Query(description="only those that serve this contract")] = ""


def _show(visit: Visit, asked: SystemsAsked) -> View:
    every = visit.answer.panorama.systems
    rows = [
        row
        for row in every
        if asked.outcome in ("", row.tally.worst)
        and (not asked.vendor or asked.vendor in row.vendors)
        and (not asked.contract or asked.contract in served_by(row))
    ]
    used = sorted({vendor for row in every for vendor in row.vendors})
    filters = (
        choice("outcome", "Worst answer", asked.outcome, OUTCOME_CHOICES),
        choice("vendor", "Vendor", asked.vendor, (("", "any"), *((each, visit.vendor_name(each)) for each in used))),
        *((choice("contract", "Contract", asked.contract, (("", "any"),)),) if asked.contract else ()),
    )
    shown = list_rows("systems", "Systems", system_columns(visit), rows, asked, _text, filters)
    return View(
        "Systems",
        [shown],
        shape_view(visit, "systems", (shown,)),
        shown,
        "What runs, with what is seen in its code and on its devices.",
    )


def _text(row: SystemRow) -> str:
    return f"{row.system.id} {row.system.name} {code_of(row)}".casefold()


PAGE = Page("systems", "/systems", "Systems", "Every system of the profile.", _show, SystemsAsked, 5)
