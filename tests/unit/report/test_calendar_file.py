"""Calendars are RFC 5545: lines, escapes, times in UTC, one UID for a clock whatever its day."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

import pytest

from flowdown.base.moment import Moment, parse_moment
from flowdown.base.truth import Truth
from flowdown.reason.applicability import Applies
from flowdown.reason.clock import Due
from flowdown.reason.deadlines import Deadlines
from flowdown.reason.running import RunningClock, State
from flowdown.report.calendar_file import write_calendar

DAY = datetime.date(2026, 7, 3)


def _clock(end: str = "2026-07-06", **more: object) -> RunningClock:
    moment = parse_moment(end)
    clock = RunningClock(
        order="order",
        duty="first",
        title="first report",
        action="report",
        subject="contract:c1",
        contract="c1",
        found="camera",
        what="camera",
        event="identification",
        start=Moment(DAY),
        length="1 business day",
        due=Due(moment, "business days", moment.day, moment.day),
        state=State.RUNNING,
        applies=Applies(Truth.YES, ""),
        cites="FAR 52.204-25(d)",
    )
    return replace(clock, **more)  # type: ignore[arg-type]


def _lines(*clocks: RunningClock) -> list[str]:
    text = write_calendar(Deadlines(DAY, DAY, clocks, (), (), "sha256:0", ()))
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")


def _value(lines: list[str], name: str) -> str:
    return next(line.partition(":")[2] for line in lines if re.match(rf"{name}[:;]", line))


def test_a_day_is_an_event_of_the_whole_day() -> None:
    lines = _lines(_clock())
    assert "DTSTART;VALUE=DATE:20260706" in lines
    assert "DTEND;VALUE=DATE:20260707" in lines
    assert [line for line in lines if line.startswith("TRIGGER")] == ["TRIGGER:-P1D", "TRIGGER:PT9H"]
    assert lines.count("BEGIN:VALARM") == lines.count("END:VALARM") == 2


def test_a_time_stands_in_utc() -> None:
    assert "DTSTART:20260706T200000Z" in _lines(_clock("2026-07-06T16:00 America/New_York"))


def test_a_time_of_an_unknown_zone_floats() -> None:
    assert "DTSTART:20260706T160000" in _lines(_clock("2026-07-06T16:00"))


def test_the_uid_stays_when_the_day_moves_and_is_one_clocks_own() -> None:
    uid = _value(_lines(_clock()), "UID")
    assert _value(_lines(_clock("2026-07-09")), "UID") == uid
    assert _value(_lines(_clock(contract="c2")), "UID") != uid
    assert _value(_lines(_clock(found="")), "UID") != uid


def test_the_same_question_gives_the_same_bytes() -> None:
    assert _lines(_clock()) == _lines(_clock())
    assert _value(_lines(_clock()), "DTSTAMP") == "20260703T000000Z"


@pytest.mark.parametrize(
    "more",
    [
        {"applies": Applies(Truth.UNKNOWN, "", ("is it so?",))},
        {
            "due": Due(None, "hours"),
            "assumed": Due(Moment(DAY), "hours", DAY, DAY),
            "assumption": "if it starts",
            "state": State.NOT_KNOWN,
        },
    ],
)
def test_what_is_not_sure_is_tentative(more: dict[str, object]) -> None:
    lines = _lines(_clock(**more))
    assert "STATUS:TENTATIVE" in lines
    assert "SUMMARY:(perhaps) first report: c1" in lines


def test_what_is_met_or_has_no_known_end_is_left_out() -> None:
    assert "BEGIN:VEVENT" not in _lines(_clock(state=State.MET), _clock(due=Due(None, "hours")))


def test_texts_are_escaped_and_folded_within_characters() -> None:
    title = "a report; with, signs \\ and \u00e4\u6f22\u5b57 " * 6 + "\x1b[31m"
    text = write_calendar(Deadlines(DAY, DAY, (_clock(title=title),), (), (), "sha256:0", ()))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    summary = _value(_lines(_clock(title=title)), "SUMMARY")
    assert "a report\\; with\\, signs \\\\ and \u00e4\u6f22\u5b57" in summary
    assert "\x1b" not in text
