"""Every answer: each norm of each order, put to each contract and the own business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Query

from flowdown.pipeline.panorama import name_subject
from flowdown.server.asked import ListAsked, Word
from flowdown.server.cells import OUTCOME_CHOICES, OUTCOMES, answer_columns, choice
from flowdown.server.listing import list_rows
from flowdown.server.page import Page, View
from flowdown.server.shapes import shape_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowdown.pipeline.panorama import Determination
    from flowdown.server.visit import Visit


@dataclass(frozen=True)
class AnswersAsked(ListAsked):
    """Which answers."""

    outcome: Annotated[Word, Query(description="BREACH, UNDETERMINED, EXEMPT or CLEAR")] = ""
    order: Annotated[Word, Query(description="only of this order")] = ""
    subject: Annotated[Word, Query(description="only for this: `contract:ID` or `own-business`")] = ""
    vendor: Annotated[Word, Query(description="only those that rest on a use of this vendor")] = ""
    system: Annotated[Word, Query(description="only those that rest on what is seen in this system")] = ""
    seen: Annotated[Literal["", "yes", "no"], Query(description="whether a use is seen")] = ""
    binds: Annotated[Literal["", "yes", "no"], Query(description="`no`: those that bind nobody there")] = "yes"


def _show(visit: Visit, asked: AnswersAsked) -> View:
    answer = visit.answer
    rows = [
        each
        for each in _smallest(visit, asked)
        if asked.outcome in ("", each.outcome.value)
        and asked.order in ("", each.order)
        and asked.subject in ("", each.subject)
        and asked.seen in ("", "yes" if each.places else "no")
        and asked.binds in ("", "no" if each.position.value == "FREE" else "yes")
        and (not asked.vendor or asked.vendor in answer.vendors_of(each))
    ]
    if not asked.sort:
        rows.sort(key=lambda each: (OUTCOMES.index(each.outcome.value), not each.places, each.norm, each.subject))
    orders = sorted({each.order for each in answer.facts.check.determinations})
    subjects = [bench.subject for bench in answer.benches]
    used = [(row.id, row.name) for row in answer.panorama.vendors]
    filters = (
        choice("outcome", "Outcome", asked.outcome, OUTCOME_CHOICES),
        choice("order", "Order", asked.order, (("", "any"), *((each, each) for each in orders))),
        choice(
            "subject", "For", asked.subject, (("", "any"), *((each, name_subject(each)) for each in subjects[:300]))
        ),
        choice("vendor", "Vendor", asked.vendor, (("", "any"), *used)),
        choice("seen", "A use is seen", asked.seen, (("", "whether or not"), ("yes", "yes"), ("no", "no"))),
        choice("binds", "Binds or may", asked.binds, (("", "whether or not"), ("yes", "yes"), ("no", "no"))),
        *((choice("system", "System", asked.system, (("", "any"),)),) if asked.system else ()),
    )
    shown = list_rows("answers", "Answers", answer_columns(visit), rows, asked, _text, filters)
    lead = "Breach: forbidden and seen. Clear says what was read, and nothing of what was not."
    return View("Answers", [shown], shape_view(visit, "answers", (shown,)), shown, lead)


def _smallest(visit: Visit, asked: AnswersAsked) -> Sequence[Determination]:
    """The answers among which those asked for are, as few as can be told at once."""
    answer = visit.answer
    if asked.system:
        row = next((each for each in answer.panorama.systems if each.system.id == asked.system), None)
        found = {id(each): each for place in (row.places if row else ()) for each in answer.by_place.get(place, ())}
        return list(found.values())
    if asked.vendor:
        return answer.by_vendor.get(asked.vendor, ())
    if asked.order:
        return answer.by_order.get(asked.order, ())
    if asked.subject:
        return answer.by_subject.get(asked.subject, ())
    return answer.facts.check.determinations


def _text(each: Determination) -> str:
    return f"{each.norm} {each.subject} {each.says}".casefold()


PAGE = Page(
    "answers",
    "/answers",
    "Answers",
    "Every norm of every order, put to every contract and the own business.",
    _show,
    AnswersAsked,
    7,
)
