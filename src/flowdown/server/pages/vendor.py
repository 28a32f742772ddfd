"""One vendor: how orders hit it here, where it is used, and what the catalogue says of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Path

from flowdown.pipeline.panorama import tally
from flowdown.pipeline.vendor_page import lay_out_vendor
from flowdown.server.asked import LONGEST, Asked
from flowdown.server.cells import answer_columns, evidence_columns, outcome, place, subjects
from flowdown.server.faults import NotHere
from flowdown.server.listing import Column, list_few
from flowdown.server.page import Cell, Facts, Page, Prose, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.server.visit import Visit


@dataclass(frozen=True, kw_only=True)
class VendorAsked(Asked):
    """Which vendor."""

    vendor: Annotated[str, Path(max_length=LONGEST, description="its id in the catalogue")]


def _show(visit: Visit, asked: VendorAsked) -> View:
    links, answer = visit.links, visit.answer
    vendor = answer.facts.catalogue.vendors.get(asked.vendor)
    if vendor is None:
        raise NotHere(f"no vendor `{asked.vendor}` is in the catalogue", hint="`/vendors` lists those in use")
    lines = answer.lines_of_vendor.get(vendor.id, ())
    found = sorted(answer.by_vendor.get(vendor.id, ()), key=lambda each: list(_ORDER).index(each.outcome.value))
    counted = tally(found)
    by_place = Counter(line.place for line in lines)
    strongest = {line.place: line.strength or "stated" for line in reversed(lines)}
    orders = [each for each in answer.facts.orders if vendor.id in each.vendors]
    facts = Facts(
        (
            ("Id", vendor.id),
            ("Country", vendor.country),
            ("Also known as", ", ".join(vendor.aliases)),
            ("Serves", subjects(links, sorted({each for name in by_place for each in answer.served[name]}))),
            ("Named by", tuple(Cell(each.id, links.page("order", each.id)) for each in orders)),
            ("What falls without it", Cell("impact", links.to("/impact", node=f"vendor:{vendor.id}")) if lines else ""),
            ("The way out", Cell("plan without it", links.to("/plan", vendor=vendor.id)) if lines else ""),
            ("What is claimed of it", Cell("claims", links.to("/claims", node=f"vendor:{vendor.id}"))),
        )
    )
    places = (
        Column("place", "Place", lambda row: place(visit, row[0])),
        Column("strength", "Strongest use", lambda row: strongest[row[0]]),
        Column("serves", "Serves", lambda row: subjects(links, answer.served[row[0]])),
        Column(
            "lines",
            "Lines",
            lambda row: Cell(f"{row[1]:,}", links.to("/evidence", vendor=vendor.id, place=row[0])),
            True,
        ),
    )
    listings = (
        list_few(
            "answers",
            "What orders say of it here",
            answer_columns(visit, "vendors"),
            found,
            Cell("All answers", links.to("/answers", vendor=vendor.id)),
            12,
        ),
        list_few(
            "places",
            "Where it is used",
            places,
            by_place.most_common(),
            Cell("All lines of evidence", links.to("/evidence", vendor=vendor.id)),
            12,
        ),
        list_few(
            "evidence",
            "The strongest lines of evidence",
            evidence_columns(visit),
            lines,
            Cell("All lines of evidence", links.to("/evidence", vendor=vendor.id)),
            8,
        ),
    )
    catalogue = Prose(lay_out_vendor(vendor).blocks[1:], "What the catalogue says")
    badge = outcome(counted.worst)
    return View(
        vendor.name,
        [facts, *listings, catalogue],
        shape_view(visit, "vendor", listings, facts),
        listings[0],
        vendor.note,
        badge if isinstance(badge, Cell) else None,
        (Cell("Vendors", links.to("/vendors")),),
    )


_ORDER = ("BREACH", "UNDETERMINED", "EXEMPT", "CLEAR")
PAGE = Page(
    "vendor", "/vendors/{vendor}", "Vendor", "One vendor: answers, places, evidence, catalogue.", _show, VendorAsked
)
