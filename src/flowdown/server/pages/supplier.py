"""One supplier: what it supplies, what it attested, who owns it as far as is claimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Path

from flowdown.pipeline.claims import Wanted, list_claims
from flowdown.server.asked import LONGEST, Asked
from flowdown.server.cells import answer_columns
from flowdown.server.faults import NotHere
from flowdown.server.listing import Column, list_few
from flowdown.server.more_columns import claim_columns, said, supplied
from flowdown.server.page import Cell, Facts, Page, View
from flowdown.server.remark_forms import tell_remarks
from flowdown.server.rights import Right
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.server.visit import Visit


@dataclass(frozen=True, kw_only=True)
class SupplierAsked(Asked):
    """Which supplier."""

    supplier: Annotated[str, Path(max_length=LONGEST, description="its id in the profile")]


def _show(visit: Visit, asked: SupplierAsked) -> View:
    links, answer = visit.links, visit.answer
    supplier = next((each for each in answer.panorama.suppliers if each.id == asked.supplier), None)
    if supplier is None:
        raise NotHere(f"no supplier `{asked.supplier}` is in the profile", hint="`/suppliers` lists them")
    node = f"supplier:{supplier.id}"
    facts = Facts(
        (
            ("Id", supplier.id),
            ("UEI", supplier.uei),
            ("CAGE", supplier.cage),
            ("Country", supplier.country),
            ("Subcontractor", supplier.subcontractor.value),
            (
                "Is the vendor",
                links.cell(f"vendor:{supplier.vendor}", visit.vendor_name(supplier.vendor)) if supplier.vendor else "",
            ),
            ("For", supplied(visit, supplier)),
            ("Attested", said(supplier.attested) or Cell("no written answer yet", tone="warning")),
            ("Whom to ask", supplier.contact),
            ("What falls without it", Cell("impact", links.to("/impact", node=node))),
            (
                "Ask it",
                Cell("make a questionnaire", links.to("/enquiries", supplier=supplier.id))
                if visit.may(Right.STATE) and visit.has_accounts
                else "",
            ),
        )
    )
    columns = (
        Column("what", "What", lambda each: each.what or "not said"),
        Column("to", "For", lambda each: ", ".join(each.to) if isinstance(each.to, tuple) else "not known"),
        Column("since", "Since", lambda each: said(each.since)),
        Column("until", "Until", lambda each: said(each.until)),
        Column("paragraph", "Bound under", lambda each: each.paragraph),
    )
    asked_for = Wanted(node, include_disputed=True)
    claims = list_claims(visit.site.kept(), asked_for, visit.as_of, visit.site.now()).claims
    listings = (
        list_few("supplies", "What it supplies", columns, supplier.supplies, most=50),
        list_few("answers", "Answers that rest on it", answer_columns(visit), answer.by_place.get(node, ())),
        list_few(
            "claims",
            "What is claimed of it",
            claim_columns(visit),
            claims,
            Cell("All claims", links.to("/claims", node=node)),
            12,
        ),
    )
    return View(
        supplier.name or supplier.id,
        [facts, *listings, *tell_remarks(visit, node)],
        shape_view(visit, "supplier", listings, facts),
        listings[2],
        supplier.note,
        None,
        (Cell("Suppliers", links.to("/suppliers")),),
    )


PAGE = Page(
    "supplier",
    "/suppliers/{supplier}",
    "Supplier",
    "One supplier: what it supplies, what it attested, what is claimed of it.",
    _show,
    SupplierAsked,
)
