"""Closures over relations, day by day."""

from flowdown.reason.closure import Closures
from flowdown.reason.situation import Contains, DerivedFrom, Owns, Supplies

ALL = 0b1111


def supplies(supplier, customer):
    return Supplies(supplier=supplier, customer=customer)


def owns(owner, owned, percent):
    return Owns(owner=owner, owned=owned, percent=percent)


def test_a_chain_holds_on_the_days_of_all_its_hops():
    closures = Closures(ALL, [(supplies("b", "a"), 0b0111), (supplies("c", "b"), 0b1110)])
    assert closures.suppliers("a", None) == {"b": 0b0111, "c": 0b0110}


def test_tiers_count_hops_and_circles_end():
    closures = Closures(ALL, [(supplies("b", "a"), ALL), (supplies("c", "b"), ALL), (supplies("a", "c"), ALL)])
    assert closures.suppliers("a", 1) == {"b": ALL}
    assert closures.suppliers("a", 0) == {}
    assert closures.suppliers("a", None) == {"b": ALL, "c": ALL}


def test_a_shorter_way_on_other_days_counts_for_these_days():
    closures = Closures(
        ALL,
        [(supplies("b", "a"), ALL), (supplies("c", "b"), ALL), (supplies("c", "a"), 0b0011), (supplies("d", "c"), ALL)],
    )
    assert closures.suppliers("a", 2) == {"b": ALL, "c": ALL, "d": 0b0011}


def test_shares_of_members_add_up_exactly_on_each_day():
    closures = Closures(ALL, [(owns("x", "m", 16.7), ALL), (owns("y", "m", 16.7), 0b0011), (owns("z", "m", 16.6), ALL)])
    assert closures.owned(("x", "y", "z"), 50.0)["m"] == 0b0011


def test_a_circle_of_owners_does_not_lift_itself():
    closures = Closures(ALL, [(owns("b", "c", 60), ALL), (owns("c", "b", 60), ALL)])
    assert closures.owned(("a",), 50.0) == {"a": ALL}


def test_derivatives_and_containers_are_followed_as_asked():
    closures = Closures(ALL, [(DerivedFrom(model="m2", base="m1"), ALL), (Contains(whole="p", part="m2"), 0b0001)])
    assert closures.reach_things({"m1": ALL}, True, False) == {"m1": ALL, "m2": ALL}
    assert closures.reach_things({"m1": ALL}, True, True) == {"m1": ALL, "m2": ALL, "p": 0b0001}
    assert closures.reach_things({"m1": ALL}, False, True) == {"m1": ALL}
