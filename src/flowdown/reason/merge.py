"""Merges what holds in each context that a contract may lie in, where it is not known which one it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flowdown.orders.order import Order
from flowdown.reason.determination import Determination, Outcome, Position, Reading
from flowdown.reason.place import Bench
from flowdown.scan.sighting import Question


def merge_leaves(order: Order, bench: Bench, per_leaf: Sequence[Sequence[Determination]]) -> Iterator[Determination]:
    """One determination for each norm that speaks in any leaf: settled if it comes to the same in all of them."""
    by_norm: dict[str, dict[str, Determination]] = {}
    for leaf, determinations in zip(bench.setting.leaves, per_leaf, strict=True):
        for each in determinations:
            by_norm.setdefault(each.norm, {})[leaf] = each
    speaking = {norm: told for norm, told in by_norm.items() if norm != order.id} or by_norm
    for told in speaking.values():
        yield _merge(bench, told)


def _merge(bench: Bench, told: dict[str, Determination]) -> Determination:
    leaves = bench.setting.leaves
    outcomes = [told[leaf].outcome if leaf in told else Outcome.CLEAR for leaf in leaves]
    first = next(iter(told.values()))
    if len(set(outcomes)) == 1:
        return replace(first, context=" or ".join(leaves) if len(told) == len(leaves) else " or ".join(told))
    worst = min(told.values(), key=lambda each: (each.outcome is Outcome.CLEAR, each.outcome is Outcome.EXEMPT))
    readings = tuple(
        Reading(f"context={leaf}", f"if it is {leaf.replace('_', ' ')}", "", outcome)
        for leaf, outcome in zip(leaves, outcomes, strict=True)
    )
    asks = f"is {bench.setting.id} for defense, intelligence, a civilian agency, a state, or private?"
    question = Question(f"{bench.subject}/agency-kind", bench.subject, asks, (), ("outcome",))
    return replace(
        worst,
        context=" or ".join(leaves),
        position=Position.UNDETERMINED,
        outcome=Outcome.UNDETERMINED,
        says=f"it depends on whose contract {bench.setting.id} is: {worst.says}",
        readings=(*readings, *worst.readings),
        questions=(question, *worst.questions),
    )
