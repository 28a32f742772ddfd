"""The bases that a norm counts bound what it forbids, in reasoning as in the evidence; a permission requires nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue import load as load_catalogue
from flowdown.orders.load import load as load_orders
from flowdown.pipeline.order_examples import check_example, outcome_of
from flowdown.reason.determination import Check

FILE = """\
id: xx-bases
title: A test of bases
citation: Order 9
kind: directive
issuer: an office
jurisdiction: XX
about: a test
addressee: contractors
checked_until: 2026-06-01
sources: [{id: text, publisher: an office, title: Order 9, mark: P}]
dates: []
status: []
open_points:
  - {id: weights, claim: Weights count., asks: Do weights count?}
norms:
  - id: offered
    modality: must_not
    bearer: {all: true}
    action: use
    object: {provided_by: deepseek}
    cites: Order 9 (a)
    quote: what it offers itself
    source: text
    mark: P
  - id: weights_too
    modality: must_not
    bearer: {all: true}
    action: use
    object: {developed_by: deepseek}
    cites: Order 9 (b)
    quote: what it developed
    source: text
    mark: P
    given: weights
  - id: licence
    modality: may
    bearer: {all: true}
    action: study
    object: {developed_by: deepseek}
    cites: Order 9 (c)
    quote: it may be studied
    source: text
    mark: P
    given: weights
examples:
"""
EXAMPLE = "  - {{as_of: 2026-02-01, context: own_business, uses: [{uses}], given: [{given}], outcome: CLEAR}}\n"


def check(tmp_path: Path, uses: str, given: str) -> Check:
    (tmp_path / "xx-bases.yaml").write_text(FILE + EXAMPLE.format(uses=f'"{uses}"', given=given))
    library = load_orders([tmp_path])
    order = library.orders["xx-bases"]
    return check_example(order, order.examples[0], library, load_catalogue())


@pytest.mark.parametrize(
    ("uses", "given", "wanted", "norm"),
    [
        ("deepseek:service", "", "BREACH", "offered"),
        ("deepseek:model", "", "UNDETERMINED", "weights_too"),
        ("deepseek:model", "weights", "BREACH", "weights_too"),
        ("deepseek:model", "not weights", "CLEAR", "weights_too"),
        ("deepseek:library", "weights", "CLEAR", "weights_too"),
    ],
)
def test_another_basis_is_not_forbidden_in_any_case(
    tmp_path: Path, uses: str, given: str, wanted: str, norm: str
) -> None:
    worst, because = outcome_of(check(tmp_path, uses, given))
    assert worst == wanted
    assert f"xx-bases/{norm}" in because


def test_a_permission_that_hangs_on_an_open_point_requires_nothing(tmp_path: Path) -> None:
    told = check(tmp_path, "deepseek:model", "")
    licence = next(each for each in told.determinations if each.norm == "xx-bases/licence")
    assert licence.outcome.value == "CLEAR"
    assert "may permit" in licence.says
