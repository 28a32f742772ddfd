"""One order: its history drawn, whom it binds here, and everything that its file says, in its own words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Path

from flowdown.pipeline.orders import show_order
from flowdown.report.words import shorten
from flowdown.server.asked import LONGEST, Asked
from flowdown.server.cells import OUTCOMES, outcome, phase, sentence, subject, vendors
from flowdown.server.faults import NotHere
from flowdown.server.listing import Column, list_few
from flowdown.server.more_columns import clock_columns
from flowdown.server.page import Cell, Facts, Notice, Page, Picture, Prose, View

if TYPE_CHECKING:
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit


@dataclass(frozen=True, kw_only=True)
class OrderAsked(Asked):
    """Which order."""

    order: Annotated[str, Path(max_length=LONGEST, description="its id in the library")]


def _show(visit: Visit, asked: OrderAsked) -> View:
    links, answer = visit.links, visit.answer
    row = next((each for each in answer.panorama.orders if each.order.id == asked.order), None)
    if row is None:
        raise NotHere(f"no order `{asked.order}` is in the library", hint="`/orders` lists them")
    order, facts = row.order, answer.facts
    page, shape = show_order(facts.library, order.id, visit.as_of, facts.check.known_at)
    told = Facts(
        (
            ("Id", order.id),
            ("Citation", order.citation),
            ("Issued by", order.issuer),
            ("Status", (phase(row.phase), Cell(row.status))),
            ("Vendors", tuple(links.cell(f"vendor:{each}", visit.vendor_name(each)) for each in order.vendors)),
            ("Followed until", Cell(order.checked_until.isoformat(), tone="warning" if row.is_past else "")),
            ("Every answer of it", Cell("answers", links.to("/answers", order=order.id))),
        )
    )
    by_subject = defaultdict(list)
    for each in answer.by_order.get(order.id, ()):
        by_subject[each.subject].append(each)
    bound = []
    for name, found in by_subject.items():
        first = min(found, key=lambda each: (each.position.value == "FREE", OUTCOMES.index(each.outcome.value)))
        seen = sorted({vendor for each in found for vendor in answer.vendors_of(each)})
        bound.append((name, first, seen))
    bound.sort(key=lambda each: (each[1].position.value == "FREE", OUTCOMES.index(each[1].outcome.value), each[0]))
    columns = (
        Column("subject", "Contract", lambda each: subject(links, each[0])),
        Column(
            "outcome",
            "Worst answer",
            lambda each: outcome(each[1].outcome.value, links.norm(each[1].norm, each[1].subject, each[1].context)),
        ),
        Column(
            "says", "Why", lambda each: Cell(sentence(shorten(each[1].says, 240)), under="; ".join(each[1].clauses))
        ),
        Column("vendors", "Vendors seen", lambda each: vendors(visit, each[2])),
    )
    clocks = [each for each in facts.deadlines.clocks if each.order == order.id]
    parts: list[Part] = [told]
    if row.is_past:
        parts.append(
            Notice(
                f"The library followed this order until {order.checked_until.isoformat()} only; what came later is not known here."
            )
        )
    who = list_few(
        "bound", "Who is bound", columns, bound, Cell("All answers", links.to("/answers", order=order.id)), 25
    )
    parts.append(who)
    if order.status:
        parts.append(
            Picture(
                links.to("/timeline.svg", order=order.id),
                f"The history of {order.title} as a timeline; the section on its status history says the same in words.",
            )
        )
    if clocks:
        parts.append(
            list_few(
                "deadlines",
                "Clocks",
                clock_columns(visit),
                clocks,
                Cell("All deadlines", links.to("/deadlines", order=order.id)),
                8,
            )
        )
    # What stands in its facts above is not said again.
    parts.append(Prose(page.blocks[5:], "The order in full"))
    badge = outcome(row.tally.worst)
    return View(
        order.title,
        parts,
        shape,
        who,
        order.about.strip(),
        badge if isinstance(badge, Cell) else None,
        (Cell("Orders", links.to("/orders")),),
    )


PAGE = Page(
    "order",
    "/orders/{order}",
    "Order",
    "One order: history, who is bound, norms, readings, open points, sources (`flowdown.order/1`).",
    _show,
    OrderAsked,
    says=("flowdown.order/1",),
)
