"""Which ways out of a use papers tell: of each kind the one that counts."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.report.plan_v1 import PlanOptionV1, PlanUseV1


def of_each_kind(use: PlanUseV1) -> Iterator[PlanOptionV1]:
    """One of each kind: what is taken, else the cheapest that nothing bars, else the cheapest."""
    kinds: dict[str, list[PlanOptionV1]] = {}
    for each in use.options:
        kinds.setdefault(each.kind, []).append(each)
    for found in kinds.values():
        yield min(
            found, key=lambda each: (each.id != use.takes, bool(each.bars), bool(each.doubts), each.days, each.id)
        )


def taken(use: PlanUseV1) -> PlanOptionV1 | None:
    """The way out that the plan takes; None where none can be planned on."""
    return next((each for each in use.options if each.id == use.takes), None)


def says(use: PlanUseV1, option: PlanOptionV1) -> tuple[str, str]:
    """How a way out fares, and why."""
    return "taken" if option.id == use.takes else option.stands, option.bars[0] if option.bars else option.why


def is_forbidden_now(use: PlanUseV1) -> bool:
    """Whether some order forbids it already, without any doubt; one that does so from a later day does not."""
    return use.is_urgent and any(each.is_sure and each.from_ is None for each in use.demands)
