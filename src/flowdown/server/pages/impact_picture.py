"""What falls if something is cut, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.report.impact_svg import draw_impact
from flowdown.server.page import File, Page
from flowdown.server.works import DRAWING, ImpactAsked, find_cut

if TYPE_CHECKING:
    from flowdown.server.visit import Visit


def _show(visit: Visit, asked: ImpactAsked) -> File:
    if not asked.node:
        raise UnusableArgument("says not what is cut", hint="`node=vendor:openai`")
    return File(draw_impact(find_cut(visit, asked)).encode(), "image/svg+xml", policy=DRAWING)


PAGE = Page(
    "impact-picture",
    "/impact.svg",
    "Impact, drawn",
    "What falls, drawn.",
    _show,
    ImpactAsked,
    gives={"image/svg+xml": "a drawing"},
)
