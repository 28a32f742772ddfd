"""Whether a contract brings an order's norm with it: clause, version, modification, role, and the order named in it."""

from __future__ import annotations

import datetime

import pytest

from flowdown.base.truth import Truth
from flowdown.evidence.profile.contract import Contract, ListedOrder, StatedClause
from flowdown.evidence.profile.field import Answer
from flowdown.orders.load import load
from flowdown.orders.norm import PartyTo
from flowdown.reason.applicability import Applies, find_applies
from flowdown.reason.setting import Setting

DAY = datetime.date(2026, 3, 1)
ACRONIS = load().orders["us-fascsa-acronis"]
TERM = PartyTo(clause="FAR 52.204-30")
NAMED = PartyTo(clause="FAR 52.204-30", order_listed=True)
CLAUSE = StatedClause(clause="FAR 52.204-30", version="2023-12")


def contract(**told: object) -> Contract:
    return Contract(**{"id": "hull", "all_clauses_listed": Answer.YES, "all_orders_listed": Answer.YES, **told})  # type: ignore[arg-type]


def put(term: PartyTo, held: Contract | None, *others: Contract, is_open: bool = False) -> Applies:
    setting = Setting(held.id if held else "own-business", ("own_business",), held, is_open)
    contracts = (*((held,) if held else ()), *others)
    return find_applies(term, setting, contracts, ACRONIS, DAY)


@pytest.mark.parametrize(
    ("clauses", "listed", "truth"),
    [
        ((CLAUSE,), Answer.YES, Truth.YES),
        ((), Answer.YES, Truth.NO),
        ((), Answer.NO, Truth.UNKNOWN),
        (None, Answer.YES, Truth.UNKNOWN),
        ((StatedClause(clause="52.204-30", present=Answer.UNKNOWN),), Answer.YES, Truth.UNKNOWN),
        ((StatedClause(clause="52.204-30", since=datetime.date(2026, 3, 2)),), Answer.YES, Truth.NO),
        ((StatedClause(clause="52.204-30", since=datetime.date(2026, 3, 1)),), Answer.YES, Truth.YES),
    ],
)
def test_a_clause_is_there_not_there_or_not_known(clauses: object, listed: Answer, truth: Truth) -> None:
    told = put(TERM, contract(clauses=clauses, all_clauses_listed=listed))
    assert told.truth is truth
    assert bool(told.asks) is (truth is Truth.UNKNOWN)


def test_the_version_decides_and_an_unknown_one_is_asked() -> None:
    term = PartyTo(clause="FAR 52.204-25", versions=("2021-11",))
    for version, truth in (("2021-11", Truth.YES), ("2019-08", Truth.NO), (None, Truth.UNKNOWN)):
        told = put(term, contract(clauses=(StatedClause(clause="FAR 52.204-25", version=version),)))
        assert told.truth is truth
    assert "which version of FAR 52.204-25" in told.asks[0]


def test_prime_and_subcontractor_are_told_apart() -> None:
    term = PartyTo(clause="FAR 52.204-30", role="prime")
    answers = [put(term, contract(clauses=(CLAUSE,), tier=tier)).truth for tier in (0, 1, None)]
    assert answers == [Truth.YES, Truth.NO, Truth.UNKNOWN]


DAYS = {
    "solicited after it was public": ({"solicited": datetime.date(2025, 10, 1)}, Truth.YES),
    "solicited before, not added": ({"solicited": datetime.date(2025, 5, 2)}, Truth.NO),
    "solicited before, list not complete": (
        {"solicited": datetime.date(2025, 5, 2), "all_orders_listed": Answer.UNKNOWN},
        Truth.UNKNOWN,
    ),
    "solicited between effect and publication": ({"solicited": datetime.date(2025, 8, 1)}, Truth.UNKNOWN),
    "solicitation not known": ({}, Truth.UNKNOWN),
    "awarded before it had effect": ({"awarded": datetime.date(2025, 6, 1)}, Truth.NO),
    "added by a modification": (
        {
            "solicited": datetime.date(2025, 5, 2),
            "orders": (ListedOrder(order="us-fascsa-acronis", since=datetime.date(2026, 2, 1)),),
        },
        Truth.YES,
    ),
    "added later than the day asked about": (
        {
            "solicited": datetime.date(2025, 5, 2),
            "orders": (ListedOrder(order="us-fascsa-acronis", since=datetime.date(2026, 4, 1)),),
        },
        Truth.NO,
    ),
}


@pytest.mark.parametrize("case", DAYS)
def test_an_order_binds_if_it_came_before_the_solicitation_or_was_added(case: str) -> None:
    told, truth = DAYS[case]
    assert put(NAMED, contract(clauses=(CLAUSE,), **told)).truth is truth


NAMES_IT = {
    "solicited before": Truth.NO,
    "solicited after it was public": Truth.NO,
    "solicited before, list not complete": Truth.UNKNOWN,
    "added by a modification": Truth.YES,
    "added later than the day asked about": Truth.NO,
}


@pytest.mark.parametrize("case", NAMES_IT)
def test_an_order_that_came_before_the_solicitation_is_not_yet_named_in_the_contract(case: str) -> None:
    told = DAYS.get(case, ({"solicited": datetime.date(2025, 5, 2)}, None))[0]
    term = PartyTo(clause="FAR 52.204-30", order_named=True)
    assert put(term, contract(clauses=(CLAUSE,), **told)).truth is NAMES_IT[case]


def test_what_reaches_the_whole_company_needs_one_contract_anywhere() -> None:
    term = PartyTo(clause="FAR 52.204-25", role="prime", reach="company")
    camera = StatedClause(clause="FAR 52.204-25", version="2021-11")
    prime, sub = contract(id="a", clauses=(camera,), tier=0), contract(id="b", clauses=(camera,), tier=1)
    assert put(term, None, sub, prime).truth is Truth.YES
    assert put(term, None, sub).truth is Truth.NO
    assert put(term, None).truth is Truth.UNKNOWN


def test_where_nothing_is_said_of_the_contract_it_is_asked() -> None:
    told = put(NAMED, None, is_open=True)
    assert told.truth is Truth.UNKNOWN
    assert "FAR 52.204-30" in told.asks[0]


def test_a_statute_without_a_clause_binds_the_prime_where_nothing_is_said_of_the_contract() -> None:
    assert put(PartyTo(role="prime"), None, is_open=True).truth is Truth.YES
    assert put(PartyTo(role="subcontractor"), None, is_open=True).truth is Truth.NO
    assert put(PartyTo(role="subcontractor"), contract(tier=1)).truth is Truth.YES
    assert put(PartyTo(clause="FAR 52.204-30", role="prime"), None, is_open=True).truth is Truth.UNKNOWN
