"""Which orders meet something of the organisation's: one rule for every paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from flowdown.report.dossier.answers import ORDER, TERMS, Stands, stands
from flowdown.report.dossier.facts import Facts
from flowdown.report.organisation_summary import short


@dataclass(frozen=True, slots=True)
class Later:
    """An order that does not reach what is seen in use today, and will, or may, from a day on; `if_` are the conditions."""

    order: str
    title: str
    vendor: str
    where: str
    from_: str
    is_sure: bool
    if_: tuple[str, ...]


def answers_by_order(facts: Facts) -> Mapping[str, Mapping[str, Stands]]:
    """How each order stands worst in each setting, by order and setting."""
    worst: dict[str, dict[str, Stands]] = defaultdict(dict)
    for each in facts.check.determinations:
        where = short(each.subject)
        worst[each.order][where] = min(worst[each.order].get(where, Stands.FREE), stands(facts, each), key=ORDER.index)
    return worst


def met_orders(facts: Facts) -> frozenset[str]:
    """The orders that meet something: a contract, a use, a clause, an open question, or a clock that runs."""
    reached = {
        order
        for order, where in answers_by_order(facts).items()
        if any(stands is not Stands.FREE for stands in where.values())
    }
    return frozenset(
        reached | {each.order for each in facts.deadlines.clocks} | {each.order for each in later_orders(facts)}
    )


def later_orders(facts: Facts) -> tuple[Later, ...]:
    """What will reach what is seen in use, or may, from a day after the one asked about."""
    plan = facts.make_plan() if facts.make_plan is not None else None
    free = {
        (order, where)
        for order, found in answers_by_order(facts).items()
        for where, stands in found.items()
        if stands is Stands.FREE
    }
    told: dict[tuple[str, str, str], Later] = {}
    for use in plan.uses if plan is not None else ():
        for each in use.demands:
            where, order = short(each.subject), facts.order(each.order)
            if each.from_ is None or order is None or each.order.startswith(TERMS) or (each.order, where) not in free:
                continue
            found = Later(
                each.order,
                order.title,
                facts.vendor_name(use.vendor),
                where,
                each.from_.isoformat(),
                each.is_sure,
                conditions(facts, each.order, each.asks),
            )
            key = (each.order, use.vendor, where)
            if key not in told or (not told[key].is_sure and found.is_sure):
                told[key] = found
    return tuple(told[key] for key in sorted(told))


def conditions(facts: Facts, identity: str, asks: tuple[str, ...]) -> tuple[str, ...]:
    """What would have to be so, for each question that an order leaves open: its claim, else the question."""
    order = facts.order(identity)
    claims = {point.asks: point.claim for point in (order.open_points if order is not None else ())}
    return tuple(dict.fromkeys((claims.get(each) or each).rstrip(".") for each in asks))
