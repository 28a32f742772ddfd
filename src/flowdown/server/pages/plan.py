"""The way out of what is forbidden or may be: options, steps with their days, what would have to give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.report.plan_page import lay_out_plan
from flowdown.server.cells import choice
from flowdown.server.listing import Column, list_few
from flowdown.server.page import Cell, Field, Form, Page, Picture, Prose, View
from flowdown.server.works import PlanAsked, find_plan

if TYPE_CHECKING:
    from flowdown.server.page import Part
    from flowdown.server.visit import Visit


def _show(visit: Visit, asked: PlanAsked) -> View:
    links = visit.links
    plan = find_plan(visit, asked)
    page = lay_out_plan(plan, shows_all=True, explains=False)
    used = [(row.id, f"as if {row.name} were forbidden") for row in visit.answer.panorama.vendors if not row.is_apart]
    form = Form(
        "/plan",
        "Plan",
        (
            choice("vendor", "For", asked.vendor, (("", "what orders forbid or may"), *used)),
            Field("by", "Done by", asked.by.isoformat() if asked.by else "", kind="date"),
            Field("team", "Days of work a week", f"{asked.team:g}", kind="number"),
        ),
    )
    parts: list[Part] = [form]
    asking = {
        "vendor": asked.vendor,
        "by": asked.by.isoformat() if asked.by else "",
        "team": f"{asked.team:g}" if asked.team != 5 else "",
    }
    if plan.steps:
        parts.append(
            Picture(
                links.to("/plan.svg", **asking), "The steps over time; the section on the steps says the same in words."
            )
        )
    parts.append(Prose(page.blocks))
    columns = (
        Column("step", "Step", lambda step: Cell(step.title, under=step.id)),
        Column("starts", "Starts", lambda step: step.starts.isoformat() if step.starts else ""),
        Column("ends", "Ends", lambda step: step.ends.isoformat() if step.ends else ""),
        Column("days", "Days", lambda step: f"{step.days:g}", True),
    )
    table = list_few("plan", "Steps", columns, plan.steps, None, 1000)
    return View(
        "The way out",
        parts,
        plan,
        table,
        "Days are estimates from what was seen and from assumed figures; nobody measured them.",
    )


PAGE = Page(
    "plan",
    "/plan",
    "Plan",
    "The way out (`flowdown.plan/1`).",
    _show,
    PlanAsked,
    14,
    says=("flowdown.plan/1",),
)
