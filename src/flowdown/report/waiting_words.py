"""Says what of a plan can wait, where some of it is forbidden already."""

from __future__ import annotations

from flowdown.report.plan_v1 import PlanV1


def what_waits(plan: PlanV1) -> str:
    """The subject of the sentence that tells until when the work can wait."""
    if not any(use.is_urgent for use in plan.uses):
        return "It"
    if all(use.is_urgent for use in plan.uses):
        return "If what is open turns out well, it"
    return "What is not forbidden yet"
