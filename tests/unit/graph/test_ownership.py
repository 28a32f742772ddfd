"""Ownership by aggregate shares, with the published examples of OFAC's 50 per cent rule.

Source: Office of Foreign Assets Control, U.S. Department of the Treasury, Frequently Asked Questions 398 to 401,
https://ofac.treasury.gov/faqs/401 (stored page, opened 2026-11-26), retold here in own words. The stored page shows
FAQ 401 up to its third example; the ones marked [U] are as we remember the rest of the page.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.source import ClaimSource
from flowdown.graph.affiliates import find_affiliates
from flowdown.graph.history import History, one_day
from flowdown.graph.known import resolve
from flowdown.graph.ownership import CONTROL, FIFTH, HALF, MAJORITY, Ownership, OwnershipTest, find_owned
from flowdown.graph.row import Row, write_row

DAY = datetime.date(2026, 3, 1)
Stake = tuple[str, str, str]


def _owns(owner: str, owned: str, share: str, locator: str = "", until: datetime.date | None = None) -> Claim:
    source = ClaimSource("document:register", "r", locator)
    qualifiers = (("share", share),) if share else ()
    return Claim(f"organisation:{owner}", Predicate.OWNS, f"organisation:{owned}", source, qualifiers, None, until)


def _history(*claims: Claim, with_disputed: bool = False) -> History:
    known = resolve(Row(*write_row(claim, "2026-01-01T00:00:00.000000Z")) for claim in claims)
    return History(known, one_day(DAY), with_disputed=with_disputed)


def _find(claims: list[Claim], owners: str, test: OwnershipTest = HALF, with_disputed: bool = False) -> Ownership:
    return find_owned(_history(*claims, with_disputed=with_disputed), [f"organisation:{each}" for each in owners], test)


def _names(found: Ownership) -> str:
    return "".join(sorted(node.removeprefix("organisation:") for node in found.answer.on(DAY)))


@pytest.mark.parametrize(
    ("stakes", "blocked", "reached"),
    [
        pytest.param("XA50 AB50", "X", "AB", id="faq-401-1-half-of-a-half-owned-firm-is-reached"),
        pytest.param("XA50 XB50 AC25 BC25", "X", "ABC", id="faq-401-2-quarters-through-two-half-owned-firms-add-up"),
        pytest.param("XA50 XB10 AB40", "X", "AB", id="faq-401-3-a-direct-tenth-adds-to-forty-through-a-firm"),
        pytest.param(
            "XA50 XB25 AC25 BC25", "X", "A", id="faq-401-4-a-stake-through-a-firm-held-below-half-counts-nothing-[U]"
        ),
        pytest.param("XA25 XB25 AC50 BC50", "X", "", id="faq-401-5-two-quarter-held-firms-reach-nobody-[U]"),
        pytest.param("XA25 YA25", "XY", "A", id="faq-399-stakes-of-several-blocked-persons-add-up"),
        pytest.param("XA25 YB50 BA25", "XY", "AB", id="faq-399-also-through-firms"),
        pytest.param("XA49", "X", "", id="faq-401-below-half-is-not-reached"),
    ],
)
def test_published_examples_of_the_half_rule(stakes: str, blocked: str, reached: str) -> None:
    claims = [_owns(stake[0], stake[1], stake[2:]) for stake in stakes.split()]
    assert _names(_find(claims, blocked)) == reached


def test_control_without_ownership_does_not_reach_under_the_half_rule() -> None:
    """FAQ 398."""
    directs = Claim("organisation:X", Predicate.CONTROLS, "organisation:A", ClaimSource("document:d", "", ""))
    claims = [directs, _owns("X", "A", "30")]
    assert (_names(_find(claims, "X")), _names(_find(claims, "X", CONTROL))) == ("", "A")


@pytest.mark.parametrize(
    ("share", "test", "reached"),
    [
        ("50", HALF, "A"),
        ("49.99", HALF, ""),
        ("50", MAJORITY, ""),
        ("50.01", MAJORITY, "A"),
        ("20", FIFTH, "A"),
        ("19.999", FIFTH, ""),
    ],
)
def test_thresholds_are_exact(share: str, test: OwnershipTest, reached: str) -> None:
    assert _names(_find([_owns("X", "A", share)], "X", test)) == reached


def test_three_times_sixteen_point_seven_is_more_than_half() -> None:
    claims = [_owns(owner, "A", "16.7") for owner in "XYZ"]
    assert _names(_find(claims, "XYZ", OwnershipTest(Decimal("50.1")))) == "A"


def test_cross_holdings_come_to_an_end() -> None:
    claims = [_owns("A", "B", "60"), _owns("B", "A", "60"), _owns("X", "A", "30")]
    assert _names(_find(claims, "X")) == ""


def test_a_share_that_two_sources_tell_counts_once() -> None:
    found = _find([_owns("X", "A", "30", "one"), _owns("X", "A", "30", "other")], "X")
    assert (_names(found), found.contradictions) == ("", ())


def test_classes_of_shares_add_up() -> None:
    claims = [
        Claim(
            "organisation:X",
            Predicate.OWNS,
            "organisation:A",
            ClaimSource("document:d", "", ""),
            (("class", name), ("share", "30")),
        )
        for name in ("common", "preferred")
    ]
    assert _names(_find(claims, "X")) == "A"


def test_shares_that_contradict_count_low_and_are_told() -> None:
    claims = [_owns("X", "A", "40"), _owns("X", "A", "60")]
    found = _find(claims, "X")
    assert (_names(found), [(each.owner, each.owned, len(each.rows)) for each in found.contradictions]) == (
        "",
        [("organisation:X", "organisation:A", 2)],
    )
    assert _names(_find(claims, "X", with_disputed=True)) == "A"


def test_a_share_that_nobody_knows_counts_only_with_what_is_disputed() -> None:
    claims = [_owns("X", "A", "")]
    assert (_names(_find(claims, "X")), len(_find(claims, "X").unknown)) == ("", 1)
    assert _names(_find(claims, "X", with_disputed=True)) == "A"


def test_a_claim_that_tells_no_share_does_not_gainsay_one_that_does() -> None:
    claims = [_owns("X", "A", "60"), _owns("X", "A", "", "other")]
    found = _find(claims, "X")
    assert (_names(found), found.contradictions, found.unknown) == ("A", (), ())
    assert _names(_find([_owns("X", "A", "30"), claims[1]], "X", with_disputed=True)) == ""


def test_only_what_bears_on_the_question_is_told() -> None:
    elsewhere = [_owns("Y", "B", "40"), _owns("Y", "B", "60"), _owns("Y", "C", "")]
    found = _find([_owns("X", "A", "60"), *elsewhere], "X")
    assert (found.contradictions, found.unknown) == ((), ())


def test_a_contradiction_is_told_however_many_claims_agree() -> None:
    agreeing = [_owns("X", "A", "60", f"line {number}") for number in range(20)]
    assert _find(agreeing, "X").contradictions == ()
    assert len(_find([*agreeing, _owns("X", "A", "61")], "X").contradictions) == 1


def test_a_denied_share_counts_only_with_what_is_disputed() -> None:
    denied = Claim(
        "organisation:X", Predicate.OWNS, "organisation:A", ClaimSource("document:letter", "", ""), stance=Stance.DENIES
    )
    claims = [_owns("X", "A", "60"), denied]
    assert (_names(_find(claims, "X")), _names(_find(claims, "X", with_disputed=True))) == ("", "A")


def test_a_sold_share_counts_until_the_day_before() -> None:
    assert _names(_find([_owns("X", "A", "60", until=DAY)], "X")) == ""
    assert _names(_find([_owns("X", "A", "60", until=DAY + datetime.timedelta(days=1))], "X")) == "A"


def test_the_witness_holds_every_claim_and_no_other() -> None:
    claims = [
        _owns("X", "A", "50"),
        _owns("A", "C", "25"),
        _owns("X", "C", "25"),
        _owns("Z", "C", "50"),
        _owns("C", "D", "99"),
    ]
    found = _find(claims, "X")
    said = {(row.subject[-1], row.object[-1]) for row in found.answer.witness("organisation:D", DAY)}
    assert said == {("X", "A"), ("A", "C"), ("X", "C"), ("C", "D")}


def test_affiliates_are_above_below_and_beside() -> None:
    claims = [_owns("P", "A", "60"), _owns("P", "B", "70"), _owns("A", "D", "51"), _owns("Q", "B", "30")]
    found = find_affiliates(_history(*claims), "organisation:A")
    assert found.on(DAY) == {f"organisation:{name}" for name in "PBD"}
    assert {row.object[-1] for row in found.witness("organisation:B", DAY)} == {"A", "B"}
