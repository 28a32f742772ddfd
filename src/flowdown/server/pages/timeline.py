"""The history of orders as a drawing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.report.timeline_svg import draw_timeline
from flowdown.server.asked import Asked, Word
from flowdown.server.faults import NotHere
from flowdown.server.page import File, Page
from flowdown.server.works import DRAWING

if TYPE_CHECKING:
    from flowdown.server.visit import Visit


@dataclass(frozen=True)
class TimelineAsked(Asked):
    """Which orders."""

    order: Annotated[Word, Query(description="only this order (default: those that reach you or may)")] = ""


def _show(visit: Visit, asked: TimelineAsked) -> File:
    answer = visit.answer
    wanted = (
        {asked.order}
        if asked.order
        else {
            row.order.id
            for row in answer.panorama.orders
            if row.tally.breach or row.tally.undetermined or row.tally.exempt
        }
    )
    timeline = answer.facts.timeline
    lanes = tuple(lane for lane in timeline.lanes if lane.order in wanted and (lane.periods or asked.order))
    if asked.order and not lanes:
        raise NotHere(f"no order `{asked.order}` is in the library")
    return File(draw_timeline(replace(timeline, lanes=lanes)).encode(), "image/svg+xml", policy=DRAWING)


PAGE = Page(
    "timeline",
    "/timeline.svg",
    "Timeline",
    "The history of orders, drawn.",
    _show,
    TimelineAsked,
    gives={"image/svg+xml": "a drawing"},
)
