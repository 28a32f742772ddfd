"""Writes clocks that run as an iCalendar file (RFC 5545)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from flowdown.base.calendar import add_days
from flowdown.base.moment import Moment
from flowdown.base.truth import Truth
from flowdown.reason.deadlines import Deadlines
from flowdown.reason.running import RunningClock, State
from flowdown.report.deadlines_shape import clock_id
from flowdown.report.words import visible

_LINE = 75
"""Octets of a line before it is folded, without its end (RFC 5545, section 3.1)."""
_ALARMS_OF_DAYS = ("-P1D", "PT9H")
_ALARMS_OF_TIMES = ("-P1D", "-PT4H")


def write_calendar(deadlines: Deadlines) -> str:
    """An event for each clock whose end can be told; what is met, or has no known end, is left out.

    Times stand in UTC, or float where the zone is not known. A clock keeps its UID when its day moves.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Flowdown//deadlines//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    # The stamp is the day asked about: the same question gives the same bytes.
    stamp = f"{deadlines.as_of:%Y%m%d}T000000Z"
    for clock in deadlines.clocks:
        end = clock.end.moment
        if clock.state is not State.MET and end is not None:
            lines += _event(clock, end, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _event(clock: RunningClock, end: Moment, stamp: str) -> Iterator[str]:
    is_sure = clock.applies.truth is Truth.YES and clock.due.moment is not None
    summary = f"{clock.title}: {clock.contract}"
    yield "BEGIN:VEVENT"
    yield f"UID:{clock_id(clock)}@flowdown"
    yield f"DTSTAMP:{stamp}"
    yield from _times(end)
    yield f"SUMMARY:{_escape(summary if is_sure else f'(perhaps) {summary}')}"
    yield f"DESCRIPTION:{_escape(_describe(clock))}"
    yield f"STATUS:{'CONFIRMED' if is_sure else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield f"CATEGORIES:{_escape(clock.order)}"
    for trigger in _ALARMS_OF_DAYS if end.time is None else _ALARMS_OF_TIMES:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_escape(summary)}"
        yield f"TRIGGER:{trigger}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _times(end: Moment) -> Iterator[str]:
    instant = end.instant
    if end.time is None:
        yield f"DTSTART;VALUE=DATE:{end.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{add_days(end.day, 1):%Y%m%d}"
    elif instant is not None:
        yield f"DTSTART:{instant.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
    else:
        yield f"DTSTART:{datetime.datetime.combine(end.day, end.time):%Y%m%dT%H%M%S}"


def _describe(clock: RunningClock) -> str:
    told = [f"{clock.order}/{clock.duty}, {clock.cites}"]
    if clock.found:
        told.append(
            f"{clock.what}: {clock.event} {clock.start.iso if clock.start is not None else 'at a time not known'}"
        )
    if clock.assumption and clock.due.moment is None:
        told.append(clock.assumption)
    told += [f"to {each.office}" for each in clock.to]
    told += [clock.end.convention, *clock.end.notes]
    told += [f"? {each}" for each in (*clock.applies.asks, *clock.asks)]
    return "\n".join(each for each in told if each)


def _escape(text: str) -> str:
    plain = "\n".join(visible(part) for part in text.split("\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none of which cuts a character; each piece but the first starts with a space."""
    piece, room = "", _LINE
    for character in line:
        octets = len(character.encode())
        if octets > room:
            yield piece
            piece, room = " ", _LINE - 1
        piece += character
        room -= octets
    yield piece
