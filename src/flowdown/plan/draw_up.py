"""Draws up the plan: the options of each use, the cheapest of them together, and their days."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.replacement import Replacements
from flowdown.evidence.profile.contract import AgencyKind
from flowdown.evidence.profile.profile import Profile
from flowdown.orders.order import Order
from flowdown.plan.alternative import Judge
from flowdown.plan.days import WorkingDays
from flowdown.plan.demand import WHAT_IF, Demand, Outlook
from flowdown.plan.effort import Effort
from flowdown.plan.optimum import Solution, least_rate_without_loss, most_waiting
from flowdown.plan.other_ways import OtherWays
from flowdown.plan.plan import Impasse, OtherPlan, Plan, Price
from flowdown.plan.problem import CAPACITY, Problem
from flowdown.plan.schedule import schedule
from flowdown.plan.step import Step
from flowdown.plan.use import PlannedUse
from flowdown.plan.ways import TreeWays, routes_in_use
from flowdown.plan.weigh import (
    best_of,
    find_impasse,
    find_others,
    find_prices,
    make_problem,
    picked,
    say_losses,
    tell_options,
)
from flowdown.plan.work import Option
from flowdown.plan.workshop import Workshop
from flowdown.reason.place import Bench

Date = datetime.date
_FEDERAL = (AgencyKind.DEFENSE, AgencyKind.INTELLIGENCE, AgencyKind.CIVILIAN)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a plan is asked: for whom, by when, with how large a team, with which figures, and what is done."""

    name: str
    vendor: str = ""
    by: Date | None = None
    team_days_per_week: float = 5.0
    explains: bool = False
    done: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan stands on.

    `elsewhere` are settings in which the trees may be used, too, where it is not said what they are used for.
    """

    benches: tuple[Bench, ...]
    elsewhere: tuple[Bench, ...]
    outlook: Outlook
    orders: Mapping[str, Order]
    catalogue: Catalogue
    replacements: Replacements
    profile: Profile
    effort: Effort


def draw_up(uses: Sequence[PlannedUse], ground: Ground, wish: Wish) -> Plan:
    """The cheapest plan that meets every date, or why there is none and the one that comes nearest."""
    names = {identity: vendor.name for identity, vendor in ground.catalogue.vendors.items()}
    shop = Workshop(ground.effort, wish.done, names)
    options = find_options(uses, ground, wish, shop)
    days = WorkingDays(ground.outlook.asked.as_of)
    contracts = {f"contract:{each.id}": each for each in ground.profile.contracts}
    problem = make_problem(uses, options, shop.works, contracts, days, wish.by, wish.team_days_per_week / 5)
    found = best_of(problem)
    impasse = None if found else find_impasse(problem)
    if found:
        best: Solution | None = found[0]
        others, prices = find_others(problem, options, found), find_prices(problem, uses, found[0], options)
        solved = problem
    else:
        others, prices = (), ()
        solved, best = _nearest(problem)
    chosen = picked(solved, options, best) if best is not None else {}
    now = [] if wish.by is not None else [use for use in uses if any(_is_now(each) for each in use.demands)]
    urgent = frozenset(use.id for use in now)
    sure = frozenset(use.id for use in now if any(_is_now(each) and each.is_sure for each in use.demands))
    taken = {
        use.id: next(each.works for each in options[use.id] if each.id == chosen[use.id])
        for use in uses
        if use.id in chosen
    }
    steps = (
        schedule(solved, taken, shop.works, days, urgent, sure, has_dates=impasse is None) if best is not None else ()
    )
    return _plan(uses, options, shop, ground, wish, solved, best, impasse, others, prices, steps, chosen, urgent)


def _is_now(demand: Demand) -> bool:
    return demand.first is None and demand.order != WHAT_IF


def find_options(
    uses: Sequence[PlannedUse], ground: Ground, wish: Wish, shop: Workshop
) -> dict[str, tuple[Option, ...]]:
    """The ways out of each use."""
    judge = Judge(ground.outlook, ground.benches, wish.vendor, ground.elsewhere)
    places = {place.id: place for bench in ground.benches for place in bench.places}
    routes = routes_in_use((name, tuple(place.sightings.values())) for name, place in sorted(places.items()))
    federal = frozenset(f"contract:{each.id}" for each in ground.profile.contracts if each.agency_kind in _FEDERAL)
    trees = TreeWays(shop, judge, ground.replacements, ground.catalogue, routes, federal)
    others = OtherWays(shop, judge, ground.orders, ground.profile)
    return {use.id: (*trees.swaps(use), *others.options(use)) for use in uses}


def _nearest(problem: Problem) -> tuple[Problem, Solution | None]:
    """The problem without dates, with its optimum: what has to be done in any case. Bans stand."""
    bans = [name for name in problem.requirements() if name.startswith("ban of")]
    relaxed = problem.relaxed((*bans, CAPACITY))
    found = best_of(relaxed)
    return relaxed, found[0] if found else None


def _plan(
    uses: Sequence[PlannedUse],
    options: Mapping[str, tuple[Option, ...]],
    shop: Workshop,
    ground: Ground,
    wish: Wish,
    problem: Problem,
    best: Solution | None,
    impasse: Impasse | None,
    others: tuple[OtherPlan, ...],
    prices: tuple[Price, ...],
    steps: tuple[Step, ...],
    chosen: Mapping[str, str],
    urgent: Iterable[str],
) -> Plan:
    asked = ground.outlook.asked
    needed = {name for held in options.values() for each in held for name in each.works}
    return Plan(
        wish.name,
        asked.as_of,
        asked.known_at,
        asked.stance,
        wish.vendor,
        wish.by,
        wish.team_days_per_week,
        tuple(uses),
        options,
        shop.works,
        chosen,
        steps,
        round(best.days, 2) if best is not None else 0.0,
        best.gap if best is not None else 0.0,
        say_losses(problem, options, best) if best is not None else (),
        impasse,
        others,
        prices,
        tuple(tell_options(problem, uses, options, best, explains=wish.explains)),
        tuple(step.work.id for step in steps if step.work.is_safe and not step.work.is_done),
        tuple(sorted(urgent)),
        tuple(sorted(shop.done - needed)),
        (),
        _lossless(problem, options, best),
        _begins_by(problem, best, WorkingDays(asked.as_of)) if impasse is None else None,
    )


def _begins_by(problem: Problem, best: Solution | None, days: WorkingDays) -> Date | None:
    waiting = most_waiting(problem, best.picks) if best is not None else None
    return None if waiting is None else days.day(waiting)


def _lossless(problem: Problem, options: Mapping[str, tuple[Option, ...]], best: Solution | None) -> float | None:
    if best is None or not say_losses(problem, options, best):
        return None
    rate = least_rate_without_loss(problem)
    return None if rate is None else math.ceil(rate * 50 - 1e-6) / 10
