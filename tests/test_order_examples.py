"""Every example of every order comes out, on its day and because of the norms it names."""

from __future__ import annotations

import datetime

import pytest

from flowdown.catalogue import load as load_catalogue
from flowdown.catalogue.kinds import Basis
from flowdown.evidence import gather
from flowdown.graph import open_store
from flowdown.orders.load import load as load_orders
from flowdown.orders.order import Order, OrderExample
from flowdown.reason.decide import Asked, decide
from flowdown.reason.determination import Check
from flowdown.reason.stance import Stance
from flowdown.scan.sighting import Coverage, Scan, Sighting, Strength, Tree
from flowdown.scan.summary import summarise
from flowdown.scan.trace import Place, Role, TraceKind

CATALOGUE = load_catalogue()
LIBRARY = load_orders()
EXAMPLES = [(order, example) for order in LIBRARY.orders.values() for example in order.examples]
RANKING = ("BREACH", "UNDETERMINED", "EXEMPT", "CLEAR")


def _sighting(use: str, line: int) -> Sighting:
    vendor, _, rest = use.partition(":")
    is_ancestor = rest == "derivative"
    basis = Basis(rest) if rest and not is_ancestor else Basis.MODEL
    place = Place("app.py", line, 1, line)
    return Sighting(
        "example",
        vendor,
        "",
        basis,
        "",
        TraceKind.MODEL_ID,
        place,
        Role.CONFIGURED,
        True,
        Strength.RUNTIME_DEFAULT,
        use,
        "",
        (),
        is_ancestor,
    )


def _check(order: Order, example: OrderExample) -> Check:
    sightings = tuple(_sighting(use, line) for line, use in enumerate(example.uses, 1))
    scan = Scan(
        (Tree("example", "example"),),
        sightings,
        summarise(sightings),
        (),
        (),
        Coverage(1, 1, 1, (), ()),
        CATALOGUE.digest,
        "test",
    )
    given = {f"{order.id}/{word.removeprefix('not ')}": not word.startswith("not ") for word in example.given}
    known_at = example.known_at or datetime.date(2026, 11, 25)
    with open_store() as store:
        store.add(gather(scan), known_at)
        view = store.view(example.as_of, known_at)
    asked = Asked(example.as_of, known_at, Stance(example.stance), (example.context,), given)
    return decide((order,), LIBRARY, CATALOGUE, view, scan, asked)


@pytest.mark.parametrize(
    ("order", "example"), EXAMPLES, ids=lambda each: getattr(each, "id", "") or f"{each.as_of}-{each.context}"
)
def test_order_example(order: Order, example: OrderExample) -> None:
    check = _check(order, example)
    outcomes = {determination.outcome.value for determination in check.determinations} or {"CLEAR"}
    worst = next(outcome for outcome in RANKING if outcome in outcomes)
    assert worst == example.outcome, [(each.norm, each.outcome, each.says) for each in check.determinations]
    because = {
        name
        for determination in check.determinations
        if determination.outcome.value == worst
        for name in determination.because
    }
    assert {f"{order.id}/{name}" for name in example.because} <= because


def test_every_order_has_examples_of_several_days() -> None:
    for order in LIBRARY.orders.values():
        assert len({example.as_of for example in order.examples}) >= 3, order.id
