"""The steps of the plan, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.report.gantt_svg import draw_gantt
from flowdown.server.page import File, Page
from flowdown.server.works import DRAWING, PlanAsked, find_plan

if TYPE_CHECKING:
    from flowdown.server.visit import Visit


def _show(visit: Visit, asked: PlanAsked) -> File:
    return File(draw_gantt(find_plan(visit, asked)).encode(), "image/svg+xml", policy=DRAWING)


PAGE = Page(
    "plan-picture",
    "/plan.svg",
    "Plan, drawn",
    "The steps over time.",
    _show,
    PlanAsked,
    gives={"image/svg+xml": "a drawing"},
)
