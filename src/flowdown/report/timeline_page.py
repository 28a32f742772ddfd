"""Lays out the history of orders for people, one table an order."""

from __future__ import annotations

import datetime

from flowdown.report.norm_words import plain
from flowdown.report.orders_v1 import EventV1, LaneV1, PeriodV1, Phase, TimelineV1
from flowdown.report.page import Block, Column, Line, Page, Paragraph, Point, Points, Section, Table, Tone, line, span

_TONES: dict[Phase, Tone] = {
    "not-yet": Tone.UNDETERMINED,
    "in-force": Tone.BREACH,
    "halted": Tone.EXEMPT,
    "ended": Tone.CLEAR,
}
PHASES: dict[Phase, str] = {
    "not-yet": "not yet in force",
    "in-force": "in force",
    "halted": "halted by a court or suspended",
    "ended": "ended",
}
"""What each phase is called."""


def lay_out_timeline(timeline: TimelineV1) -> Page:
    """The page of a timeline."""
    asked = f"As known on {timeline.known_at.isoformat()}; the state on {timeline.as_of.isoformat()} is marked."
    blocks: list[Block] = [Paragraph(line(asked))]
    blocks += [_lane(lane, timeline.as_of) for lane in timeline.lanes]
    return Page(tuple(blocks), "Orders over time")


def _lane(lane: LaneV1, as_of: datetime.date) -> Section:
    columns = (Column("from"), Column("through"), Column("state"), Column("what happened"), Column("mark"))
    blocks: list[Block] = []
    if lane.periods:
        blocks.append(Table(columns, tuple(_row(period, as_of) for period in lane.periods)))
    if lane.steps:
        points = tuple(
            Point(line(span(step.day.isoformat(), Tone.STRONG), f"  {say_event(step)}")) for step in lane.steps
        )
        blocks.append(Section(line("Steps that left the state as it was"), (Points(points),)))
    if as_of > lane.checked_until:
        words = f"Followed up to {lane.checked_until.isoformat()} only."
        blocks.append(Paragraph(line(span(words, Tone.WARNING))))
    return Section(line(span(lane.order, Tone.VALUE), f"  {lane.title}"), tuple(blocks))


def _row(period: PeriodV1, as_of: datetime.date) -> tuple[Line, ...]:
    last = (period.to - datetime.timedelta(days=1)).isoformat() if period.to is not None else ""
    is_now = period.from_ <= as_of and (period.to is None or as_of < period.to)
    mark = span(" ← this day", Tone.STRONG) if is_now else span("")
    event = period.event
    by = f" ({event.by})" if event.by else ""
    return (
        line(period.from_.isoformat()),
        line(last or "..."),
        line(span(plain(period.state), _TONES[period.phase]), mark),
        line(f"{event.what}{by}"),
        line(event.mark),
    )


def say_event(event: EventV1) -> str:
    """What happened, by whom, and how well that was read."""
    by = f" ({event.by})" if event.by else ""
    return f"{plain(event.status)}{by}: {event.what} [{event.mark}]"
