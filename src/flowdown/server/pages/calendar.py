"""The deadlines as a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.report.calendar_file import write_calendar
from flowdown.server.asked import Asked
from flowdown.server.page import File, Page

if TYPE_CHECKING:
    from flowdown.server.visit import Visit


def _show(visit: Visit, asked: Asked) -> File:
    return File(write_calendar(visit.answer.facts.deadlines).encode(), "text/calendar", "deadlines.ics")


PAGE = Page(
    "calendar",
    "/deadlines.ics",
    "Calendar",
    "The deadlines as a calendar (RFC 5545).",
    _show,
    gives={"text/calendar": "a calendar"},
)
