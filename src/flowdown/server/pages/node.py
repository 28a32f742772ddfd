"""Anything that claims speak of: what is claimed of it and about it, with the way to each neighbour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.server.asked import LONGEST, ListAsked
from flowdown.server.faults import NotHere
from flowdown.server.listing import Column, list_rows, search_field
from flowdown.server.more_columns import claim_columns
from flowdown.server.page import Cell, Facts, Page, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.pipeline.claim_index import Placed
    from flowdown.server.visit import Visit


@dataclass(frozen=True, kw_only=True)
class NodeAsked(ListAsked):
    """Which node."""

    id: Annotated[str, Query(min_length=1, max_length=LONGEST, description="the node, as `tree:service`")]


def _show(visit: Visit, asked: NodeAsked) -> View:
    links = visit.links
    index = visit.claims()
    if asked.id not in index.of_node:
        raise NotHere(f"nothing is claimed of `{asked.id}` on this day", hint="`/claims` lists what is")

    def other(placed: Placed) -> Cell:
        node = placed.row.object if placed.row.subject == asked.id else placed.row.subject
        return links.cell(node, node)

    columns = (Column("other", "Neighbour", other), *claim_columns(visit))
    facts = Facts(
        (
            ("Its page", Cell(asked.id, links.node(asked.id)) if not links.node(asked.id).startswith("/node") else ""),
            ("What falls without it", Cell("impact", links.to("/impact", node=asked.id))),
            ("How it hangs on another", Cell("path to ...", links.to("/paths", start=asked.id))),
        )
    )
    rows = index.choose(asked.id, words=asked.q)
    shown = list_rows("claims", "What is claimed", columns, rows, asked, None, (search_field(asked),))
    return View(
        asked.id,
        [facts, shown],
        shape_view(visit, "node", (shown,), facts),
        shown,
        "",
        None,
        (Cell("Claims", links.to("/claims")),),
    )


PAGE = Page("node", "/node", "Node", "Everything that is claimed of a node.", _show, NodeAsked)
