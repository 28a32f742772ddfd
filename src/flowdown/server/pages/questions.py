"""What is open: the questions on which answers hang, and what the profile does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Query

from flowdown.pipeline.profile import open_points
from flowdown.server.asked import ListAsked, Word
from flowdown.server.cells import choice, subjects
from flowdown.server.listing import Column, list_few, list_rows
from flowdown.server.page import Cell, Field, Form, Page, View
from flowdown.server.remark_forms import remark_form
from flowdown.server.rights import Right
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowdown.server.page import Part
    from flowdown.server.visit import Visit


@dataclass(frozen=True)
class QuestionsAsked(ListAsked):
    """Which questions."""

    order: Annotated[Word, Query(description="only those on which answers of this order hang")] = ""
    subject: Annotated[Word, Query(description="only those that bear on this: `contract:ID` or `own-business`")] = ""


def _show(visit: Visit, asked: QuestionsAsked) -> View:
    links, answer = visit.links, visit.answer
    every = answer.panorama.questions
    rows = [
        row
        for row in every
        if (not asked.order or asked.order in row.orders) and (not asked.subject or asked.subject in row.subjects)
    ]
    columns = (
        Column(
            "asks",
            "Question",
            lambda row: Cell(
                row.question.asks[:1].upper() + row.question.asks[1:], under="; ".join(row.question.because[:2])[:300]
            ),
        ),
        Column("answers", "Answers", lambda row: row.answers, True, lambda row: row.answers),
        Column("orders", "Orders", lambda row: tuple(Cell(each, links.page("order", each)) for each in row.orders[:3])),
        Column("subjects", "Bears on", lambda row: subjects(links, row.subjects)),
        Column("seen", "A use is seen", lambda row: "yes" if row.is_seen else "", key=lambda row: not row.is_seen),
    )
    orders = sorted({order for row in every for order in row.orders})
    filters = (choice("order", "Order", asked.order, (("", "any"), *((each, each) for each in orders))),)
    shown = list_rows(
        "questions",
        "What to find out",
        columns,
        rows,
        asked,
        lambda row: row.question.asks.casefold(),
        filters,
        "Those about a use that is seen first, then those on which most answers hang.",
    )
    points = open_points(answer.facts.stated)
    profile = (
        Column("asks", "What the profile does not say", lambda each: each.asks[:1].upper() + each.asks[1:]),
        Column("of", "Of", lambda each: links.cell(each.subject, each.subject)),
        Column("at", "Stands at", lambda each: answer.facts.stands_at(each.path)),
    )
    unsaid = list_few(
        "profile",
        "Open in the profile",
        profile,
        points,
        None,
        100,
        "Each is a line of `flowdown.yaml` to fill in; `flowdown profile` says the same.",
    )
    forms: list[Part] = []
    if points and visit.may(Right.STATE):
        forms.append(_answering(points))
    if visit.may(Right.SAY):
        organisation = f"organisation:{answer.facts.profile.organisation.id}"
        forms.append(remark_form(visit, organisation, asked.q, "Note what you found out, in words"))
    return View(
        "Questions",
        [shown, unsaid, *forms],
        shape_view(visit, "questions", (shown, unsaid)),
        shown,
        "What would settle what is open.",
    )


def _answering(points: Sequence[Any]) -> Form:
    """One form for all: what is asked is picked by its subject and field."""
    choices = tuple(
        (f"{each.subject} :: {each.of}", f"{each.subject.partition(':')[2]}: {each.asks}"[:140])
        for each in points[:300]
    )
    fields = (
        Field("point", "Which question", choices[0][0], choices),
        Field(
            "value", "The answer, as the profile writes it", is_needed=True, hint="yes, no, 2026-01-31, a word, [a, b]"
        ),
    )
    note = "It is put into the profile at this one place, if the profile is sound with it."
    return Form("/questions", "Answer", fields, "Answer what the profile leaves open", does=True, note=note)


PAGE = Page("questions", "/questions", "Questions", "What would settle what is open.", _show, QuestionsAsked, 9)
