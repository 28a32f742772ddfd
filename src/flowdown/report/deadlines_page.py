"""Lays out clocks that run for people."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence

from flowdown.base.moment import Moment
from flowdown.base.truth import Truth
from flowdown.reason.clock import Due
from flowdown.reason.deadlines import Deadlines
from flowdown.reason.running import RunningClock, State
from flowdown.report.clock_group import ClockGroup, group_clocks
from flowdown.report.page import (
    Block,
    Column,
    Line,
    Page,
    Paragraph,
    Point,
    Points,
    Section,
    Span,
    Table,
    Tone,
    line,
    span,
)
from flowdown.report.words import count, listed, mark_words

_FEW = 3
"""How many contracts a row names; the points below name all."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TITLES = {
    State.OVERDUE: "Overdue",
    State.RUNNING: "Running",
    State.WAITING: "After the report before it",
    State.NOT_KNOWN: "When is not known",
    State.MET: "Met",
}
_WORDS = {
    State.OVERDUE: "overdue",
    State.RUNNING: "running",
    State.WAITING: "waiting for the report before it",
    State.NOT_KNOWN: "with an end that is not known",
    State.MET: "met",
}
_TONES = {
    State.OVERDUE: Tone.BREACH,
    State.RUNNING: Tone.WARNING,
    State.WAITING: Tone.PLAIN,
    State.NOT_KNOWN: Tone.UNDETERMINED,
    State.MET: Tone.CLEAR,
}


def lay_out_deadlines(deadlines: Deadlines) -> Page:
    """Every clock: a table first, then what each rests on, then how it was counted and what is not known."""
    clocks = deadlines.clocks
    shown = group_clocks(clocks)
    blocks: list[Block] = [Paragraph(_lead(deadlines))]
    if clocks:
        blocks.append(_table(shown, deadlines.as_of))
    for state in State:
        chosen = tuple(each for each in shown if each.first.state is state)
        if chosen:
            blocks.append(Section(line(_TITLES[state]), (Points(tuple(_point(each) for each in chosen)),)))
    return Page((*blocks, *_counted(deadlines), *_limits(deadlines)))


def clocks_section(deadlines: Deadlines, most: int) -> Section | None:
    """The clocks that come first, in short, for pages that are about something else; None if none runs."""
    groups = group_clocks(each for each in deadlines.clocks if each.state is not State.MET)
    if not groups:
        return None
    dated = [each for each in groups if each.first.end.moment is not None]
    shown = dated[:most]
    blocks: list[Block] = [_table(shown, deadlines.as_of)] if shown else []
    more = [f"{len(dated) - len(shown)} more with a day"] if len(dated) > len(shown) else []
    unknown = [each for each in groups if each.first.end.moment is None]
    if unknown:
        titles: dict[str, list[str]] = {}
        for each in unknown[:most]:
            titles.setdefault(each.first.title, []).extend(each.contracts)
        told = "; ".join(f"{title}, {_in_short(tuple(dict.fromkeys(whose)))}" for title, whose in titles.items())
        more.append(f"when is not known: {told}")
    if more:
        blocks.append(Paragraph(line(f"Besides: {'; '.join(more)}. `flowdown deadlines` says how each is counted.")))
    return Section(line(f"Clocks ({count(len(groups), 'duty', 'duties')})"), tuple(blocks))


def _table(groups: Sequence[ClockGroup], as_of: datetime.date) -> Table:
    rows = tuple(_row(each, as_of) for each in groups)
    titles: tuple[str, ...] = ("due", "duty", "contract", "found", "stands")
    if not any(each.first.what for each in groups):
        titles, rows = (*titles[:3], titles[4]), tuple((*row[:3], row[4]) for row in rows)
    return Table(tuple(Column(each, from_width=90 * (each == "found")) for each in titles), rows)


def _in_short(contracts: Sequence[str]) -> str:
    return listed(tuple(contracts)) if len(contracts) <= _FEW else f"{len(contracts)} contracts"


def _lead(deadlines: Deadlines) -> Line:
    day = say_day(deadlines.as_of)
    if not deadlines.clocks:
        return line(f"No clock runs on {day}, as far as the profile and the orders tell.")
    states = Counter(each.state for each in deadlines.clocks)
    told = listed(tuple(f"{states[each]} {_WORDS[each]}" for each in State if states[each]))
    perhaps = sum(each.applies.truth is not Truth.YES for each in deadlines.clocks)
    doubt = f" Of {perhaps} it is not known whether the duty binds there: the questions say why." if perhaps else ""
    return line(f"{count(len(deadlines.clocks), 'clock')} on {day}: {told}.{doubt}")


def say_day(day: datetime.date) -> str:
    """A day with its weekday."""
    return f"{_DAYS[day.weekday()]} {day.isoformat()}"


def say_moment(moment: Moment) -> str:
    """A moment with its weekday and, where there is a time, its zone."""
    if moment.time is None:
        return say_day(moment.day)
    zone = f" ({moment.zone})" if moment.zone else " (zone not known)"
    return f"{say_day(moment.day)} {moment.time.isoformat('minutes')}{zone}"


def _say_due(due: Due) -> str:
    if due.moment is None:
        return "not known"
    if due.is_exact or due.earliest is None or due.latest is None:
        return say_moment(due.moment)
    return f"{say_moment(due.moment)}, perhaps {due.earliest.isoformat()} to {due.latest.isoformat()}"


def _row(group: ClockGroup, as_of: datetime.date) -> tuple[Line, ...]:
    clock = group.first
    due = clock.due.moment
    assumed = clock.assumed.moment if clock.assumed is not None and due is None else None
    shown = say_moment(due) if due is not None else f"(if so) {say_moment(assumed)}" if assumed is not None else "?"
    perhaps = "" if clock.applies.truth is Truth.YES else ", if it binds"
    if assumed is not None and assumed.day < as_of and clock.state is State.NOT_KNOWN:
        perhaps = f", overdue if so{perhaps}"
    return (
        line(span(shown, Tone.STRONG)),
        line(clock.title),
        line(_in_short(group.contracts)),
        line(clock.what),
        line(span(f"{clock.state.value.replace('-', ' ')}{perhaps}", _TONES[clock.state])),
    )


def _point(group: ClockGroup) -> Point:
    clock = group.first
    first = line(span(_say_due(clock.due) if clock.due.moment else _if_so(clock), Tone.STRONG), f": {clock.title}, ")
    return Point((*first, span(listed(group.contracts), Tone.STRONG)), tuple(group.lines(_under)))


def _if_so(clock: RunningClock) -> str:
    if clock.assumed is None or clock.assumed.moment is None:
        return "Not known when"
    return f"{_say_due(clock.assumed)}, {clock.assumption}"


def _under(clock: RunningClock) -> Iterator[Line]:
    yield line(span(clock.name, Tone.VALUE), f": {_say_start(clock)}")
    if clock.met is not None or clock.state is State.MET:
        yield line(_say_met(clock))
    if clock.applies.named:
        yield line(f"{'it binds' if clock.applies.truth is Truth.YES else 'it may bind'}: {clock.applies.named}")
    for note in (*clock.end.notes, *clock.notes):
        yield line(note)
    for addressee in clock.to:
        sure = "" if addressee.is_sure else " (whether to this one is not known)"
        more = "; ".join(each for each in (addressee.when, addressee.note, addressee.email) if each)
        yield line(f"to {addressee.office}{f' ({more})' if more else ''}{sure}")
    yield from _fields(clock)
    if clock.quote:
        where = clock.cites or clock.order
        yield line(span(f"{where}: “{clock.quote}” [{mark_words(clock.mark)}]", Tone.FAINT))
    if clock.is_open:
        yield line(span(f"open: {clock.is_open}", Tone.UNDETERMINED))
    for question in dict.fromkeys((*clock.applies.asks, *clock.asks)):
        yield line(span(f"? {question}", Tone.UNDETERMINED))


def _say_start(clock: RunningClock) -> str:
    if not clock.event:
        return "a fixed day"
    start = f" on {say_moment(clock.start)}" if clock.start is not None else ""
    found = f" of {clock.what}" if clock.what and clock.event in ("identification", "notification") else ""
    if clock.event == "unknown":
        return f"{clock.length} after something that was not read"
    return f"{clock.length} after {clock.event}{found}{start}"


def _say_met(clock: RunningClock) -> str:
    when = f" on {say_moment(clock.met)}" if clock.met is not None else ", when is not known"
    late = ", late" if clock.is_late else ""
    return f"met{when}{late}{f' ({clock.reference})' if clock.reference else ''}"


def _fields(clock: RunningClock) -> Iterator[Line]:
    if clock.state is State.MET:
        return
    for each in clock.fields:
        what = f" ({each.what})" if each.what else ""
        missing = "if known" if each.only_if_known else "to be filled in"
        value: Span = span(each.value, Tone.VALUE) if each.value else span(missing, Tone.FAINT)
        yield line(f"{each.name}{what}: ", value)
    if not clock.fields_read:
        yield line(span("the fields of this report were not read in the text itself", Tone.UNDETERMINED))


def _counted(deadlines: Deadlines) -> Iterator[Block]:
    told = dict.fromkeys(each.end.convention for each in deadlines.clocks if each.end.convention)
    if told:
        lead = "The texts define neither a business day nor whether the day of the event counts. Counted here:"
        points = Points(tuple(Point(line(each)) for each in told))
        yield Section(line("How it was counted"), (Paragraph(line(lead)), points))


def _limits(deadlines: Deadlines) -> Iterator[Block]:
    told = list(deadlines.notes)
    if deadlines.idle:
        told.append(
            f"{count(len(deadlines.idle), 'more duty', 'more duties')} that may bind start only when something is found "
            f"or happens (`--event`): {', '.join(deadlines.idle)}"
        )
    told += [f"{order} was followed until {until.isoformat()} only" for order, until in deadlines.past_checked]
    if told:
        yield Section(line("Not covered"), (Points(tuple(Point(line(each)) for each in told)),))
