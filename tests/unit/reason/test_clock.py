"""Clocks are counted as they say: business days, calendar days, months, hours, in the office's zone."""

from __future__ import annotations

import datetime

import pytest

from flowdown.base.moment import parse_moment
from flowdown.orders.duty import Clock, Event
from flowdown.reason.clock import Due, find_due

FOUND = (Event.IDENTIFICATION,)
NEW_YORK = "America/New_York"


def _due(clock: Clock, start: str, zone: str = "") -> str:
    moment = find_due(clock, parse_moment(start), zone).moment
    return moment.iso if moment is not None else ""


def _business(days: int) -> Clock:
    return Clock(business_days=days, after=FOUND)


@pytest.mark.parametrize(
    ("days", "start", "due"),
    [
        (1, "2026-07-02", "2026-07-06"),  # Independence Day is a Saturday: observed on Friday the 3rd
        (1, "2026-07-03T16:00", "2026-07-06"),  # found on the observed holiday itself
        (3, "2026-07-03T16:00", "2026-07-08"),
        (10, "2026-07-06", "2026-07-20"),
        (1, "2026-07-04", "2026-07-06"),  # on a Saturday
        (10, "2026-11-20", "2026-12-07"),  # Thanksgiving, but not the day after
        (1, "2026-12-31", "2027-01-04"),  # New Year's Day
    ],
)
def test_business_days_start_the_day_after_and_leave_out_observed_holidays(days: int, start: str, due: str) -> None:
    assert _due(_business(days), start) == due


def test_holidays_that_were_left_out_are_named() -> None:
    assert find_due(_business(3), parse_moment("2026-07-02")).notes == ("left out as federal holidays: 2026-07-03",)
    assert find_due(_business(3), parse_moment("2026-07-03T16:00")).notes == (
        "left out as federal holidays: 2026-07-03",
    )
    assert find_due(_business(3), parse_moment("2026-07-06")).notes == ()


def test_calendar_days_and_months() -> None:
    assert _due(Clock(days=30, after=FOUND), "2026-01-31") == "2026-03-02"
    assert _due(Clock(months=3, after=FOUND), "2025-11-30") == "2026-02-28"
    assert _due(Clock(days=30, after_day=datetime.date(2026, 1, 1)), "2026-05-05") == "2026-06-04"


def test_hours_run_on_through_nights_weekends_and_holidays() -> None:
    assert _due(Clock(hours=72, after=FOUND), "2026-07-03T16:00", NEW_YORK) == "2026-07-06T16:00-04:00"


def test_hours_are_hours_of_the_world_when_clocks_change() -> None:
    assert _due(Clock(hours=72, after=FOUND), "2026-10-30T16:00", NEW_YORK) == "2026-11-02T15:00-05:00"
    assert _due(Clock(hours=72, after=FOUND), "2026-03-06T16:00", NEW_YORK) == "2026-03-09T17:00-04:00"


def test_the_end_is_told_in_the_zone_of_the_office() -> None:
    assert _due(Clock(hours=72, after=FOUND), f"2026-07-03T16:00 {NEW_YORK}", "America/Denver") == (
        "2026-07-06T14:00-06:00"
    )


def test_the_day_is_that_of_the_office() -> None:
    """Late on a Monday in Honolulu it is Tuesday in New York: the count starts on Wednesday."""
    due = find_due(_business(1), parse_moment("2026-07-13T20:00 Pacific/Honolulu"), NEW_YORK)
    assert due.moment is not None
    assert due.moment.iso == "2026-07-15"
    assert due.notes == ("the event's day is 2026-07-14 in the office's zone (America/New_York)",)


def test_an_unknown_zone_leaves_a_span_of_days_and_a_note() -> None:
    due = find_due(_business(1), parse_moment(f"2026-07-14T20:00 {NEW_YORK}"))
    assert (str(due.earliest), str(due.latest)) == ("2026-07-15", "2026-07-16")
    assert due.asks_for_zone
    assert not due.is_exact
    assert "2026-07-16" in due.notes[0]


def test_an_unknown_zone_that_makes_no_difference_asks_nothing() -> None:
    due = find_due(_business(1), parse_moment(f"2026-07-03T16:00 {NEW_YORK}"))
    assert due.is_exact
    assert not due.asks_for_zone


def test_hours_without_any_zone_are_told_in_local_time() -> None:
    due = find_due(Clock(hours=72, after=FOUND), parse_moment("2026-07-03T16:00"))
    assert due.moment is not None
    assert due.moment.iso == "2026-07-06T16:00"
    assert due.asks_for_zone


def test_hours_from_a_mere_day_are_counted_from_its_first_minute() -> None:
    due = find_due(Clock(hours=72, after=FOUND), parse_moment("2026-07-03"), NEW_YORK)
    assert due.moment is not None
    assert due.moment.iso == "2026-07-06T00:00-04:00"
    assert (str(due.earliest), str(due.latest)) == ("2026-07-06", "2026-07-07")


def test_a_fixed_day_has_its_time_and_zone() -> None:
    clock = Clock(by=datetime.date(2026, 2, 27), at="17:01", time_zone=NEW_YORK)
    assert find_due(clock, None).moment == parse_moment(f"2026-02-27T17:01 {NEW_YORK}")


def test_without_a_start_nothing_is_known() -> None:
    due: Due = find_due(_business(1), None)
    assert (due.moment, due.earliest, due.is_exact) == (None, None, False)
    assert due.convention.startswith("business days: counting starts the day after")
