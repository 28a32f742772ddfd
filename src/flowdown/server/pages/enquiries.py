"""The questionnaires that suppliers were sent: their links, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.server.accounts.enquiries import list_enquiries
from flowdown.server.asked import ListAsked, Word
from flowdown.server.listing import Column, list_rows
from flowdown.server.page import Cell, Field, Form, Page, View
from flowdown.server.rights import Right
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.server.accounts.enquiries import Enquiry
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit

_MOST_NAMED = 12


@dataclass(frozen=True)
class EnquiriesAsked(ListAsked):
    """For which supplier the form is filled in."""

    supplier: Annotated[Word, Query(description="the supplier that is to be asked")] = ""


def _show(visit: Visit, asked: EnquiriesAsked) -> View:
    now = visit.site.now()
    enquiries = list_enquiries(visit.accounts, visit.visitor.organisation)
    # Who may not ask does not see what opens an enquiry either.
    may_ask = visit.may(Right.STATE) and visit.door is not None
    secret = visit.door.secret if visit.door is not None and may_ask else ""

    def state(each: Enquiry) -> Cell:
        if each.answered_at:
            return Cell("answered", tone="clear", under=each.answered_at[:10], is_badge=True)
        word = "open" if each.is_open(now) else "ended"
        return Cell(word, tone="undetermined" if word == "open" else "", is_badge=True)

    columns = (
        Column("supplier", "Supplier", lambda each: Cell(each.firm, under=each.supplier), key=lambda each: each.firm),
        Column("state", "State", state),
        Column("vendors", "Asked of", lambda each: ", ".join(each.vendors)),
        Column("until", "Until", lambda each: each.ends_at[:10], key=lambda each: each.ends_at),
        Column("by", "By", lambda each: each.made_by),
        Column(
            "link",
            "Link",
            lambda each: Cell("the link", f"/ask/{each.link(secret)}") if may_ask and each.is_open(now) else "",
        ),
    )
    shown = list_rows(
        "enquiries", "Questionnaires", columns, enquiries, asked, lambda each: f"{each.firm} {each.supplier}".casefold()
    )
    parts: list[Part] = [shown]
    if may_ask:
        parts.append(_form(visit, asked.supplier))
        parts += [
            Form(f"/enquiries/{each.id}/end", f"End the link of {each.firm[:60]}", (), does=True, is_small=True)
            for each in enquiries
            if each.is_open(now)
        ][:30]
    return View("Questionnaires", parts, shape_view(visit, "enquiries", (shown,)), shown, "What suppliers were asked.")


def _form(visit: Visit, chosen: str) -> Form:
    answer = visit.answer
    suppliers = answer.panorama.suppliers
    known = next((each for each in suppliers if each.id == chosen), suppliers[0] if suppliers else None)
    vendors = [row.name for row in answer.panorama.vendors if not row.is_apart][:_MOST_NAMED]
    fields = (
        Field("supplier", "Its id in the profile", known.id if known else "", is_needed=True),
        Field("firm", "Its name, as it answers", (known.name or known.id) if known else "", is_needed=True),
        Field(
            "vendors",
            "Of which vendors: a name a line",
            "\n".join(vendors),
            kind="area",
            is_needed=True,
            rows=6,
            most=5000,
        ),
        Field("note", "A word to them", kind="area", most=900),
        Field("days", "Days that the link lasts", "30", kind="number", is_needed=True),
    )
    return Form("/enquiries", "Make a link", fields, "Ask a supplier", does=True)


PAGE = Page(
    "enquiries",
    "/enquiries",
    "Questionnaires",
    "What suppliers were asked, and what became of it.",
    _show,
    EnquiriesAsked,
    19,
    of_accounts=True,
    has_lens=False,
)
