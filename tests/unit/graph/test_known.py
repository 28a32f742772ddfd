"""What holds when: readings, retractions of retractions, disputes, identities."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from flowdown.base.period import Window
from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.sayings import ReadingMode, assess, judge, read, retract
from flowdown.evidence.source import ClaimSource
from flowdown.graph.history import History, one_day
from flowdown.graph.identity import identify
from flowdown.graph.known import Known, resolve
from flowdown.graph.leaning import lean
from flowdown.graph.paths import find_paths
from flowdown.graph.row import Row, write_row
from flowdown.graph.standing import Standing, place
from flowdown.graph.supply import find_suppliers

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
DAY = NOON.date()
SUPPLIES = Claim("supplier:s", Predicate.SUPPLIES, "organisation:o", ClaimSource("document:list", "r1", "row 1"))


def _known(*claims: Claim) -> Known:
    return resolve(Row(*write_row(claim, "2026-03-01T00:00:00.000000Z")) for claim in claims)


def _later(days: int) -> datetime.datetime:
    return NOON + datetime.timedelta(days=days)


def test_a_stated_document_replaces_its_older_revision_for_every_day() -> None:
    readings = [
        read("document:list", revision, _later(day), ReadingMode.STATES) for revision, day in (("r1", 0), ("r2", 9))
    ]
    assert len(_known(SUPPLIES, readings[0]).held) == 1
    assert _known(SUPPLIES, *readings).held == ()


def test_a_reading_that_is_taken_back_replaces_nothing() -> None:
    readings = [
        read("document:list", revision, _later(day), ReadingMode.STATES) for revision, day in (("r1", 0), ("r2", 9))
    ]
    assert len(_known(SUPPLIES, *readings, retract(readings[1].id, "person:ann", "", _later(10))).held) == 1


@pytest.mark.parametrize(("depth", "stands"), [(1, 0), (2, 1), (3, 0), (5000, 1)])
def test_retractions_of_retractions_are_followed_to_their_end(depth: int, stands: int) -> None:
    chain = [SUPPLIES]
    for _ in range(depth):
        chain.append(retract(chain[-1].id, "person:ann", "", NOON))
    assert len(_known(*chain).held) == stands


def test_a_denial_disputes_the_days_that_it_speaks_of() -> None:
    denial = replace(
        SUPPLIES, source=ClaimSource("document:letter", "", ""), stance=Stance.DENIES, valid_from=_later(5).date()
    )
    (held,) = _known(SUPPLIES, denial).held
    assert [held.is_disputed_on(_later(day).date().toordinal()) for day in (4, 5)] == [False, True]


def test_a_denial_with_qualifiers_disputes_only_what_says_so() -> None:
    special = replace(SUPPLIES, qualifiers=(("what", "cameras"),))
    denial = replace(special, source=ClaimSource("document:letter", "", ""), stance=Stance.DENIES)
    disputed = {held.row.id for held in _known(SUPPLIES, special, denial).held if held.disputed}
    assert disputed == {special.id}


def test_what_only_says_that_something_is_open_stands_apart() -> None:
    (held,) = _known(replace(SUPPLIES, stance=Stance.DISPUTES)).held
    assert held.disputed == ((held.from_, held.until),)


def test_support_settles_no_dispute() -> None:
    stances = [assess(SUPPLIES.id, "person:ann", stance, "", NOON) for stance in (Stance.DISPUTES, Stance.SUPPORTS)]
    (held,) = _known(SUPPLIES, *stances).held
    assert held.against == (stances[0].id,)


def test_nodes_that_are_judged_to_be_one_share_their_claims() -> None:
    same = judge("supplier:s", "vendor:acme", "person:ann", True, NOON)
    made = Claim("vendor:acme", Predicate.DEPENDS_ON, "vendor:base", ClaimSource("document:x", "", ""))
    below = lean(_known(SUPPLIES, same, made), DAY)
    (path,) = find_paths(below, "organisation:o", "vendor:base")
    assert [(hop.from_, hop.to) for hop in path] == [("organisation:o", "vendor:acme"), ("vendor:acme", "vendor:base")]


def test_a_contested_identity_joins_nothing_and_is_told() -> None:
    claims = [
        judge("vendor:a", "vendor:b", "person:ann", True, NOON),
        judge("vendor:b", "vendor:c", "person:ann", True, NOON),
        judge("vendor:a", "vendor:c", "person:bob", False, NOON),
    ]
    identity = identify(_known(*claims))
    assert (dict(identity.names), identity.contested) == ({}, (("vendor:a", "vendor:b", "vendor:c"),))
    assert identify(_known(*claims), with_disputed=True).name("vendor:c") == "vendor:a"


def test_a_chain_by_contract_leaves_out_what_is_supplied_for_another() -> None:
    source = ClaimSource("document:x", "", "")
    for_one = Claim("supplier:p", Predicate.SUPPLIES, "organisation:o", source, (("contract", "c1"),))
    for_other = Claim("supplier:q", Predicate.SUPPLIES, "organisation:o", source, (("contract", "c2"),))
    under = Claim("supplier:r", Predicate.SUBCONTRACTOR_OF, "contract:c1", source)
    history = History(_known(SUPPLIES, for_one, for_other, under), one_day(DAY))
    assert find_suppliers(history, "organisation:o", contract="c1").on(DAY) == {
        "supplier:s",
        "supplier:p",
        "supplier:r",
    }


def test_tiers_are_counted_day_by_day() -> None:
    source = ClaimSource("document:x", "", "")
    end = _later(2).date()
    claims = [
        Claim("supplier:b", Predicate.SUPPLIES, "organisation:o", source, valid_until=end),
        Claim("supplier:a", Predicate.SUPPLIES, "organisation:o", source),
        Claim("supplier:b", Predicate.SUPPLIES, "supplier:a", source),
    ]
    answer = find_suppliers(History(_known(*claims), Window(DAY, _later(4).date())), "organisation:o")
    assert [answer.hops("supplier:b", _later(day).date()) for day in (1, 2)] == [1, 2]
    assert [row.subject for row in answer.witness("supplier:b", end)] == ["supplier:a", "supplier:b"]


def test_a_witness_shows_the_judgements_that_it_needs() -> None:
    same = judge("supplier:s", "vendor:acme", "person:ann", True, NOON)
    under = Claim("supplier:t", Predicate.SUPPLIES, "vendor:acme", ClaimSource("document:x", "", ""))
    answer = find_suppliers(History(_known(SUPPLIES, same, under), one_day(DAY)), "organisation:o")
    assert [row.predicate for row in answer.witness("supplier:t", DAY)] == ["same-as", "supplies", "supplies"]


def test_a_node_is_found_under_every_name() -> None:
    same = judge("supplier:s", "vendor:acme", "person:ann", True, NOON)
    answer = find_suppliers(History(_known(SUPPLIES, same), one_day(DAY)), "organisation:o")
    assert (answer.days_of("vendor:acme"), answer.hops("vendor:acme", DAY)) == (1, 1)
    assert [row.predicate for row in answer.witness("vendor:acme", DAY)] == ["same-as", "supplies"]


def test_judgements_between_two_names_are_the_shortest_chain() -> None:
    pairs = ["ab", "bc", "cd", "ad", "de"]
    identity = identify(_known(*(judge(f"vendor:{a}", f"vendor:{b}", "person:ann", True, NOON) for a, b in pairs)))
    assert [(row.subject[-1], row.object[-1]) for row in identity.because("vendor:e")] == [("d", "e"), ("a", "d")]
    assert identity.because("vendor:a") == ()


def _placed(claim: Claim, *others: Claim, last: str = "2026-03-02") -> Standing:
    row = Row(*write_row(claim, "2026-03-01T00:00:00.000000Z"))
    return place(_known(claim, *others), row, DAY, last).standing


def test_a_claim_says_why_it_does_not_count() -> None:
    newer = [
        read("document:list", revision, _later(day), ReadingMode.STATES) for revision, day in (("r1", 0), ("r2", 9))
    ]
    denial = replace(SUPPLIES, stance=Stance.DENIES)
    taken = retract(SUPPLIES.id, "person:ann", "", NOON)
    assert _placed(SUPPLIES) is Standing.FIRM
    assert _placed(SUPPLIES, taken) is Standing.RETRACTED
    assert _placed(SUPPLIES, *newer) is Standing.SUPERSEDED
    assert _placed(SUPPLIES, denial) is Standing.DISPUTED
    assert _placed(denial) is Standing.DENIAL
    assert _placed(replace(SUPPLIES, valid_until=DAY)) is Standing.NOT_THEN
    assert _placed(SUPPLIES, last="2026-02-28") is Standing.NOT_YET_KNOWN
    assert _placed(taken) is Standing.SAYING
