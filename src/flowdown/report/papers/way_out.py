"""The cheapest way out before the dates: options, steps with days, what stays open, what it gives up, and the way back."""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.report.deadlines_page import say_day
from flowdown.report.dossier.answers import TERMS
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.meets import conditions
from flowdown.report.dossier.paper import Absent, Drawing, Paper, Sheet
from flowdown.report.dossier.ways import is_forbidden_now, of_each_kind, says, taken
from flowdown.report.gantt_svg import draw_gantt
from flowdown.report.organisation_summary import short
from flowdown.report.plan_v1 import PlanStepV1, PlanUseV1, PlanV1
from flowdown.report.waiting_words import what_waits
from flowdown.report.words import count, listed

_MOST_PLACES, _MOST_OTHERS, _MOST_PRICES, _MOST_USES = 3, 4, 6, 12


@dataclass(frozen=True, slots=True)
class UseTold:
    """A use to leave, and by which way."""

    id: str
    because: str
    later: tuple[str, ...]
    contracts: str
    is_sure: bool
    way: str
    days: str


@dataclass(frozen=True, slots=True)
class OptionTold:
    """One kind of way out of a use, its cheapest."""

    id: str
    use: str
    kind: str
    title: str
    days: str
    stands: str
    why: str


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step with its days and places."""

    id: str
    title: str
    days: str
    starts: str
    ends: str
    due: str
    places: tuple[str, ...]
    is_safe: bool


@dataclass(frozen=True, slots=True)
class Undo:
    """How steps are taken back."""

    undo: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderNamed:
    """An order that the plan names by its id."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class WayOutContext:
    """The plan."""

    lead: tuple[str, ...]
    impasse: tuple[str, ...]
    gives: tuple[str, ...]
    uses: tuple[UseTold, ...]
    options: tuple[OptionTold, ...]
    more_uses: int
    traps: tuple[str, ...]
    risks: tuple[str, ...]
    asks: tuple[str, ...]
    steps: tuple[StepTold, ...]
    back: tuple[Undo, ...]
    others: tuple[str, ...]
    prices: tuple[str, ...]
    limits: tuple[str, ...]
    drawn: bool
    orders: tuple[OrderNamed, ...]


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    plan = facts.make_plan() if facts.make_plan is not None else None
    if plan is None or not plan.uses:
        finds = (
            "; what is recorded as found is planned for once it is stated as a use (`vendors`, `equipment`)"
            if facts.occurrences
            else ""
        )
        return Absent(f"nothing that was seen or stated has to be left, and nothing may have to be{finds}")
    svg = draw_gantt(plan)
    steps = [each for each in plan.steps if each.kind != "check"]
    context = WayOutContext(
        tuple(_lead(plan)),
        plan.impasse.requirements if plan.impasse is not None else (),
        plan.impasse.gives if plan.impasse is not None else (),
        tuple(_use(facts, each) for each in plan.uses),
        tuple(option for use in plan.uses[:_MOST_USES] for option in _options(use)),
        max(len(plan.uses) - _MOST_USES, 0),
        tuple(_traps(plan)),
        tuple(dict.fromkeys(_capital(risk) for use in plan.uses for risk in _risks(use))),
        tuple(dict.fromkeys(_capital(ask) for use in plan.uses for each in use.demands for ask in each.asks)),
        tuple(
            StepTold(
                each.id,
                each.title,
                f"{each.days:g}",
                say_day(each.starts),
                say_day(each.ends),
                _needed_by(plan, each),
                tuple(_place(each, place) for place in each.places),
                each.is_safe,
            )
            for each in steps
        ),
        tuple(_back(plan)),
        tuple(_others(plan)),
        tuple(_prices(plan)),
        plan.limits,
        bool(svg),
        tuple(_named(facts, plan)),
    )
    told = "; ".join(f"{each.title}, {say_day(each.starts)} to {say_day(each.ends)}" for each in steps[:8])
    drawings = {"way-out-steps": Drawing(svg, f"The steps over the weeks, as the table below tells them: {told}.")}
    return (Sheet("way-out", "The way out", context, drawings if svg else {}),)


def _place(step: PlanStepV1, place: str) -> str:
    """A place with its tree, so that one in another folder of the repository is found, too."""
    return posixpath.normpath(f"{step.tree}/{place}") if step.tree else place


def _is_if(use: PlanUseV1, day: datetime.date | None) -> tuple[str, ...]:
    """The orders that set a day for a use, and of which it is open whether they reach it then."""
    if day is None:
        return ()
    due = [each for each in use.demands if each.from_ is not None and each.from_ > day]
    sure = {each.order for each in due if each.is_sure}
    return () if sure else tuple(dict.fromkeys(f"`{each.order}`" for each in due))


def _needed_by(plan: PlanV1, step: PlanStepV1) -> str:
    """By when a step is needed: what is forbidden already, or may be, does not wait for a later order."""
    of_step = [use for use in plan.uses if use.id in step.uses]
    uses = [use for use in of_step if use.is_urgent]
    if any(map(is_forbidden_now, uses)):
        return "at once: forbidden already"
    perhaps = tuple(dict.fromkeys(order for use in of_step for order in _is_if(use, step.due)))
    day = say_day(step.due) if step.due is not None else "no day is set"
    day += f", if {listed(perhaps)} reaches it then" if perhaps else ""
    return f"at once, if the wide reading holds; else {day}" if uses else day


def _lead(plan: PlanV1) -> Iterator[str]:
    sure = sum(each.is_sure for each in plan.uses)
    told = [f"{count(sure, 'use')} to leave"] if sure else []
    told += [f"{count(len(plan.uses) - sure, 'use')} that may have to be left"] if sure < len(plan.uses) else []
    yield f"{_capital(listed(tuple(told)))}."
    if not plan.steps:
        yield "There is no way out that can be planned on: see the options."
        return
    proof = "no plan takes fewer" if not plan.gap else f"proven to within {plan.gap:.1%} of the least"
    ends = f", from {say_day(plan.steps[0].starts)} to {say_day(plan.ends)}" if plan.ends is not None else ""
    verdict = "" if plan.is_feasible else "Not all dates can be met. What has to be done in any case: "
    yield f"{verdict}{plan.days:g} team days{ends} with {plan.team_days_per_week:g} team days a week; {proof}."
    if plan.loses:
        yield f"It gives up: {'; '.join(plan.loses)}."
    else:
        yield "No feature and no contract is given up, and no alternative is taken that an order forbids, or may forbid."
    for use in plan.uses:
        terms = _terms_of(use)
        if terms:
            yield (
                f"Not settled: {_alternative(use)} may be hit by its maker's own terms in {listed(tuple(map(short, use.subjects)))}. "
                f"{listed(terms)} {'asks' if len(terms) == 1 else 'ask'} what the use is for (applicability memo): read them, or have the maker's word, before the change."
            )
    if plan.lossless_team is not None and plan.loses:
        yield f"With {plan.lossless_team:g} team days a week nothing has to be given up."
    sure_now = tuple(use.id for use in plan.uses if is_forbidden_now(use))
    open_now = tuple(use.id for use in plan.uses if use.is_urgent and not is_forbidden_now(use))
    if sure_now:
        yield f"Forbidden already, so that each day of use counts until its step is done: {listed(sure_now)}."
    if open_now:
        yield f"Forbidden already if the wide reading holds: {listed(open_now)}."
    if plan.begins_by is not None and plan.begins_by > plan.steps[0].starts:
        yield f"{what_waits(plan)} can wait until {say_day(plan.begins_by)} and still meet every date, if nothing goes wrong."


def _terms_of(use: PlanUseV1) -> tuple[str, ...]:
    """The vendors' own terms that ask what the alternative that is taken would be used for."""
    way = taken(use)
    said = [risk.split("`") for risk in (way.risks if way is not None else ())]
    return tuple(f"`{parts[1]}`" for parts in said if len(parts) > 1 and parts[1].startswith(TERMS))


def _alternative(use: PlanUseV1) -> str:
    way = taken(use)
    return f"{way.title.partition(',')[0]} (for {use.id})" if way is not None else use.id


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _use(facts: Facts, use: PlanUseV1) -> UseTold:
    way = taken(use)
    orders = tuple(dict.fromkeys(each.order for each in sorted(use.demands, key=lambda each: not each.is_sure)))
    return UseTold(
        use.id,
        listed(tuple(f"`{each}`" for each in orders[:_MOST_PLACES])),
        tuple(_later(facts, use)),
        listed(tuple(short(each) for each in use.subjects)),
        use.is_sure,
        f"{way.kind}: {way.title}" if way is not None else "none that can be planned on",
        f"{way.days:g}" if way is not None else "",
    )


def _later(facts: Facts, use: PlanUseV1) -> Iterator[str]:
    """The orders that do not reach a use yet, with the day, and what would have to be so."""
    now = {each.order for each in use.demands if each.from_ is None}
    later = [each for each in use.demands if each.from_ is not None and each.order not in now]
    for order in dict.fromkeys(each.order for each in later):
        found = [each for each in later if each.order == order]
        day = min(each.from_ for each in found if each.from_ is not None)
        if any(each.is_sure for each in found):
            yield f"`{order}` reaches it only from {say_day(day)}"
        else:
            asks = tuple(ask for each in found for ask in each.asks)
            yield f"`{order}` reaches it only from {say_day(day)}, and only if: {'; '.join(conditions(facts, order, asks))}"


def _risks(use: PlanUseV1) -> tuple[str, ...]:
    way = taken(use)
    return way.risks if way is not None else ()


def _options(use: PlanUseV1) -> Iterator[OptionTold]:
    for each in of_each_kind(use):
        yield OptionTold(f"{use.id} {each.id}", use.id, each.kind, each.title, f"{each.days:g}", *says(use, each))


def _named(facts: Facts, plan: PlanV1) -> Iterator[OrderNamed]:
    """The orders that the plan names, in the alphabet."""
    told = {each.order for use in plan.uses for each in use.demands}
    words = " ".join(word for use in plan.uses for each in use.options for word in (*each.bars, *each.doubts))
    yield from (OrderNamed(each.id, each.title) for each in facts.orders if each.id in told or f"{each.id} " in words)


def _unsure(use: PlanUseV1) -> set[str]:
    """The orders of which it is open whether they reach a use."""
    return {each.order for each in use.demands} - {each.order for each in use.demands if each.is_sure}


def _traps(plan: PlanV1) -> Iterator[str]:
    """Alternatives that are forbidden themselves, or may be."""
    told: dict[str, dict[str, None]] = {}
    for use in plan.uses:
        unsure = _unsure(use)
        for option in use.options:
            if option.vendor and (option.bars or option.doubts):
                why = (option.bars or option.doubts)[0]
                perhaps = not option.bars or (why.partition(" for ")[0] in unsure and option.vendor == use.vendor)
                told.setdefault(f"{'perhaps ' if perhaps else ''}{why}", {})[option.title.partition(",")[0]] = None
    for why, titles in told.items():
        yield f"{listed(tuple(titles)[:_MOST_PLACES])}: {why}"


def _back(plan: PlanV1) -> Iterator[Undo]:
    told: dict[str, list[str]] = {}
    for step in reversed(plan.steps):
        if step.undo:
            told.setdefault(step.undo, []).append(step.title)
    for undo, steps in told.items():
        yield Undo(_capital(undo), tuple(steps[:_MOST_PLACES]))


def _others(plan: PlanV1) -> Iterator[str]:
    titles = {(use.id, option.id): option.title for use in plan.uses for option in use.options}
    for each in plan.others[:_MOST_OTHERS]:
        changes = "; ".join(f"{change.use}: {titles[change.use, change.takes]}" for change in each.changes[:2])
        more = f" and {len(each.changes) - 2} more" if len(each.changes) > 2 else ""
        days = round(each.days - plan.days, 2)
        yield f"{f'{days:g} days more' if days > 0 else 'as many days'}: {changes}{more}"


def _prices(plan: PlanV1) -> Iterator[str]:
    for each in plan.prices[:_MOST_PRICES]:
        days = f"{abs(each.days):g} days {'fewer' if each.days > 0 else 'more'}" if abs(each.days) > 0.01 else ""
        spared = f"it would spare: {'; '.join(each.spares)}" if each.spares else ""
        yield f"Without “{each.requirement}”: {'; '.join(filter(None, (days, spared)))}"


PAPER = Paper(
    id="way-out",
    title="The way out",
    for_whom="engineering, counsel",
    about="the cheapest plan that meets every date: options, steps, what stays open, what it gives up, the way back",
    rank=64,
    build=_build,
)
