"""What the order files say about one vendor suffices to find that a threat to compel contradicts the exclusions.

The situation is put together here from the files as they stand: one actor for each kind that a norm binds, the vendor,
its products, the norms in the scenarios' words, the links and the pairs of findings. The engine is the case engine's.
"""

from __future__ import annotations

import dataclasses
import datetime

from flowdown.base.period import Window
from flowdown.catalogue import load as load_catalogue
from flowdown.orders.link import OrderLink
from flowdown.orders.load import load as load_orders
from flowdown.orders.norm import Stay
from flowdown.orders.order import Order
from flowdown.reason.conflicts import Conflict
from flowdown.reason.lower import ANYTHING, given_of, lower, name_of, qualified
from flowdown.reason.reasoner import Reasoner
from flowdown.reason.situation import Actor, Doing, Fact, FactStatus, Link, Need, Situation, Thing
from flowdown.reason.stage import survey
from flowdown.reason.stance import Stance

LIBRARY = load_orders()
CATALOGUE = load_catalogue()
KINDS = ("civilian_agency", "contractor", "dod_component", "ic_element")
Told = dict[tuple[tuple[str, ...], str | None], Conflict]


def find_conflicts(stance: Stance, *ids: str) -> Told:
    orders = tuple(LIBRARY.orders[name] for name in ids)
    clashes = Reasoner(situation_of(orders), stance).clashes()
    assert clashes.is_complete
    return {(each.norms, each.via.value if each.via else None): each for each in clashes.conflicts}


def situation_of(orders: tuple[Order, ...]) -> Situation:
    universe = survey(orders, CATALOGUE)
    return Situation(
        as_of=datetime.date(2026, 10, 6),
        window=Window(datetime.date(2026, 2, 1), datetime.date(2026, 10, 7)),
        contexts=LIBRARY.contexts,
        authorities=LIBRARY.authorities,
        actors=(
            *(Actor(id=kind, kind=kind) for kind in KINDS),
            *(Actor(id=vendor, kind="vendor") for vendor in sorted(universe.vendors)),
        ),
        things=(
            *(
                Thing(id=use.thing, kind=use.basis, maker=None if use.is_derived or use.product else use.vendor)
                for use in universe.things
            ),
            Thing(id=ANYTHING),
        ),
        relations=universe.holdings,
        facts=tuple(
            Fact(id=name_of(order, point.id), status=FactStatus(point.status))
            for order in orders
            for point in order.open_points
        ),
        norms=tuple(lower(order, norm, has_relief=True) for order in orders for norm in order.norms),
        stays=tuple(_stay(order, stay) for order in orders for stay in order.stays),
        links=tuple(_link(order, link) for order in orders for link in order.links),
        incompatible_findings=tuple(pair for order in orders for pair in order.incompatible_findings),
    )


def _stay(order: Order, stay: Stay) -> Stay:
    return dataclasses.replace(
        stay, id=name_of(order, stay.id), of=qualified(order, stay.of), given=given_of(order, stay.given)
    )


def _link(order: Order, link: OrderLink) -> Link:
    doing, needs = link.doing, link.needs
    return Link(
        id=name_of(order, link.id),
        doing=Doing(actor=doing.actor, action=doing.action, thing=doing.thing, toward=doing.toward),
        needs=Need(
            actor=needs.actor, action=needs.action, thing=needs.thing, toward=needs.toward, context=needs.context
        ),
        contexts=link.contexts,
        given=given_of(order, link.given),
    )


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
