"""Moments are read as they are meant, and nothing else is."""

from __future__ import annotations

import datetime

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.base.moment import Moment, parse_moment, zone_of

DAY = datetime.date(2026, 7, 3)
FOUR = datetime.time(16, 0)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-07-03", Moment(DAY)),
        ("2026-07-03T16:00", Moment(DAY, FOUR)),
        ("2026-07-03 16:00", Moment(DAY, FOUR)),
        ("2026-07-03T16:00Z", Moment(DAY, FOUR, "+00:00")),
        ("2026-07-03T16:00-04:00", Moment(DAY, FOUR, "-04:00")),
        ("2026-07-03T16:00 America/New_York", Moment(DAY, FOUR, "America/New_York")),
        ("2026-07-03T16:00-04:00[America/New_York]", Moment(DAY, FOUR, "America/New_York")),
    ],
)
def test_a_moment_is_read(text: str, moment: Moment) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-7-3",
        "2026-02-30",
        "2026-07-03T25:00",
        "2026-07-03T16",
        "2026-07-03T16:00 Nowhere/Town",
        "2026-07-03T16:00-99:00",
        "2026-07-03T16:00-05:00[America/New_York]",
        "2026-07-03T16:00 ../../etc/passwd",
        "2026-07-03 America/New_York",
    ],
)
def test_what_is_no_moment_is_refused_on_one_line(text: str) -> None:
    with pytest.raises(UnusableArgument) as raised:
        parse_moment(text)
    assert "\n" not in str(raised.value)


def test_an_instant_needs_time_and_zone() -> None:
    assert Moment(DAY).instant is None
    assert Moment(DAY, FOUR).instant is None
    known = Moment(DAY, FOUR, "America/New_York").instant
    assert known == datetime.datetime(2026, 7, 3, 20, 0, tzinfo=datetime.UTC)


def test_another_zone_shows_the_same_instant() -> None:
    there = Moment(DAY, FOUR, "America/New_York").in_zone("Asia/Tokyo")
    assert there == Moment(datetime.date(2026, 7, 4), datetime.time(5, 0), "Asia/Tokyo")
    assert there.iso == "2026-07-04T05:00+09:00"


def test_an_unknown_zone_is_none() -> None:
    assert zone_of("") is None
    assert zone_of("unknown") is None
    assert zone_of("Mars/Olympus") is None
