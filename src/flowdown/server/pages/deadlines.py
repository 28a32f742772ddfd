"""Every clock that runs: by when, for which contract, to whom, why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from fastapi import Query

from flowdown.report.deadlines_page import lay_out_deadlines
from flowdown.report.deadlines_shape import shape_deadlines
from flowdown.server.asked import ListAsked, Word
from flowdown.server.cells import choice
from flowdown.server.listing import list_rows
from flowdown.server.more_columns import STATES, clock_columns
from flowdown.server.page import Cell, Field, Form, Notice, Page, Prose, View
from flowdown.server.rights import Right

if TYPE_CHECKING:
    from flowdown.pipeline.panorama import Deadlines, RunningClock
    from flowdown.server.visit import Visit

_MOST_TOLD = 60


@dataclass(frozen=True)
class DeadlinesAsked(ListAsked):
    """Which clocks."""

    state: Annotated[Word, Query(description="overdue, running, waiting, not-known or met")] = ""
    contract: Annotated[Word, Query(description="only of this contract")] = ""
    order: Annotated[Word, Query(description="only of this order")] = ""


def _show(visit: Visit, asked: DeadlinesAsked) -> View:
    deadlines = visit.answer.facts.deadlines
    rows = [
        clock
        for clock in deadlines.clocks
        if asked.state in ("", clock.state.value)
        and asked.contract in ("", clock.contract)
        and asked.order in ("", clock.order)
    ]
    filters = (
        choice("state", "State", asked.state, (("", "any"), *((each, each.replace("-", " ")) for each in STATES))),
        choice(
            "contract",
            "Contract",
            asked.contract,
            (("", "any"), *((each, each) for each in sorted({clock.contract for clock in deadlines.clocks})[:300])),
        ),
        choice(
            "order",
            "Order",
            asked.order,
            (("", "any"), *((each, each) for each in sorted({clock.order for clock in deadlines.clocks}))),
        ),
    )
    shown = list_rows("deadlines", "Deadlines", clock_columns(visit), rows, asked, _text, filters)
    on_page = (
        rows[(asked.page - 1) * asked.size : asked.page * asked.size][:_MOST_TOLD]
        if not (asked.q or asked.sort)
        else rows[:_MOST_TOLD]
    )
    told = lay_out_deadlines(_only(deadlines, tuple(on_page)))
    calendar = Notice((Cell("As a calendar (ICS)", visit.links.to("/deadlines.ics")),), "quiet")
    lead = "What must be reported, reviewed or certified. Each end is counted by the convention that is named below; where it is not known whether a duty binds, the question stands with it."
    found = visit.answer.facts.profile.discoveries
    recording = [_recording(deadlines, [each.id for each in found])] if found and visit.may(Right.STATE) else []
    return View(
        "Deadlines",
        [shown, *recording, calendar, Prose(told.blocks[2:] if on_page else told.blocks[1:], "What each rests on")],
        lambda: shape_deadlines(_only(deadlines, tuple(rows))),
        shown,
        lead,
    )


def _recording(deadlines: Deadlines, discoveries: list[str]) -> Form:
    reports = sorted({f"{clock.order}/{clock.duty}" for clock in deadlines.clocks})
    contracts = sorted({clock.contract for clock in deadlines.clocks})
    fields = (
        Field("discovery", "Of what was found", discoveries[0], tuple((each, each) for each in discoveries)),
        Field("report", "Which report", reports[0] if reports else "", tuple((each, each) for each in reports)),
        Field(
            "contract",
            "For which contract",
            "",
            (("", "all that it concerns"), *((each, each) for each in contracts[:500])),
        ),
        Field("at", "When it went out", hint="2026-07-06T09:30", is_needed=True),
        Field("reference", "The proof of filing: a number, a document"),
    )
    return Form("/deadlines", "Record", fields, "Record a report that went out", does=True)


def _only(deadlines: Deadlines, clocks: tuple[RunningClock, ...]) -> Deadlines:
    return replace(deadlines, clocks=clocks)


def _text(clock: RunningClock) -> str:
    return f"{clock.title} {clock.name} {clock.contract} {clock.what}".casefold()


PAGE = Page(
    "deadlines",
    "/deadlines",
    "Deadlines",
    "Every clock that runs (`flowdown.deadlines/1`).",
    _show,
    DeadlinesAsked,
    11,
    says=("flowdown.deadlines/1",),
)
