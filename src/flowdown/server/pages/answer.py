"""One answer: the words of the norm, the evidence it rests on, how it can be read, what would settle it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.report.words import mark_words, norm_name
from flowdown.server.asked import LONGEST, Asked
from flowdown.server.cells import evidence_columns, outcome, place, sentence, subject, vendors
from flowdown.server.faults import NotHere
from flowdown.server.listing import Column, list_few
from flowdown.server.page import Cell, Facts, Page, Quote, View
from flowdown.server.remark_forms import tell_remarks
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from flowdown.pipeline.panorama import Determination
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit


@dataclass(frozen=True, kw_only=True)
class AnswerAsked(Asked):
    """Which answer."""

    norm: Annotated[str, Query(max_length=LONGEST, description="the norm, as `ORDER/NORM`")]
    subject: Annotated[str, Query(max_length=LONGEST, description="`contract:ID` or `own-business`")]
    context: Annotated[str, Query(max_length=LONGEST, description="the context; empty for the first")] = ""


def _show(visit: Visit, asked: AnswerAsked) -> View:
    links, answer = visit.links, visit.answer
    found = next(
        (
            each
            for each in answer.by_subject.get(asked.subject, ())
            if each.norm == asked.norm and asked.context in ("", each.context)
        ),
        None,
    )
    if found is None:
        raise NotHere("no such answer", hint="`/answers` lists them")
    facts = Facts(
        (
            ("For", subject(links, found.subject)),
            ("Order", Cell(found.order, links.page("order", found.order))),
            ("Context", found.context.replace("_", " ")),
            ("Position", found.position.value),
            ("Vendors", vendors(visit, sorted(answer.vendors_of(found)))),
            ("Seen in", tuple(place(visit, each) for each in found.places[:8])),
            ("By", found.clauses),
            ("Stated or claimed", found.stated[:8]),
        )
    )
    lines = [line for line in (answer.line_of_claim.get(each) for each in found.claims) if line is not None]
    lines.sort(key=lambda line: line.rank)
    readings = (
        Column("reading", "Reading", lambda each: each.says),
        Column("outcome", "Then", lambda each: outcome(each.outcome.value)),
        Column("held", "Held by", lambda each: each.held_by),
        Column("id", "Named", lambda each: Cell(f"`{each.id}`")),
    )
    questions = (
        Column("asks", "What would settle it", lambda each: each.asks[:1].upper() + each.asks[1:]),
        Column("because", "Open because", lambda each: "; ".join(each.because[:3])),
    )
    deadlines = (
        Column("due", "Due", lambda each: each.due.isoformat() if each.due else "not known"),
        Column("what", "What", lambda each: Cell(each.what, under=each.note)),
    )
    listings = tuple(
        shown
        for shown in (
            list_few("evidence", "Rests on", evidence_columns(visit), lines, None, 100),
            list_few("questions", "What would settle it", questions, found.questions, None, 50),
            list_few("readings", "How the order can be read", readings, found.readings, None, 50),
            list_few("deadlines", "Days", deadlines, found.deadlines, None, 50),
        )
        if shown.total
    )
    own = f"organisation:{answer.facts.profile.organisation.id}"
    node = found.subject if found.subject.startswith("contract:") else own
    parts: list[Part] = [*_quotes(visit, found), facts, *listings, *tell_remarks(visit, node, found.norm)]
    badge = outcome(found.outcome.value)
    return View(
        norm_name(found.order, found.norm),
        parts,
        shape_view(
            visit,
            "answer",
            listings,
            facts,
            {"norm": found.norm, "outcome": found.outcome.value, "says": found.says, "because": list(found.because)},
        ),
        listings[0] if listings else None,
        sentence(found.says),
        badge if isinstance(badge, Cell) else None,
        (Cell("Answers", links.to("/answers")), Cell(found.order, links.page("order", found.order))),
    )


def _quotes(visit: Visit, found: Determination) -> list[Part]:
    """The norm itself, then those that are its reasons."""
    wanted = dict.fromkeys((found.norm, *found.because))
    cited = {each.norm: each for each in visit.answer.facts.check.cited}
    quotes: list[Part] = []
    for name in wanted:
        each = cited.get(name)
        if each is not None:
            title = ", ".join(filter(None, (each.title, each.cites)))
            notes = (f"Status: {each.status}", f"Evidence: {mark_words(each.mark)}; source: {each.source}")
            words = f"“{each.quote}”" if each.quote else "(no words of it are quoted)"
            quotes.append(Quote(words, Cell(title, visit.links.page("order", each.order)), notes))
    return quotes


PAGE = Page(
    "answer",
    "/answer",
    "Answer",
    "One answer with the words, the evidence, the readings, the questions.",
    _show,
    AnswerAsked,
)
