"""Lays out a plan for people: what to do by when at what cost, what stands in the way, and the way back."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from flowdown.report.page import Block, Column, Line, Page, Paragraph, Point, Points, Section, Table, Tone, line, span
from flowdown.report.plan_v1 import PlanDemandV1, PlanOptionV1, PlanStepV1, PlanUseV1, PlanV1
from flowdown.report.waiting_words import what_waits
from flowdown.report.words import count, listed, shorten

_FEW_PLACES, _FEW_QUESTIONS, _FEW_PRICES = 3, 4, 6
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def lay_out_plan(plan: PlanV1, *, shows_all: bool = False, explains: bool = False) -> Page:
    """The plan in a few tables, then what it rests on; `explains` adds how every other option fares."""
    blocks: list[Block] = [Paragraph(each) for each in _lead(plan)]
    blocks += _impasse(plan)
    if plan.uses:
        blocks += _now(plan)
        blocks += _ways(plan)
        blocks += _traps(plan)
        blocks += _steps(plan, shows_all)
        blocks += _back(plan, shows_all)
        blocks += _prices(plan)
        blocks += _others(plan)
        if explains:
            blocks += _explain(plan)
        else:
            blocks.append(Paragraph(line(span("`--explain` says of every option why it was not taken.", Tone.FAINT))))
    blocks += _limits(plan)
    return Page(tuple(blocks), f"Plan: {plan.name}, from {plan.as_of.isoformat()}")


def _lead(plan: PlanV1) -> Iterator[Line]:
    about = f"without {plan.vendor}, which is assumed" if plan.vendor else "what orders forbid, or may forbid"
    head = f"{plan.name} on {plan.as_of.isoformat()}, as known on {plan.known_at.isoformat()}: {about}."
    if not plan.uses:
        yield line(f"{head} Nothing that was seen or stated has to be left, and nothing may have to be.")
        return
    sure = sum(use.is_sure for use in plan.uses)
    open_ = len(plan.uses) - sure
    told = [f"{count(sure, 'use')} to leave"] if sure else []
    told += [f"{count(open_, 'use')} that may have to be left (the wide reading)"] if open_ else []
    yield line(f"{head} {listed(tuple(told)).capitalize()}.")
    if not plan.steps:
        yield line(span("There is no way out that can be planned on: see the options below.", Tone.BREACH))
        return
    proof = "no plan takes fewer" if not plan.gap else f"proven to within {plan.gap:.1%} of the least"
    verdict = "" if plan.is_feasible else "Not all dates can be met. What has to be done in any case: "
    ends = f" from {_day(plan.steps[0].starts)} to {_day(plan.ends)}" if plan.ends else ""
    yield line(
        verdict,
        span(f"{plan.days:g} team days", Tone.STRONG),
        f",{ends} with {plan.team_days_per_week:g} team days a week; {proof}.",
    )
    if plan.loses:
        yield line(span(f"It gives up: {'; '.join(plan.loses)}.", Tone.WARNING))
        if plan.lossless_team is not None:
            yield line(f"With {plan.lossless_team:g} team days a week nothing has to be given up.")
    else:
        yield line("No feature and no contract is given up, and no alternative is taken that may itself be forbidden.")
    if plan.begins_by is not None and plan.begins_by > plan.steps[0].starts:
        yield line(
            f"{what_waits(plan)} can wait until {_day(plan.begins_by)} and still meet every date, if nothing goes wrong."
        )
    urgent = [use.id for use in plan.uses if use.is_urgent and any(_is_now(each) for each in use.demands)]
    if urgent:
        words = f"Forbidden already, with no day left to plan towards: {listed(tuple(urgent))}. Until its step is done each day of use counts."
        yield line(span(words, Tone.BREACH))
    perhaps = [use.id for use in plan.uses if use.is_urgent and use.id not in urgent]
    if perhaps:
        yield line(span(f"Forbidden already if the wide reading holds: {listed(tuple(perhaps))}.", Tone.WARNING))


def _is_now(demand: PlanDemandV1) -> bool:
    return demand.is_sure and demand.from_ is None


def _day(day: datetime.date | None) -> str:
    return f"{_DAYS[day.weekday()]} {day.isoformat()}" if day is not None else "?"


def _impasse(plan: PlanV1) -> Iterator[Block]:
    if plan.impasse is None:
        return
    points = [Point(line(each)) for each in plan.impasse.requirements]
    gives = [Point(line(each[:1].upper() + each[1:])) for each in plan.impasse.gives]
    yield Section(
        line("What cannot be met together"),
        (
            Paragraph(line("None of these can be spared: without any one of them the others could be met.")),
            Points(tuple(points)),
            Section(
                line("What would have to give"),
                (Points(tuple(gives)),)
                if gives
                else (
                    Paragraph(
                        line("Nothing that is known would be enough."),
                    ),
                ),
            ),
        ),
    )


def _now(plan: PlanV1) -> Iterator[Block]:
    """What does no harm if the order never comes or falls, and what should be asked before anything else."""
    steps = {step.id: step for step in plan.steps}
    points = [Point(line("Keep the inventory: `flowdown check`, which writes what was searched into the inquiry log"))]
    if any(not use.is_sure for use in plan.uses) or plan.stance == "as_threatened":
        points.append(
            Point(
                line(
                    "Ask the contracting officer for written direction; book every cost of this under a code of its own"
                )
            )
        )
    kinds: dict[str, list[PlanStepV1]] = {}
    for name in plan.now:
        kinds.setdefault(steps[name].kind, []).append(steps[name])
    for found in kinds.values():
        days = _days(round(sum(each.days for each in found), 2))
        more = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
        title = found[0].title
        points.append(Point(line(f"{title[:1].upper()}{title[1:]}{more} ({days}{' in all' if more else ''})")))
    yield Section(line("Now, whatever comes of the order"), (Points(tuple(points)),))
    asked = _questions(plan)
    if asked:
        more = f" (and {len(asked) - _FEW_QUESTIONS} more)" if len(asked) > _FEW_QUESTIONS else ""
        told = [
            Point(line(each[:1].upper() + each[1:]), (line(span(f"bears on {count(number, 'use')}", Tone.FAINT)),))
            for each, number in asked[:_FEW_QUESTIONS]
        ]
        yield Section(line(f"What to find out first{more}"), (Points(tuple(told)),))


def _questions(plan: PlanV1) -> list[tuple[str, int]]:
    counts: dict[str, set[str]] = {}
    for use in plan.uses:
        if not use.is_sure:
            for demand in use.demands:
                for asks in demand.asks:
                    counts.setdefault(asks, set()).add(use.id)
    return sorted(((asks, len(uses)) for asks, uses in counts.items()), key=lambda pair: (-pair[1], pair[0]))


def _days(days: float) -> str:
    return f"{days:g} {'day' if days == 1 else 'days'}"


def _taken(use: PlanUseV1) -> PlanOptionV1 | None:
    return next((each for each in use.options if each.id == use.takes), None)


def _ways(plan: PlanV1) -> Iterator[Block]:
    columns = (
        Column("Use"),
        Column("Because of"),
        Column("For", from_width=110),
        Column("Way out"),
        Column("Days", is_number=True),
    )
    yield Section(line("The way out of each use"), (Table(columns, tuple(_way(use) for use in plan.uses)),))
    told: dict[str, list[str]] = {}
    for use in plan.uses:
        option = _taken(use)
        for risk in option.risks if option is not None else ():
            told.setdefault(risk, []).append(use.id)
    if told:
        points = (
            Point(line(risk[:1].upper() + risk[1:]), (line(span(_few(uses), Tone.FAINT)),))
            for risk, uses in told.items()
        )
        yield Section(line("What stays open with it"), (Points(tuple(points)),))


def _few(names: Sequence[str], shown: int = 4) -> str:
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


def _way(use: PlanUseV1) -> tuple[Line, ...]:
    option = _taken(use)
    orders = tuple(dict.fromkeys(each.order for each in sorted(use.demands, key=lambda each: not each.is_sure)))
    sure = {each.order for each in use.demands if each.is_sure}
    told = ", ".join(each if each in sure else f"{each}?" for each in orders[:3])
    more = f" and {len(orders) - 3} more" if len(orders) > 3 else ""
    way = f"{option.kind}: {option.title}" if option is not None else "none that can be planned on"
    tone = Tone.PLAIN if option is not None else Tone.BREACH
    return (
        line(span(use.id, Tone.STRONG)),
        line(f"{told}{more}"),
        line(listed(tuple(_short(each) for each in use.subjects[:3])) + (" ..." if len(use.subjects) > 3 else "")),
        line(span(way, tone)),
        line(f"{option.days:g}" if option is not None else ""),
    )


def _short(subject: str) -> str:
    return subject.partition(":")[2] or subject.replace("-", " ").replace("_", " ")


def _traps(plan: PlanV1) -> Iterator[Block]:
    """Alternatives that are themselves forbidden, or may be: what people would reach for."""
    told: dict[tuple[bool, str], list[tuple[str, PlanOptionV1]]] = {}
    for use in plan.uses:
        for option in use.options:
            if (option.bars or option.doubts) and option.vendor:
                told.setdefault((not option.bars, option.vendor), []).append((use.id, option))
    points = []
    for (is_doubt, vendor), found in sorted(told.items()):
        whys = tuple(dict.fromkeys((each.bars or each.doubts)[0] for _, each in found))
        titles = tuple(
            dict.fromkeys(
                each.title.partition(",")[0] if each.kind != "swap the route" else each.title for _, each in found
            )
        )
        more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
        uses = tuple(dict.fromkeys(use for use, _ in found))
        few = f" and {len(uses) - 3} more" if len(uses) > 3 else ""
        because = f"{'; '.join(whys[:2])}{f' and {len(whys) - 2} more' if len(whys) > 2 else ''}"
        verb = "may be forbidden by " if is_doubt else "" if because.startswith("assumed") else "forbidden by "
        points.append(
            Point(
                line(span(vendor, Tone.STRONG), f" ({'; '.join(titles[:3])}{more}): {verb}{because}"),
                (line(span(f"as a way out of {', '.join(uses[:3])}{few}", Tone.FAINT)),),
            )
        )
    if points:
        yield Section(line("Traps: alternatives that orders reach themselves"), (Points(tuple(points)),))


def _steps(plan: PlanV1, shows_all: bool) -> Iterator[Block]:
    if not plan.steps:
        return
    columns = (
        Column("Week", is_number=True),
        Column("Days", is_number=True),
        Column("Step"),
        Column("Needed by", from_width=100),
    )
    uses = {use.id: use for use in plan.uses}
    checks = [step for step in plan.steps if step.kind == "check" and not shows_all]
    rows = tuple(_row(step, [uses[each] for each in step.uses]) for step in plan.steps if step not in checks)
    note = f"After each use: check that it is gone (`flowdown check`), and keep the answer; {_days(round(sum(step.days for step in checks), 2))} in all."
    yield Section(line("Steps"), (Table(columns, rows), *((Paragraph(line(note)),) if checks else ())))
    points = tuple(_point(step, shows_all) for step in plan.steps if step.places or step.counted)
    if shows_all and points:
        yield Section(line("Where, and how the days were counted"), (Points(points),))


def _row(step: PlanStepV1, uses: Sequence[PlanUseV1]) -> tuple[Line, ...]:
    weeks = f"{step.first_week}" if step.first_week == step.last_week else f"{step.first_week}-{step.last_week}"
    place = (
        f" ({step.places[0]}{f' and {len(step.places) - 1} more' if len(step.places) > 1 else ''})"
        if step.places
        else ""
    )
    waits = f"; others take {step.waits} days" if step.waits and step.kind not in ("check",) else ""
    done = "done: " if step.is_done else ""
    return (
        line(weeks),
        line(f"{step.days:g}"),
        line(f"{done}{step.title}", span(place, Tone.PLACE), waits),
        line(_needed(step, uses)),
    )


def _needed(step: PlanStepV1, uses: Sequence[PlanUseV1]) -> str:
    if any(use.is_urgent and _is_now(each) for use in uses for each in use.demands):
        return "at once"
    if any(use.is_urgent for use in uses):
        return "at once, if so" + (f"; {step.due.isoformat()}" if step.due is not None else "")
    return step.due.isoformat() if step.due is not None else ""


def _point(step: PlanStepV1, shows_all: bool) -> Point:
    under: list[Line] = []
    if step.places:
        shown = step.places if shows_all else step.places[:_FEW_PLACES]
        more = f" and {len(step.places) - len(shown)} more" if len(shown) < len(step.places) else ""
        under.append(line(span(", ".join(shown), Tone.PLACE), more))
    if step.needs:
        under.append(line(span(f"after {', '.join(step.needs)}", Tone.FAINT)))
    counted = f", counted from {step.counted}" if step.counted else ""
    dates = f"{step.starts.isoformat()} to {step.ends.isoformat()}"
    return Point(line(span(step.id, Tone.VALUE), f": {_days(step.days)}{counted}; {dates}"), tuple(under))


def _back(plan: PlanV1, shows_all: bool) -> Iterator[Block]:
    """The way back, last step first: what belongs to one kind of step is told once."""
    told: dict[str, list[str]] = {}
    for step in reversed(plan.steps):
        if step.undo:
            told.setdefault(step.undo, []).append(step.id)
    points = []
    for undo, ids in told.items():
        shown = ids if shows_all else ids[:_FEW_PLACES]
        more = f" and {len(ids) - len(shown)} more" if len(shown) < len(ids) else ""
        points.append(Point(line(undo[:1].upper() + undo[1:]), (line(span(", ".join(shown) + more, Tone.FAINT)),)))
    if points:
        yield Section(
            line("The way back, if the order falls (last step first)"), (Points(tuple(points), is_numbered=True),)
        )


def _prices(plan: PlanV1) -> Iterator[Block]:
    if not plan.prices:
        return
    points = []
    for each in plan.prices[:_FEW_PRICES]:
        days = (
            f"{_days(each.days)} fewer"
            if each.days > 0.01
            else f"{_days(-each.days)} more"
            if each.days < -0.01
            else ""
        )
        spared = f"it would spare: {'; '.join(each.spares)}" if each.spares else ""
        points.append(
            Point(line(span(each.requirement, Tone.STRONG), f": {'; '.join(word for word in (days, spared) if word)}"))
        )
    yield Section(line("What each requirement costs: without it"), (Points(tuple(points)),))


def _others(plan: PlanV1) -> Iterator[Block]:
    if not plan.others:
        return
    names = {(use.id, option.id): option.title for use in plan.uses for option in use.options}
    points = []
    for each in plan.others:
        first = "; ".join(f"{change.use}: {names[change.use, change.takes]}" for change in each.changes[:2])
        more = f" and {len(each.changes) - 2} more" if len(each.changes) > 2 else ""
        days = round(each.days - plan.days, 2)
        points.append(
            Point(line(span(f"{_days(days)} more" if days > 0 else "as many days", Tone.STRONG), f": {first}{more}"))
        )
    yield Section(line("Other plans that lose no more"), (Points(tuple(points)),))


def _explain(plan: PlanV1) -> Iterator[Block]:
    sections = []
    for use in plan.uses:
        points = tuple(
            Point(
                line(span(option.title, Tone.STRONG), f" ({option.kind}, {_days(option.days)}): {option.stands}"),
                (line(shorten(option.why, 300)),) if option.why else (),
            )
            for option in use.options
        )
        sections.append(Section(line(use.id), (Points(points),)))
    yield Section(line("Why this option and not another"), tuple(sections))


def _limits(plan: PlanV1) -> Iterator[Block]:
    told: Sequence[str] = [
        *(f"`{each}` was said to be done; no way out of what is left needs it" for each in plan.strange),
        *plan.limits,
        "This is not legal advice.",
    ]
    yield Section(line("What this plan does not know"), (Points(tuple(Point(line(each)) for each in told)),))
