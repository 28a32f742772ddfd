"""What the order files say about one vendor suffices to find that a threat to compel contradicts the exclusions.

The situation is what `flowdown check` puts together from the files as they stand; the engine is the case engine's.
"""

from __future__ import annotations

import datetime

from flowdown.catalogue import load as load_catalogue
from flowdown.orders.load import load as load_orders
from flowdown.reason.conflicts import Conflict
from flowdown.reason.court import Asked
from flowdown.reason.order_conflicts import situation_of
from flowdown.reason.reasoner import Reasoner
from flowdown.reason.stance import Stance

LIBRARY = load_orders()
CATALOGUE = load_catalogue()
DAY = datetime.date(2026, 10, 6)
Told = dict[tuple[tuple[str, ...], str | None], Conflict]


def find_conflicts(stance: Stance, *ids: str) -> Told:
    orders = tuple(LIBRARY.orders[name] for name in ids)
    situation = situation_of(orders, LIBRARY, CATALOGUE, Asked(DAY, DAY, stance), {})
    clashes = Reasoner(situation, stance).clashes()
    assert clashes.is_complete
    return {(each.norms, each.via.value if each.via else None): each for each in clashes.conflicts}


SUPPLY = "us-ant-dpa/supply"


def test_in_force_alone_nothing_conflicts() -> None:
    assert find_conflicts(Stance.IN_FORCE, "us-ant-dpa", "us-ant-4713", "us-ant-3252") == {}


def test_as_threatened_the_supply_contradicts_the_exclusion_under_4713() -> None:
    found = find_conflicts(Stance.AS_THREATENED, "us-ant-dpa", "us-ant-4713")
    grounds = found[("us-ant-4713/exclusion", SUPPLY), "grounds"]
    taking = found[("us-ant-4713/exclusion_from_procurement", SUPPLY), "means"]
    integrating = found[("us-ant-4713/exclusion", SUPPLY), "means"]
    assert grounds.when is None
    assert (taking.actors, taking.when) == (("anthropic", "dod_component"), None)
    assert integrating.actors == ("anthropic", "contractor")
    assert integrating.when == ((("us-ant-dpa/through_a_contractor", True),),)
    assert {each.from_ for each in (grounds, taking, integrating)} == {datetime.date(2026, 3, 5)}


def test_as_threatened_the_two_threats_of_one_meeting_contradict_each_other() -> None:
    found = find_conflicts(Stance.AS_THREATENED, "us-ant-dpa", "us-ant-4713")
    threats = found[("us-ant-4713/designation_threatened", SUPPLY), "grounds"]
    assert (threats.from_, threats.to) == (datetime.date(2026, 2, 28), datetime.date(2026, 3, 5))


def test_the_exclusion_under_3252_contradicts_it_for_covered_systems_until_it_is_enjoined() -> None:
    found = find_conflicts(Stance.AS_THREATENED, "us-ant-dpa", "us-ant-3252")
    assert {each.to for each in found.values()} == {datetime.date(2026, 4, 3)}
    covered = (("us-ant-3252/covered_system", True),)
    assert found[("us-ant-3252/exclusion", SUPPLY), "grounds"].when == (covered,)
    assert found[("us-ant-3252/exclusion_components", SUPPLY), "means"].when == (covered,)
