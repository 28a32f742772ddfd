"""Merges what holds in each context that a contract may lie in: in several at once, or in one of several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flowdown.orders.order import Order
from flowdown.reason.determination import Determination, Outcome, Position, Reading
from flowdown.reason.place import Bench
from flowdown.reason.rulings import RANKING
from flowdown.scan.sighting import Question


def merge_leaves(
    order: Order, bench: Bench, per_leaf: Mapping[str, Sequence[Determination]]
) -> Iterator[Determination]:
    """One determination for each norm that speaks in any leaf: settled if it comes to the same in all cases."""
    by_norm: dict[str, dict[str, Determination]] = {}
    for leaf, determinations in per_leaf.items():
        for each in determinations:
            by_norm.setdefault(each.norm, {})[leaf] = each
    speaking = {norm: told for norm, told in by_norm.items() if norm != order.id} or by_norm
    for told in speaking.values():
        yield _merge(bench, told)


def _merge(bench: Bench, told: Mapping[str, Determination]) -> Determination:
    cases = bench.setting.cases
    outcomes = [
        min((told[leaf].outcome for leaf in case if leaf in told), key=RANKING.index, default=Outcome.CLEAR)
        for case in cases
    ]
    if len(set(outcomes)) == 1:
        settled = [leaf for leaf, each in told.items() if each.outcome is outcomes[0]] or list(told)
        return replace(told[settled[0]], context=" or ".join(settled))
    worst = min(told.values(), key=lambda each: (each.outcome is Outcome.CLEAR, each.outcome is Outcome.EXEMPT))
    names = [" and ".join(sorted(case)) for case in cases]
    readings = tuple(
        Reading(f"context={name}", f"if it is {name.replace('_', ' ')}", "", outcome)
        for name, outcome in zip(names, outcomes, strict=True)
    )
    return replace(
        worst,
        context=" or ".join(dict.fromkeys(names)),
        position=Position.UNDETERMINED,
        outcome=Outcome.UNDETERMINED,
        says=f"it depends on whose contract {bench.setting.id} is: {worst.says}",
        readings=(*readings, *worst.readings),
        questions=(_ask_whose(bench), *worst.questions),
    )


def _ask_whose(bench: Bench) -> Question:
    setting = bench.setting
    if len(setting.leaves) == 1:
        asks = f"is the intelligence agency of {setting.id} an element of the Department of Defense?"
        return Question(f"{bench.subject}/of-defense", bench.subject, asks, (), ("outcome",))
    asks = f"is {setting.id} for defense, intelligence, a civilian agency, a state, or private?"
    return Question(f"{bench.subject}/agency-kind", bench.subject, asks, (), ("outcome",))
