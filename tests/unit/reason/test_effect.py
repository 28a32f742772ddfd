"""Norms whose effect depends on one another."""

import datetime

from flowdown.base.period import Window
from flowdown.reason.effect import Condition, settle

WINDOW = Window(datetime.date(2026, 1, 1), datetime.date(2026, 1, 5))
ALL = WINDOW.all


def run(base, **conditions):
    return settle(WINDOW, base, {name: Condition(*each) for name, each in conditions.items()})


def test_while_and_unless_follow_the_other_norm_day_by_day():
    effects = run({"a": 0b0110, "b": ALL, "c": ALL}, b=(("a",), ()), c=((), ("a",)))
    assert effects.days == {"b": 0b0110, "c": 0b1001}
    assert not any(effects.unsettled.values())


def test_a_circle_of_while_alone_is_silently_without_effect():
    effects = run({"a": ALL, "b": ALL}, a=(("b",), ()), b=(("a",), ()))
    assert effects.days == {"a": 0, "b": 0}
    assert effects.unsettled == {"a": 0, "b": 0}


def test_a_circle_through_unless_is_unsettled_only_while_both_are_there():
    effects = run({"a": 0b0011, "b": 0b0110}, a=((), ("b",)), b=((), ("a",)))
    assert effects.unsettled == {"a": 0b0010, "b": 0b0010}
    assert effects.days == {"a": 0b0001, "b": 0b0100}


def test_a_norm_that_looks_at_an_unsettled_one_sees_no_effect():
    effects = run({"a": ALL, "c": ALL}, a=((), ("a",)), c=((), ("a",)))
    assert effects.unsettled == {"a": ALL, "c": 0}
    assert effects.days == {"a": 0, "c": ALL}


def test_an_even_chain_of_unless_settles():
    effects = run({"a": ALL, "b": ALL, "c": ALL}, a=((), ()), b=((), ("a",)), c=((), ("b",)))
    assert effects.days == {"a": ALL, "b": 0, "c": ALL}
