"""Every example of every order comes out, on its day and because of the norms it names."""

from __future__ import annotations

import pytest

from flowdown.catalogue import load as load_catalogue
from flowdown.orders.load import load as load_orders
from flowdown.orders.order import Order, OrderExample
from flowdown.pipeline.order_examples import check_example, outcome_of

CATALOGUE = load_catalogue()
LIBRARY = load_orders()
EXAMPLES = [
    pytest.param(order, example, id=f"{order.id}-{number}-{example.as_of}-{example.context}")
    for order in LIBRARY.orders.values()
    for number, example in enumerate(order.examples)
]


@pytest.mark.parametrize(("order", "example"), EXAMPLES)
def test_order_example(order: Order, example: OrderExample) -> None:
    check = check_example(order, example, LIBRARY, CATALOGUE)
    worst, because = outcome_of(check)
    assert worst == example.outcome, [(each.norm, each.outcome, each.says) for each in check.determinations]
    assert {f"{order.id}/{name}" for name in example.because} <= because


def test_every_order_has_examples_of_several_days() -> None:
    for order in LIBRARY.orders.values():
        assert len({example.as_of for example in order.examples}) >= 3, order.id
