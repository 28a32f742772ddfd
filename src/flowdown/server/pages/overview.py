"""The first page: how many are hit, by which orders, through which vendors, and what is due next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.pipeline.panorama import tally
from flowdown.server.asked import Asked
from flowdown.server.cells import worst
from flowdown.server.columns import contract_columns, order_columns, vendor_columns
from flowdown.server.listing import list_few
from flowdown.server.more_columns import clock_columns, running
from flowdown.server.page import Cell, Notice, Page, Tiles, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit

_FEW = 8


def _show(visit: Visit, asked: Asked) -> View:
    links, answer = visit.links, visit.answer
    panorama, check = answer.panorama, answer.facts.check
    counted = tally(check.determinations)
    vendors = [row for row in panorama.vendors if not row.is_apart]
    orders = [row for row in panorama.orders if row.tally.breach or row.tally.undetermined or row.tally.exempt]
    clocks = [clock for clock in answer.facts.deadlines.clocks if running(clock)]
    overdue = sum(clock.state.value == "overdue" for clock in clocks)
    due_under = f"{overdue} overdue" if overdue else ""
    tiles = Tiles(
        (
            (
                "answers of breach",
                Cell(f"{counted.breach:,}", links.to("/answers", outcome="BREACH"), "breach" if counted.breach else ""),
            ),
            (
                "answers open",
                Cell(
                    f"{counted.undetermined:,}",
                    links.to("/answers", outcome="UNDETERMINED"),
                    "undetermined" if counted.undetermined else "",
                ),
            ),
            ("questions", Cell(f"{len(panorama.questions):,}", links.to("/questions"))),
            ("vendors in use", Cell(f"{len(vendors):,}", links.to("/vendors"))),
            (
                "clocks running",
                Cell(f"{len(clocks):,}", links.to("/deadlines"), "breach" if overdue else "", due_under),
            ),
            (
                "conflicts",
                Cell(f"{len(check.conflicts):,}", links.to("/conflicts"), "breach" if check.conflicts else ""),
            ),
        )
    )
    listings = (
        list_few(
            "vendors",
            "Vendors and how they are hit",
            vendor_columns(visit),
            vendors,
            Cell("All vendors", links.to("/vendors")),
            _FEW,
        ),
        list_few(
            "deadlines",
            "What is due next",
            clock_columns(visit),
            clocks,
            Cell("All deadlines", links.to("/deadlines")),
            _FEW,
        ),
        list_few(
            "orders",
            "Orders that reach you or may",
            order_columns(visit),
            orders,
            Cell("All orders", links.to("/orders")),
            _FEW,
        ),
        list_few(
            "contracts",
            "Contracts",
            contract_columns(visit),
            panorama.contracts,
            Cell("All contracts", links.to("/contracts")),
            _FEW,
        ),
    )
    parts: list[Part] = [*_warnings(visit), tiles, *listings]
    lead = (
        f"{len(answer.facts.orders)} orders put to {len(answer.facts.profile.contracts):,} contracts and your own business, "
        f"by {len(answer.lines):,} lines of evidence in {len(answer.places):,} places."
    )
    figures = {name: int(cell.text.replace(",", "")) for name, cell in tiles.tiles}
    shape = shape_view(visit, "overview", listings, more={"organisation": answer.facts.organisation, **figures})
    return View("Overview", parts, shape, listings[0], lead, worst(counted) or None)  # type: ignore[arg-type]


def _warnings(visit: Visit) -> list[Part]:
    check = visit.answer.facts.check
    parts: list[Part] = []
    if check.is_past_checked:
        number = len(check.is_past_checked)
        which = "None of the orders was" if number == len(check.checked_until) else f"{number} orders were not"
        words = f"{which} followed up to {check.as_of.isoformat()}: what happened to them since is not counted."
        parts.append(Notice((words, Cell("Which", visit.links.to("/orders", followed="no")))))
    gaps = len(visit.answer.facts.report.scan.gaps)
    if gaps:
        parts.append(Notice(f"{gaps:,} files could not be read: what they may hold is not ruled out."))
    return parts


PAGE = Page("overview", "/", "Overview", "What matters first: vendors, orders, deadlines, contracts.", _show, Asked, 1)
