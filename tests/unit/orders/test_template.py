"""The template explains every key of the vocabulary, and is an order file as it stands."""

from __future__ import annotations

import dataclasses
import re
import typing
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.base.structure import key_of
from flowdown.orders.load import HERE
from flowdown.orders.order import Order
from flowdown.pipeline.order_validation import validate_orders
from flowdown.pipeline.orders import draw_template

TEXT = (HERE / "template.yaml").read_text(encoding="utf-8")


def classes(kind: object) -> set[type]:
    """Every dataclass that a file's shape holds."""
    found: set[type] = set()
    waiting: list[object] = [kind]
    while waiting:
        each = waiting.pop()
        waiting.extend(typing.get_args(each))
        if isinstance(each, type) and dataclasses.is_dataclass(each) and each not in found:
            found.add(each)
            waiting.extend(typing.get_type_hints(each).values())
    return found


VOCABULARY = sorted({(kind.__name__, key_of(field)) for kind in classes(Order) for field in dataclasses.fields(kind)})


def test_the_vocabulary_is_the_whole_one() -> None:
    assert {"Order", "OrderNorm", "PartyTo", "Clock", "HandDown", "LinkedAct", "ExampleContract"} <= {
        name for name, _ in VOCABULARY
    }


@pytest.mark.parametrize(("kind", "key"), VOCABULARY)
def test_every_key_is_in_it(kind: str, key: str) -> None:
    said = rf"(?<![\w-]){key}(?::|`| \(|,|\))"
    assert re.search(said, TEXT), f"`{key}` of {kind} is not explained"


def test_every_top_key_is_written_and_said_in_a_line() -> None:
    silent = [
        key
        for kind, key in VOCABULARY
        if kind == "Order" and not re.search(rf"^{key}:.*#", TEXT, re.MULTILINE) and key != "status"
    ]
    assert silent == []


def test_it_is_valid_as_written_under_any_id(tmp_path: Path) -> None:
    file = tmp_path / "my-order.yaml"
    file.write_text(draw_template("my-order"), encoding="utf-8")
    (validated,) = validate_orders([file])
    assert [str(each) for each in validated.problems] == []
    assert (validated.order, validated.examples) == ("my-order", 6)


@pytest.mark.parametrize("name", ["../x", "My Order", "a--b", "a: b", "-a"])
def test_an_id_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(UnusableArgument):
        draw_template(name)
