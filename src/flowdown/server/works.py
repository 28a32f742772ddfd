"""What takes long and is worked out once for each state: what falls with a cut, and the way out; as pages and drawings ask it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Query

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.impact import FALLING, Cut, find_impact
from flowdown.pipeline.plan import PlanRequest, plan_matter
from flowdown.report.plan_shape import shape_plan
from flowdown.server.asked import Asked, Day, ListAsked, Word
from flowdown.server.faults import NotHere

if TYPE_CHECKING:
    from flowdown.pipeline.impact import Answer
    from flowdown.report.plan_v1 import PlanV1
    from flowdown.server.visit import Visit

DRAWING = "default-src 'none'; style-src 'unsafe-inline'"
"""What a drawing may do: its colours stand in it."""
_MOST = 2_000
"""So many of what falls are told one by one."""


@dataclass(frozen=True)
class ImpactAsked(ListAsked):
    """What is cut."""

    node: Annotated[Word, Query(description="what is cut: a node, or a vendor's id")] = ""
    kind: Annotated[Word, Query(description="only what falls of this kind")] = ""
    owned: Annotated[
        Literal["", "half", "majority", "fifth", "control"], Query(description="cut those that it owns, too")
    ] = ""


def find_cut(visit: Visit, asked: ImpactAsked) -> Answer:
    """What falls, worked out once for each state of the store."""
    node, owned, kind = asked.node, asked.owned, asked.kind
    if kind and kind not in FALLING:
        raise UnusableArgument(f"nothing of the kind `{kind}` falls", hint=f"one of {', '.join(FALLING)}")
    target = visit.site.kept()
    cut = Cut((node,), visit.as_of, visit.site.now(), owned=owned, kinds=(kind,) if kind else (), limit=_MOST, ways=1)
    try:
        return visit.look(("impact", node, owned, kind, visit.as_of), lambda: find_impact(target, cut))
    except UnusableArgument as error:
        raise NotHere(error.message, hint=error.hint) from None


@dataclass(frozen=True)
class PlanAsked(Asked):
    """What is planned for."""

    vendor: Annotated[
        Word, Query(description="as if this vendor were forbidden (default: what orders forbid or may)")
    ] = ""
    by: Annotated[Day, Query(description="the day by which it is to be done")] = None
    team: Annotated[float, Query(gt=0, le=1000, description="days of work in a week")] = 5.0


def find_plan(visit: Visit, asked: PlanAsked) -> PlanV1:
    """The plan, worked out once for each state."""
    answer = visit.answer

    def make() -> PlanV1:
        check = visit.site.request_of(visit.lens)
        request = PlanRequest(check, asked.vendor, asked.by, asked.team)
        return shape_plan(plan_matter(answer.matter, answer.benches, request))

    return visit.work(("plan", visit.lens, asked.vendor, asked.by, asked.team), make)
