"""Turns uses with their options into a problem, and its solutions back into words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flowdown.base.calendar import add_days
from flowdown.evidence.profile.contract import Contract
from flowdown.plan.days import WorkingDays
from flowdown.plan.optimum import (
    CAPACITY,
    Solution,
    find_best,
    find_optimum,
    is_feasible,
    least_delay,
    least_rate,
    smallest_conflict,
)
from flowdown.plan.plan import Impasse, OtherPlan, Price, Told
from flowdown.plan.problem import Case, Choice, Job, Problem, Stake
from flowdown.plan.use import PlannedUse
from flowdown.plan.work import Option, OptionKind, Work

Date = datetime.date
Options = Mapping[str, tuple[Option, ...]]
_BAN, _BY, _ORDER = "ban of ", "everything by ", "date of "
_MOST_PRICES, _MANY, _FEW_PRICES = 24, 100, 6
"""How many requirements are priced, those with most uses first; fewer where there are many uses, as each is solved anew."""


def make_problem(
    uses: Sequence[PlannedUse],
    options: Options,
    works: Mapping[str, Work],
    contracts: Mapping[str, Contract],
    days: WorkingDays,
    by: Date | None,
    rate: float,
) -> Problem:
    """The uses as cases; options that cannot be planned on are none."""
    releases: dict[str, int] = {}

    def release(name: str) -> int:
        if name not in releases:
            own = days.after(works[name].wait)
            needs = () if name.startswith("check:") else works[name].needs
            releases[name] = max([own, *(release(need) for need in needs)])
        return releases[name]

    cases = tuple(
        Case(use.id, tuple(_choice(each) for each in _plannable(options[use.id])), _dues(use, days, by)) for use in uses
    )
    jobs = {name: Job(name, work.days, release(name)) for name, work in works.items()}
    stakes = {subject: _stake(subject, contract) for subject, contract in contracts.items()}
    return Problem(cases, jobs, stakes, rate)


def _choice(option: Option) -> Choice:
    bars = tuple(sorted({_BAN + each.partition(" for ")[0] for each in option.bars}))
    return Choice(option.works, option.leaves, option.loses, bool(option.doubts), bars)


def _stake(subject: str, contract: Contract) -> Stake:
    value = contract.value
    return Stake(subject, float(value) if isinstance(value, int | float) else None, contract.currency)


def _dues(use: PlannedUse, days: WorkingDays, by: Date | None) -> dict[str, int]:
    dues: dict[str, int] = {}
    for demand in use.demands:
        if demand.first is not None:
            last = add_days(demand.first, -1)
            dues[f"{_ORDER}{demand.order}, {last.isoformat()}"] = days.until(last)
    if by is not None:
        dues[f"{_BY}{by.isoformat()}"] = days.until(by)
    return dues


def picked(problem: Problem, options: Options, solution: Solution) -> dict[str, str]:
    """The id of the option that each use takes."""
    return {
        case.id: _plannable(options[case.id])[pick].id for case, pick in zip(problem.cases, solution.picks, strict=True)
    }


def _plannable(options: Sequence[Option]) -> list[Option]:
    """Those that could be taken if nothing stood in the way but what somebody may lift.

    Another route to the same maker is none while orders reach the maker, nor is the vendor that is assumed away.
    """
    return [each for each in options if not each.cannot and not _is_hopeless(each)]


def _is_hopeless(option: Option) -> bool:
    return any(each.startswith("assumed") for each in option.bars) or (
        bool(option.bars) and option.kind is OptionKind.SWAP_ROUTE
    )


def say_losses(problem: Problem, options: Options, solution: Solution) -> tuple[str, ...]:
    """What a solution gives up, in words."""
    return tuple(_losses(problem, options, solution))


def _losses(problem: Problem, options: Options, solution: Solution) -> Iterator[str]:
    chosen = picked(problem, options, solution)
    left: dict[str, None] = {}
    for case in problem.cases:
        option = next(each for each in options[case.id] if each.id == chosen[case.id])
        left.update(dict.fromkeys(option.leaves))
        if option.loses:
            yield f"{case.id}: {option.title}; {option.risks[0] if option.risks else 'a feature goes'}"
        if option.doubts:
            yield f"{case.id}: {option.title} may itself be forbidden ({option.doubts[0]})"
    for subject in left:
        stake = problem.stakes[subject]
        worth = f"{stake.value:,.0f} {stake.currency}" if stake.value is not None else "of a value that is not stated"
        yield f"the contract {subject.partition(':')[2]}, {worth}"


def find_others(problem: Problem, options: Options, best: Sequence[Solution]) -> tuple[OtherPlan, ...]:
    """What the next best plans do otherwise."""
    if not best:
        return ()
    first = picked(problem, options, best[0])
    found = []
    for each in best[1:]:
        other = picked(problem, options, each)
        changes = tuple((use, first[use], other[use]) for use in first if first[use] != other[use])
        found.append(OtherPlan(round(each.days, 2), changes))
    return tuple(found)


def best_of(problem: Problem) -> tuple[Solution, ...]:
    """The optimum and three others."""
    return find_best(problem, 4)


def find_prices(problem: Problem, uses: Sequence[PlannedUse], best: Solution, options: Options) -> tuple[Price, ...]:
    """What each order, date, ban and the size of the team costs; those that cost nothing are left out."""
    prices: list[Price] = []
    before = set(_losses(problem, options, best))
    orders: dict[str, list[str]] = {}
    for use in uses:
        for order in {demand.order for demand in use.demands}:
            orders.setdefault(order, []).append(use.id)
    trials: list[tuple[str, Problem]] = []
    for order in sorted(orders, key=lambda each: (-len(orders[each]), each)):
        alone = [each.id for each in uses if {demand.order for demand in each.demands} == {order}]
        if len(orders) > 1 and alone:
            trials.append((f"the order {order}", problem.without(alone)))
    open_uses = [use.id for use in uses if not use.is_sure]
    if open_uses and len(open_uses) < len(uses):
        trials.append(("every open question, if each is answered in your favour", problem.without(open_uses)))
    for name in problem.requirements():
        active = [each for each in problem.requirements() if each != name]
        trials.append((say_requirement(name, problem.rate), problem.relaxed(active)))
    for name, relaxed in trials[: _FEW_PRICES if len(uses) > _MANY else _MOST_PRICES]:
        found = find_optimum(relaxed)
        if found is None:
            continue
        spared = tuple(sorted(before - set(_losses(relaxed, options, found))))
        days = round(best.days - found.days, 2)
        if days > 0.01 or spared:
            prices.append(Price(name, days, spared))
    return tuple(sorted(prices, key=lambda each: (-len(each.spares), -each.days, each.requirement)))


def say_requirement(name: str, rate: float) -> str:
    """A requirement in words."""
    if name == CAPACITY:
        return f"no more than {rate * 5:g} team days a week"
    if name.startswith(_BAN):
        return f"{name.removeprefix(_BAN)} forbids alternatives too"
    if name.startswith(_ORDER):
        order, _, day = name.removeprefix(_ORDER).partition(", ")
        return f"{order} has to be met by {day}"
    if name.startswith(_BY):
        return f"everything has to be over by {name.removeprefix(_BY)}"
    return name


def find_impasse(problem: Problem) -> Impasse | None:
    """Why nothing meets every requirement, and what would have to give; None if something does."""
    conflict = smallest_conflict(problem)
    if not conflict:
        return None
    return Impasse(tuple(say_requirement(name, problem.rate) for name in conflict), tuple(_gives(problem, conflict)))


def _gives(problem: Problem, conflict: Sequence[str]) -> Iterator[str]:
    if CAPACITY in conflict:
        least = least_rate(problem)
        if least is not None:
            yield f"with {_up(least * 5):g} team days a week in place of {problem.rate * 5:g} every date can be met"
        else:
            yield "no larger team meets every date: others take longer than there is time"
    dates = [name for name in conflict if name != CAPACITY and not name.startswith(_BAN)]
    for name in dates:
        later = least_delay(problem, only=name)
        if later is not None:
            yield f"if the day of “{say_requirement(name, problem.rate)}” came {_working_days(later)} later, all else can stand"
    if len(dates) != 1:
        later = least_delay(problem)
        if later:
            yield f"if every date were {_working_days(later)} later, all can be met"
    for name in conflict:
        if name.startswith(_BAN):
            active = [each for each in problem.requirements() if each != name]
            if is_feasible(problem.relaxed(active)):
                yield f"if {name.removeprefix(_BAN)} allowed the alternatives (ask the office that may say so), all can be met"


def _working_days(number: int) -> str:
    return f"{number} working day{'' if number == 1 else 's'}"


def _up(value: float) -> float:
    """Up to the next tenth."""
    return -(-round(value * 1000) // 100) / 10


def tell_options(
    problem: Problem, uses: Sequence[PlannedUse], options: Options, best: Solution | None, *, explains: bool
) -> Iterator[Told]:
    """How each option that is not taken stands; with `explains` also how many days more it would take."""
    chosen = picked(problem, options, best) if best is not None else {}
    for number, use in enumerate(uses):
        open_ = _plannable(options[use.id])
        for option in options[use.id]:
            if chosen.get(use.id) == option.id:
                continue
            if option.bars:
                yield Told(use.id, option.id, "barred", "; ".join(option.bars))
            elif option.cannot:
                yield Told(use.id, option.id, "cannot be planned on", option.cannot)
            elif explains and best is not None:
                yield _price_of(problem, options, best, number, open_.index(option), use.id, option.id)
            else:
                yield Told(use.id, option.id, "possible", _briefly(option))


def _price_of(
    problem: Problem, options: Options, best: Solution, number: int, pick: int, use: str, option: str
) -> Told:
    """What it would take if this option had to be taken."""
    case = problem.cases[number]
    forced = replace(
        case,
        choices=tuple(
            each if index == pick else replace(each, bars=(*each.bars, "not asked"))
            for index, each in enumerate(case.choices)
        ),
    )
    cases = tuple(forced if index == number else each for index, each in enumerate(problem.cases))
    found = find_optimum(replace(problem, cases=cases))
    if found is None:
        return Told(use, option, "too late", "with it the dates cannot be met")
    more = sorted(set(_losses(problem, options, found)) - set(_losses(problem, options, best)))
    days = round(found.days - best.days, 2)
    words = (
        f"{abs(days):g} {'day' if abs(days) == 1 else 'days'} {'more' if days > 0 else 'fewer'}"
        if abs(days) > 0.01
        else "as many days"
    )
    return Told(
        use,
        option,
        "loses more" if more else "dearer" if days > 0.01 else "as good",
        f"{words}{'; ' + '; '.join(more) if more else ''}",
    )


def _briefly(option: Option) -> str:
    return option.doubts[0] if option.doubts else option.risks[0] if option.risks else ""
