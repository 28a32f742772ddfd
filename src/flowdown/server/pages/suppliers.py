"""Every supplier: what it supplies, for what, and whether it has attested."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Query

from flowdown.server.asked import ListAsked
from flowdown.server.cells import choice
from flowdown.server.listing import list_rows
from flowdown.server.more_columns import supplier_columns
from flowdown.server.page import Cell, Page, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.pipeline.panorama import Supplier
    from flowdown.server.visit import Visit


@dataclass(frozen=True)
class SuppliersAsked(ListAsked):
    """Which suppliers."""

    attested: Annotated[Literal["", "yes", "no"], Query(description="whether a written answer is there")] = ""
    subcontractor: Annotated[Literal["", "yes", "no", "unknown"], Query(description="whether it works under you")] = ""


def _show(visit: Visit, asked: SuppliersAsked) -> View:
    rows = [
        each
        for each in visit.answer.panorama.suppliers
        if asked.attested in ("", "yes" if isinstance(each.attested, datetime.date) else "no")
        and asked.subcontractor in ("", each.subcontractor.value)
    ]
    yes_no = (("", "whether or not"), ("yes", "yes"), ("no", "no"))
    filters = (
        choice("attested", "Attested", asked.attested, yes_no),
        choice("subcontractor", "Subcontractor", asked.subcontractor, (*yes_no, ("unknown", "unknown"))),
    )
    shown = list_rows("suppliers", "Suppliers", supplier_columns(visit), rows, asked, _text, filters)
    lead = (
        "Who sells you something or works under you. Attested: the day of a written answer on covered vendors, as the profile has it.",
        Cell("Letters and the tracker stand in the dossier", visit.links.to("/dossier")),
    )
    return View("Suppliers", [shown], shape_view(visit, "suppliers", (shown,)), shown, lead)


def _text(each: Supplier) -> str:
    return f"{each.id} {each.name} {each.vendor} {each.uei} {each.cage}".casefold()


PAGE = Page("suppliers", "/suppliers", "Suppliers", "Every supplier, with what it attested.", _show, SuppliersAsked, 6)
