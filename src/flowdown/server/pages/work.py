"""What people say to each other: who takes care of what, comments, answers in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.pipeline.remarks import list_remarks
from flowdown.server.asked import ListAsked, Word
from flowdown.server.cells import choice
from flowdown.server.listing import Column, list_rows
from flowdown.server.page import Cell, Page, View
from flowdown.server.remark_forms import KIND_CHOICES, remark_form
from flowdown.server.rights import Right
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit


@dataclass(frozen=True)
class WorkAsked(ListAsked):
    """Which remarks."""

    of: Annotated[Word, Query(description="comment, assigned-to or answer")] = ""
    node: Annotated[Word, Query(description="only of this node")] = ""


def _show(visit: Visit, asked: WorkAsked) -> View:
    links = visit.links
    rows = [each for each in list_remarks(visit.site.kept(), visit.site.now(), asked.node) if asked.of in ("", each.of)]
    columns = (
        Column(
            "node",
            "About",
            lambda each: Cell(each.node, links.node(each.node), under=each.about),
            key=lambda each: each.node,
        ),
        Column("of", "What", lambda each: each.of.replace("-", " "), key=lambda each: each.of),
        Column("text", "Words", lambda each: Cell(each.text, links.claim(each.id))),
        Column("who", "By", lambda each: each.who, key=lambda each: each.who),
        Column("at", "When", lambda each: f"{each.at[:10]} {each.at[11:16]} UTC", key=lambda each: each.at),
    )
    filters = (choice("of", "What", asked.of, KIND_CHOICES),)
    shown = list_rows(
        "remarks",
        "Said of what",
        columns,
        rows,
        asked,
        lambda each: f"{each.node} {each.text} {each.who} {each.about}".casefold(),
        filters,
        "Each is a claim; its page takes it back.",
    )
    parts: list[Part] = [shown]
    if visit.may(Right.SAY):
        parts.append(remark_form(visit, asked.node))
    lead = "Who takes care of what, comments, and answers to questions."
    return View("Work", parts, shape_view(visit, "work", (shown,)), shown, lead)


PAGE = Page("work", "/work", "Work", "Who takes care of what, comments, answers.", _show, WorkAsked, 18, has_lens=False)
