"""Puts a plan into the shape of `flowdown.plan/1`."""

from __future__ import annotations

from flowdown.plan.estimate import places_of
from flowdown.plan.plan import Plan
from flowdown.plan.step import Step
from flowdown.plan.use import PlannedUse
from flowdown.plan.work import Option
from flowdown.report.plan_v1 import (
    OtherPlanV1,
    PlanChangeV1,
    PlanDemandV1,
    PlanImpasseV1,
    PlanOptionV1,
    PlanPriceV1,
    PlanStepV1,
    PlanUseV1,
    PlanV1,
)


def shape_plan(plan: Plan) -> PlanV1:
    """The plan for other programs, and for the page."""
    impasse = plan.impasse
    return PlanV1(
        "flowdown.plan/1",
        plan.name,
        plan.as_of,
        plan.known_at,
        plan.stance.value,
        plan.vendor,
        plan.by,
        plan.team_days_per_week,
        impasse is None,
        plan.days,
        round(plan.gap, 6),
        plan.ends,
        plan.loses,
        plan.lossless_team,
        plan.begins_by,
        PlanImpasseV1(impasse.requirements, impasse.gives) if impasse is not None else None,
        tuple(_use(plan, use) for use in plan.uses),
        tuple(_step(step) for step in plan.steps),
        plan.now,
        tuple(OtherPlanV1(each.days, tuple(PlanChangeV1(*change) for change in each.changes)) for each in plan.others),
        tuple(PlanPriceV1(each.requirement, each.days, each.spares) for each in plan.prices),
        plan.strange,
        plan.limits,
    )


def _use(plan: Plan, use: PlannedUse) -> PlanUseV1:
    demands = {
        (each.order, each.norm, each.subject): PlanDemandV1(
            each.order,
            each.norm,
            each.cites,
            each.subject,
            each.first,
            each.is_sure,
            each.is_threatened,
            each.asks,
        )
        for each in sorted(use.demands, key=lambda each: each.is_sure)
    }
    return PlanUseV1(
        use.id,
        use.vendor,
        use.place.name,
        use.kind,
        use.workload,
        use.subjects,
        use.serves,
        use.is_sure,
        use.id in plan.urgent,
        places_of(use.all_sightings),
        tuple(demands[key] for key in sorted(demands)),
        plan.chosen.get(use.id, ""),
        tuple(_option(plan, use, each) for each in plan.options[use.id]),
    )


def _option(plan: Plan, use: PlannedUse, option: Option) -> PlanOptionV1:
    told = next((each for each in plan.told if (each.use, each.option) == (use.id, option.id)), None)
    days = sum(plan.works[name].days for name in option.works)
    return PlanOptionV1(
        option.id,
        option.kind.value,
        option.title,
        told.stands if told is not None else "taken",
        told.why if told is not None else "",
        round(days, 2),
        option.works,
        option.vendor,
        option.model,
        option.route,
        option.risks,
        option.bars,
        option.doubts,
        option.leaves,
        option.loses,
    )


def _step(step: Step) -> PlanStepV1:
    work = step.work
    return PlanStepV1(
        work.id,
        work.kind.value,
        work.title,
        work.days,
        work.counted,
        step.starts,
        step.ends,
        step.first_week,
        step.last_week,
        step.due,
        work.wait,
        step.needs,
        step.uses,
        work.tree,
        work.places,
        work.undo,
        work.is_safe,
        work.is_done,
    )
