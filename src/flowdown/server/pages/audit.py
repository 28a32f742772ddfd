"""What was done here, by whom, when, from where; nothing of it can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.server.accounts.audit import list_deeds
from flowdown.server.asked import ListAsked
from flowdown.server.listing import Column, list_rows
from flowdown.server.page import Page, View
from flowdown.server.rights import Right
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.server.visit import Visit


def _show(visit: Visit, asked: ListAsked) -> View:
    deeds = list_deeds(visit.accounts, visit.visitor.organisation)
    columns = (
        Column("at", "When", lambda each: f"{each.at[:10]} {each.at[11:19]} UTC", key=lambda each: each.at),
        Column("person", "Who", lambda each: each.person or "nobody", key=lambda each: each.person),
        Column("act", "What", lambda each: each.act.replace("-", " "), key=lambda each: each.act),
        Column("object", "On what", lambda each: each.object),
        Column("note", "How", lambda each: each.note),
        Column("way", "Came in by", lambda each: each.way),
        Column("address", "From", lambda each: each.address),
    )
    shown = list_rows(
        "deeds",
        "Audit log",
        columns,
        deeds,
        asked,
        lambda each: f"{each.person} {each.act} {each.object} {each.note}".casefold(),
        note="The database refuses to change or delete any of it.",
    )
    return View("Audit log", [shown], shape_view(visit, "audit", (shown,)), shown)


PAGE = Page(
    "audit",
    "/audit",
    "Audit log",
    "What was done here.",
    _show,
    ListAsked,
    21,
    needs=Right.ADMINISTER,
    of_accounts=True,
    has_lens=False,
)
