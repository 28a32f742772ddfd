"""Draws the history of orders as a picture: a lane an order, coloured by state, with what courts did and the day asked about."""

from __future__ import annotations

import datetime
import html
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowdown.report.norm_words import plain
from flowdown.report.orders_v1 import EventV1, LaneV1, PeriodV1, TimelineV1
from flowdown.report.timeline_page import PHASES
from flowdown.report.words import visible

_MARGIN = 24
_WIDTH = 1120
_LETTER = 6.6
"""The width of a letter of the small text, about."""
_BAR, _DOT = 24, 17
_LONGEST = 10
"""Years that the picture goes back at most; what began earlier is cut off, and says since when it is."""
_COURT = frozenset(
    {"challenged", "stay-denied", "argued", "stayed", "enjoined", "vacated", "upheld", "mandate-withheld"}
)
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
Date = datetime.date

_STYLE = """
svg { font-family: system-ui, "DejaVu Sans", sans-serif; font-size: 12px; }
.paper { fill: #ffffff; } .ink { fill: #1b1f24; } .faint { fill: #57606a; } .head { font-size: 17px; font-weight: 600; }
.name { font-weight: 600; } .grid { stroke: #d0d7de; } .day { stroke: #1b1f24; stroke-width: 1.5; stroke-dasharray: 5 3; }
.not-yet { fill: #f6d97a; } .in-force { fill: #b83246; } .halted { fill: #8fb8de; } .ended { fill: #d8dee4; }
.on-not-yet, .on-halted, .on-ended { fill: #1b1f24; } .on-in-force { fill: #ffffff; } .edge { stroke: #57606a; stroke-width: 0.7; }
.unknown { fill: url(#unknown); } .lines { stroke: #ffffff; } .dot { fill: #1b1f24; } .on-dot { fill: #ffffff; font-size: 10px; font-weight: 600; }
.tick { stroke: #1b1f24; }
@media (prefers-color-scheme: dark) {
.paper { fill: #0d1117; } .ink { fill: #e6edf3; } .faint { fill: #9da7b1; } .grid { stroke: #30363d; } .day { stroke: #e6edf3; }
.not-yet { fill: #c9a227; } .in-force { fill: #b83246; } .halted { fill: #6c9bd1; } .ended { fill: #49525c; }
.on-not-yet, .on-halted { fill: #0d1117; } .on-ended { fill: #e6edf3; } .lines { stroke: #0d1117; } .dot { fill: #e6edf3; } .on-dot { fill: #0d1117; }
.edge { stroke: #9da7b1; } .tick { stroke: #e6edf3; }
}
"""


@dataclass(frozen=True, slots=True)
class _Axis:
    """Days to places from left to right."""

    first: Date
    last: Date
    width: int

    def at(self, day: Date) -> float:
        """Where a day is; what lies outside is put on the edge."""
        share = (min(max(day, self.first), self.last) - self.first).days / max((self.last - self.first).days, 1)
        return round(_MARGIN + share * (self.width - 2 * _MARGIN), 1)


def draw_timeline(timeline: TimelineV1, width: int = _WIDTH) -> str:
    """The picture as SVG text, so many points wide; every text in it is escaped."""
    axis = _axis(timeline, width)
    numbered = _number(timeline)
    top = 112.0
    bars: list[str] = []
    words: list[str] = []
    for lane in timeline.lanes:
        drawn, written, height = _lane(lane, axis, top, numbered, timeline.as_of)
        bars += drawn
        words += written
        top += height
    foot = top
    events, height = _events(numbered, foot + 22, width)
    total = round(foot + 22 + height + 14)
    head = [*_head(timeline), *_grid(axis, 96.0, foot, timeline.as_of)]
    below = [*_opening(timeline, width, total), *head, *bars, *_day(timeline, axis, foot)]
    return "\n".join([*below, *words, *events, "</svg>"]) + "\n"


def _axis(timeline: TimelineV1, width: int) -> _Axis:
    """From the first event to the last or the day asked about, with some room."""
    days = [event.day for lane in timeline.lanes for event in _events_of(lane)]
    days.append(timeline.as_of)
    last = max(days)
    earliest = Date(max(last.year - _LONGEST, 1), last.month, 1)
    first = max(min(days), earliest)
    room = max((last - first).days // 25, 10)
    return _Axis(first - datetime.timedelta(days=room // 2), last + datetime.timedelta(days=room), width)


def _events_of(lane: LaneV1) -> list[EventV1]:
    return sorted([*(period.event for period in lane.periods), *lane.steps], key=lambda event: event.day)


def _number(timeline: TimelineV1) -> list[tuple[int, LaneV1, EventV1]]:
    """What courts did, with the numbers that stand in the picture."""
    told = [(lane, event) for lane in timeline.lanes for event in _events_of(lane) if event.status in _COURT]
    return [(number, lane, event) for number, (lane, event) in enumerate(told, 1)]


def _opening(timeline: TimelineV1, width: int, height: int) -> Iterator[str]:
    names = ", ".join(lane.order for lane in timeline.lanes) or "no order"
    about = f"The states of {names} over time, as known on {timeline.known_at.isoformat()}."
    states = "; ".join(f"{lane.order}: {_now(lane, timeline.as_of)}" for lane in timeline.lanes)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" aria-labelledby="title desc">'
    )
    yield f'<title id="title">{_text(f"Orders over time, as of {timeline.as_of.isoformat()}")}</title>'
    yield f'<desc id="desc">{_text(f"{about} On {timeline.as_of.isoformat()}: {states}.")}</desc>'
    yield f"<style>{_STYLE}</style>"
    yield (
        '<defs><pattern id="unknown" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line class="lines" x1="0" y1="0" x2="0" y2="7" stroke-width="5"/></pattern></defs>'
    )
    yield f'<rect class="paper" width="{width}" height="{height}"/>'


def _now(lane: LaneV1, day: Date) -> str:
    for period in lane.periods:
        if period.from_ <= day and (period.to is None or day < period.to):
            return plain(period.state)
    return "not yet issued"


def _head(timeline: TimelineV1) -> Iterator[str]:
    """The heading and the legend."""
    yield f'<text class="ink head" x="{_MARGIN}" y="30">Orders over time, as known on {timeline.known_at.isoformat()}</text>'
    left = float(_MARGIN)
    for phase, words in PHASES.items():
        yield f'<rect class="{phase} edge" x="{left}" y="44" width="18" height="14"/>'
        yield f'<text class="ink" x="{left + 24}" y="56">{_text(words)}</text>'
        left += 24 + len(words) * _LETTER + 22
    yield f'<rect class="ended edge" x="{left}" y="44" width="18" height="14"/>'
    yield f'<rect class="unknown" x="{left}" y="44" width="18" height="14"/>'
    yield f'<text class="ink" x="{left + 24}" y="56">not followed any more</text>'
    left += 24 + 21 * _LETTER + 22
    yield f'<circle class="dot" cx="{left + 8}" cy="51" r="7.5"/><text class="on-dot" x="{left + 8}" y="54.5" text-anchor="middle">1</text>'
    yield f'<text class="ink" x="{left + 22}" y="56">a court (listed below)</text>'


def _grid(axis: _Axis, top: float, foot: float, as_of: Date) -> Iterator[str]:
    """Lines at the beginnings of months or years, far enough apart to be read."""
    months = max((axis.last - axis.first).days / 30.4, 1)
    room = (axis.width - 2 * _MARGIN) / months
    step = next((each for each in _STEPS if each * room >= 62), _STEPS[-1])
    day = Date(axis.first.year, 1, 1)
    while day <= axis.last:
        if day >= axis.first:
            left = axis.at(day)
            label = f"{day.year}" if step >= 12 else f"{day.year}-{day.month:02d}"
            yield f'<line class="grid" x1="{left}" y1="{top}" x2="{left}" y2="{foot}"/>'
            if left < axis.width - 60 and not left < axis.at(as_of) < left + 52:
                yield f'<text class="faint" x="{left + 3}" y="{top - 4}">{label}</text>'
        ahead = day.year * 12 + day.month - 1 + step
        day = Date(ahead // 12, ahead % 12 + 1, 1)


def _day(timeline: TimelineV1, axis: _Axis, foot: float) -> Iterator[str]:
    """The day asked about."""
    left = axis.at(timeline.as_of)
    anchor = "end" if left > axis.width - 120 else "start"
    shift = -5 if anchor == "end" else 5
    yield f'<line class="day" x1="{left}" y1="66" x2="{left}" y2="{foot}"/>'
    yield f'<text class="ink name" x="{left + shift}" y="76" text-anchor="{anchor}">as of {timeline.as_of.isoformat()}</text>'


def _lane(
    lane: LaneV1, axis: _Axis, top: float, numbered: Sequence[tuple[int, LaneV1, EventV1]], as_of: Date
) -> tuple[list[str], list[str], float]:
    """One order: its bar, its words with the dots, which stand over the line of the day; and how high that is."""
    title = _cut(lane.title, axis.width * 130 // 1120)
    # The lines of the years stop before the words; an outline around the letters would, in print, lie over them.
    length = round((len(lane.order) * 1.1 + len(title)) * _LETTER + 16, 1)
    words = [
        f'<rect class="paper" x="{_MARGIN - 2}" y="{top}" width="{length}" height="16"/>'
        f'<text x="{_MARGIN}" y="{top + 12}"><tspan class="ink name">{_text(lane.order)}</tspan>'
        f'<tspan class="faint" dx="10">{_text(title)}</tspan></text>'
    ]
    dots, rows = _dots(lane, axis, top + 18, numbered)
    bar = top + 20 + rows * _DOT
    shapes: list[str] = []
    for period in lane.periods:
        shapes += _period(period, axis, bar)
        words += _label(period, axis, bar, as_of)
    shapes += _beyond(lane, axis, bar)
    words += [dot.replace("{bar}", str(bar)) for dot in dots]
    if not lane.periods:
        words.append(f'<text class="faint" x="{_MARGIN}" y="{bar + 16}">no state is known on that day</text>')
    return shapes, words, 20 + rows * _DOT + _BAR + 20


def _period(period: PeriodV1, axis: _Axis, bar: float) -> Iterator[str]:
    end = period.to or axis.last
    if end <= axis.first:
        return
    left, right = axis.at(period.from_), axis.at(end)
    width = max(round(right - left, 1), 1.0)
    event = period.event
    until = f" through {(period.to - datetime.timedelta(days=1)).isoformat()}" if period.to else ""
    told = f"{plain(period.state)} from {period.from_.isoformat()}{until}: {event.what} [{event.mark}]"
    shape = f'x="{left}" y="{bar}" width="{width}" height="{_BAR}"'
    yield f'<rect class="{period.phase} edge" {shape}><title>{_text(told)}</title></rect>'


def _label(period: PeriodV1, axis: _Axis, bar: float, as_of: Date) -> Iterator[str]:
    """The state's word in its bar, beside the line of the day, where there is room for it."""
    left, right = axis.at(period.from_) + 6, axis.at(period.to or axis.last)
    words = plain(period.state) + (f" since {period.from_.isoformat()}" if period.from_ < axis.first else "")
    length, day = len(words) * _LETTER, axis.at(as_of)
    if left - 4 < day < left + length and day + 6 + length < right:
        left = day + 6
    if left + length <= right:
        # Where the order was not followed any more the bar is hatched: no word is read on that.
        yield f'<rect class="{period.phase}" x="{round(left - 3, 1)}" y="{bar + 3}" width="{round(length + 4, 1)}" height="{_BAR - 6}"/>'
        yield f'<text class="on-{period.phase}" x="{round(left, 1)}" y="{bar + 16}">{_text(words)}</text>'


def _beyond(lane: LaneV1, axis: _Axis, bar: float) -> Iterator[str]:
    """What lies after the day up to which the order was followed."""
    after = lane.checked_until + datetime.timedelta(days=1)
    if lane.periods and after < axis.last:
        left = max(axis.at(after), axis.at(lane.periods[0].from_))
        words = _text(f"followed up to {lane.checked_until.isoformat()} only")
        shape = f'x="{left}" y="{bar}" width="{round(axis.at(axis.last) - left, 1)}" height="{_BAR}"'
        yield f'<rect class="unknown" {shape}><title>{words}</title></rect>'


def _dots(
    lane: LaneV1, axis: _Axis, top: float, numbered: Sequence[tuple[int, LaneV1, EventV1]]
) -> tuple[list[str], int]:
    """The numbers of what courts did, in as many rows as keep them apart; `{bar}` stands for where the bar begins."""
    ends: list[float] = []
    placed: list[tuple[float, int, int, EventV1]] = []
    for number, owner, event in numbered:
        if owner is lane and event.day >= axis.first:
            left = axis.at(event.day)
            row = next((index for index, end in enumerate(ends) if end <= left), len(ends))
            if row == len(ends):
                ends.append(0.0)
            ends[row] = left + _DOT
            placed.append((left, row, number, event))
    rows = len(ends)
    parts = []
    for left, row, number, event in placed:
        height = top + (rows - 1 - row) * _DOT + 8
        told = _text(f"{event.day.isoformat()} {plain(event.status)}: {event.what} [{event.mark}]")
        parts.append(
            f'<g><title>{told}</title><line class="tick" x1="{left}" y1="{height}" x2="{left}" y2="{{bar}}"/>'
            f'<circle class="dot" cx="{left}" cy="{height}" r="7.5"/>'
            f'<text class="on-dot" x="{left}" y="{height + 3.5}" text-anchor="middle">{number}</text></g>'
        )
    return parts, rows


def _events(numbered: Sequence[tuple[int, LaneV1, EventV1]], top: float, width: int) -> tuple[list[str], float]:
    """The list of what courts did, wrapped; and how high it is."""
    if not numbered:
        return [], 0.0
    parts = [f'<text class="ink name" x="{_MARGIN}" y="{top}">What courts did, and was asked of them</text>']
    height = 20.0
    for number, lane, event in numbered:
        by = f" ({event.by})" if event.by else ""
        told = f"{event.day.isoformat()}  {lane.order}  {plain(event.status)}{by}: {event.what} [{event.mark}]"
        for index, words in enumerate(textwrap.wrap(visible(told), width * 155 // 1120)):
            if not index:
                parts.append(f'<text class="ink name" x="{_MARGIN}" y="{top + height}">{number}</text>')
            parts.append(f'<text class="ink" x="{_MARGIN + 28}" y="{top + height}">{_text(words)}</text>')
            height += 16
        height += 3
    return parts, height


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _text(text: str) -> str:
    """Text from anywhere, safe in XML and on a screen."""
    return html.escape(visible(text))
