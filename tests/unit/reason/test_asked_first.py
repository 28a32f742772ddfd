"""What only excuses a use is asked once it is sure that the norm speaks of the use."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue import load as load_catalogue
from flowdown.orders.load import load as load_orders
from flowdown.pipeline.order_examples import check_example

FILE = """\
id: xx-asked
title: A test of questions
citation: Order 11
kind: terms
issuer: an office
jurisdiction: XX
about: a test
addressee: whoever uses it
checked_until: 2026-06-01
sources: [{id: text, publisher: an office, title: Order 11, mark: P}]
dates: []
status: []
open_points:
  - {id: harmful, claim: It does harm., asks: Does it do harm?}
  - {id: approved, claim: It was approved., asks: Was it approved?}
  - {id: halted, claim: A court halted the order., asks: Did a court halt the order?}
norms:
  - id: no_harm
    modality: must_not
    bearer: {all: true}
    action: use
    object: {developed_by: deepseek}
    cites: Order 11 (a)
    quote: no harm
    source: text
    mark: P
    given: harmful
    exceptions: [{given: approved, note: approval}]
stays:
  - {id: halt, of: no_harm, by: us_ndca, from: 2026-01-01, given: halted, cites: "No. 11"}
examples:
"""
EXAMPLE = (
    "  - {{as_of: 2026-02-01, context: own_business, uses: [deepseek], given: [{given}], outcome: UNDETERMINED}}\n"
)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("", {"harmful"}),
        ("harmful", {"approved", "halted"}),
        ("harmful, not approved", {"halted"}),
        ("not approved", {"harmful"}),
        ("not harmful", set()),
    ],
)
def test_premises_are_asked_before_what_excuses(tmp_path: Path, given: str, asked: set[str]) -> None:
    (tmp_path / "xx-asked.yaml").write_text(FILE + EXAMPLE.format(given=given))
    library = load_orders([tmp_path])
    order = library.orders["xx-asked"]
    check = check_example(order, order.examples[0], library, load_catalogue())
    ids = {question.id for each in check.determinations for question in each.questions}
    assert ids == {f"xx-asked/{name}" for name in asked}
