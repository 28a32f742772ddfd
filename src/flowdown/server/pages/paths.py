"""How one thing hangs on another: the shortest way and others, each hop with its claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.graph import Ways, find_ways
from flowdown.report.graph_shapes import shape_paths
from flowdown.server.asked import Asked, Word
from flowdown.server.faults import NotHere
from flowdown.server.listing import Column, list_few
from flowdown.server.page import Cell, Field, Form, Notice, Page, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit


@dataclass(frozen=True)
class PathsAsked(Asked):
    """From where to where."""

    start: Annotated[Word, Query(description="what hangs, as `contract:pump-spares`")] = ""
    end: Annotated[Word, Query(description="on what, as `vendor:openai`")] = ""


def _show(visit: Visit, asked: PathsAsked) -> View:
    links = visit.links
    form = Form(
        "/paths",
        "Find the way",
        (
            Field("start", "What hangs, as `contract:pump-spares`", asked.start, is_needed=True),
            Field("end", "On what, as `vendor:openai`", asked.end, is_needed=True),
        ),
    )
    crumbs = (Cell("Impact", links.to("/impact")),)
    lead = "The shortest chain by which one leans on the other, and others that share no node with it."
    if not asked.start or not asked.end:
        return View("Path to", [form], shape_view(visit, "paths"), None, lead, None, crumbs)
    end = asked.end if ":" in asked.end else f"vendor:{asked.end}"

    target = visit.site.kept()

    def make() -> Ways:
        return find_ways(target, asked.start, end, visit.as_of, visit.site.now())

    try:
        ways = visit.look(("paths", asked.start, end, visit.as_of), make)
    except UnusableArgument as error:
        raise NotHere(error.message, hint=error.hint) from None
    explored = (ways.nodes, ways.claims, ways.disputed)
    shape = shape_paths((asked.start, end), ways.paths, ways.judgements, explored, ways.as_of, ways.known_at, False)
    parts: list[Part] = [form]
    columns = (
        Column("from", "From", lambda hop: links.cell(hop.from_, hop.from_)),
        Column("to", "Leans on", lambda hop: links.cell(hop.to, hop.to)),
        Column(
            "claims",
            "Because",
            lambda hop: tuple(
                Cell(f"{row.predicate}, {row.document} {row.locator}".strip(), links.claim(row.id))
                for row in hop.rows[:3]
            ),
        ),
    )
    listings = [
        list_few(f"way-{number}", f"Way {number}", columns, way, None, 100) for number, way in enumerate(ways.paths, 1)
    ]
    if not listings:
        parts.append(
            Notice(
                f"No way leads from {asked.start} to {end} among {ways.claims:,} claims; {ways.disputed:,} disputed ones were not counted."
            )
        )
    return View(
        f"{asked.start} to {end}", [*parts, *listings], shape, listings[0] if listings else None, lead, None, crumbs
    )


PAGE = Page(
    "paths",
    "/paths",
    "Path to",
    "How one node hangs on another (`flowdown.paths/1`).",
    _show,
    PathsAsked,
    says=("flowdown.view/1", "flowdown.paths/1"),
)
