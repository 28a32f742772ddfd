"""Every clock example of every order comes out: what is due, and when, after something happened."""

from __future__ import annotations

import pytest

from flowdown.catalogue import load as load_catalogue
from flowdown.orders.load import load as load_orders
from flowdown.orders.order import Order
from flowdown.pipeline.clock_examples import fail_clock_examples

CATALOGUE = load_catalogue()
LIBRARY = load_orders()


@pytest.mark.parametrize("order", [pytest.param(each, id=each.id) for each in LIBRARY.orders.values()])
def test_clock_examples(order: Order) -> None:
    assert list(fail_clock_examples(order, LIBRARY, CATALOGUE)) == []
