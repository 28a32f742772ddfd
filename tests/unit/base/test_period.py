"""Windows and sets of days."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from flowdown.base.period import Window, each, first, last, runs

D = datetime.date
WINDOW = Window(D(2026, 1, 1), D(2026, 1, 11))


def test_a_period_is_half_open():
    assert WINDOW.between(D(2026, 1, 2), D(2026, 1, 4)) == 0b110


def test_missing_ends_are_the_windows():
    assert WINDOW.between(None, None) == WINDOW.all == (1 << 10) - 1


def test_equal_or_reversed_ends_are_empty():
    assert WINDOW.between(D(2026, 1, 4), D(2026, 1, 4)) == 0
    assert WINDOW.between(D(2026, 1, 5), D(2026, 1, 2)) == 0


def test_days_outside_the_window_do_not_exist():
    assert WINDOW.between(D(2025, 1, 1), D(2026, 1, 2)) == 1
    assert WINDOW.between(D(2027, 1, 1), None) == 0
    assert WINDOW.only(D(2026, 1, 11)) == 0


def test_the_hull_and_the_periods_of_a_set():
    assert WINDOW.hull(0b1100110) == (D(2026, 1, 2), D(2026, 1, 8))
    assert WINDOW.periods(0b1100110) == ((D(2026, 1, 2), D(2026, 1, 4)), (D(2026, 1, 6), D(2026, 1, 8)))


@given(st.integers(0, 1 << 40))
def test_runs_make_up_the_set(days):
    rebuilt = 0
    for low, high in runs(days):
        rebuilt |= (1 << high) - (1 << low)
    assert rebuilt == days


@given(st.integers(1, 1 << 40))
def test_first_and_last_are_the_ends(days):
    numbers = list(each(days))
    assert (first(days), last(days)) == (numbers[0], numbers[-1])
