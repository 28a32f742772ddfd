"""Calendar arithmetic."""

import datetime

import pytest

from flowdown.base.calendar import (
    add_business_days,
    add_days,
    add_months,
    federal_holidays,
    is_business_day,
    next_business_day,
)

D = datetime.date


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2026, 8, 31), 6, D(2027, 2, 28)),
        (D(2026, 12, 15), 1, D(2027, 1, 15)),
        (D(2026, 3, 31), 0, D(2026, 3, 31)),
    ],
)
def test_months_keep_the_day_or_fall_back_to_the_last(day, months, expected):
    assert add_months(day, months) == expected


def test_what_would_leave_the_calendar_stops_at_its_end():
    assert add_days(D(9999, 12, 30), 10) == D.max
    assert add_months(D(9999, 12, 30), 10) == D.max


def test_holidays_of_2026():
    assert sorted(federal_holidays(2026)) == [
        D(2026, 1, 1),
        D(2026, 1, 19),
        D(2026, 2, 16),
        D(2026, 5, 25),
        D(2026, 6, 19),
        D(2026, 7, 3),
        D(2026, 9, 7),
        D(2026, 10, 12),
        D(2026, 11, 11),
        D(2026, 11, 26),
        D(2026, 12, 25),
    ]


def test_juneteenth_is_observed_from_2021_on():
    assert D(2020, 6, 19) not in federal_holidays(2020)
    assert D(2021, 6, 18) in federal_holidays(2021)
    assert D(2022, 6, 20) in federal_holidays(2022)


def test_new_years_day_on_a_saturday_is_observed_in_the_year_before():
    assert D(2021, 12, 31) in federal_holidays(2021)
    assert D(2022, 1, 1) not in federal_holidays(2022)


def test_a_holiday_on_a_sunday_is_observed_on_monday():
    assert D(2027, 7, 5) in federal_holidays(2027)
    assert not is_business_day(D(2027, 7, 5))


def test_business_days_skip_weekends_and_holidays():
    assert add_business_days(D(2026, 11, 6), 10) == D(2026, 11, 23)
    assert add_business_days(D(2026, 6, 30), 3) == D(2026, 7, 6)
    assert add_business_days(D(2026, 7, 4), 0) == D(2026, 7, 4)


def test_the_next_business_day_may_be_the_day_itself():
    assert next_business_day(D(2026, 7, 6)) == D(2026, 7, 6)
    assert next_business_day(D(2026, 12, 26)) == D(2026, 12, 28)
