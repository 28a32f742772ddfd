"""Laws of the store: what was known when does not depend on what came later, nor on the order in which it came."""

from __future__ import annotations

import random
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies_claims import DAYS, NAMES, day, logs

from flowdown.evidence.claim import Claim
from flowdown.graph import open_store
from flowdown.graph.known import Known
from flowdown.graph.store import Store

Log = list[tuple[Claim, int]]


def _fill(store: Store, log: Log) -> None:
    for claim, when in log:
        store.add([claim], day(when))


def _content(known: Known) -> list[tuple[object, ...]]:
    """What is known, without the moments: a claim that is recorded twice has the earlier one."""
    return [(each.row[:-1], each.from_, each.until, each.disputed, each.against) for each in known.held]


@settings(max_examples=150, deadline=None)
@given(logs(), st.integers(0, 9))
def test_known_at_is_a_store_of_what_was_recorded_until_then(log: Log, known_at: int) -> None:
    """(research/graph.md section 7, 3)"""
    with open_store() as whole, open_store() as part:
        _fill(whole, log)
        _fill(part, [(claim, when) for claim, when in log if when <= known_at])
        assert whole.known(day(known_at)) == part.known(day(9))


@settings(max_examples=100, deadline=None)
@given(logs(), st.randoms(use_true_random=False))
def test_order_of_import_changes_nothing(log: Log, chance: random.Random) -> None:
    shuffled = list(log)
    chance.shuffle(shuffled)
    with open_store() as one, open_store() as other:
        _fill(one, log)
        _fill(other, shuffled)
        assert one.known(day(9)) == other.known(day(9))


@settings(max_examples=60, deadline=None)
@given(logs(), st.integers(0, 30))
def test_importing_again_changes_nothing(log: Log, later: int) -> None:
    with open_store() as store:
        _fill(store, log)
        before = list(store.rows())
        added = store.add([claim for claim, _ in log], day(9 + later))
        assert (added.new, list(store.rows())) == (0, before)


@settings(max_examples=150, deadline=None)
@given(logs(), st.integers(0, 9), st.integers(0, DAYS), st.sampled_from(NAMES))
def test_one_node_is_answered_as_in_the_whole_graph(log: Log, known_at: int, as_of: int, name: str) -> None:
    node = f"organisation:{name}"
    with open_store() as store:
        _fill(store, log)
        whole, near = store.view(day(as_of), day(known_at)), store.around(node, day(as_of), day(known_at))
    for all_, some in ((whole.claims, near.claims), (whole.disputed, near.disputed)):
        assert [each for each in all_ if node in (each.subject, each.object)] == list(some)


@settings(max_examples=100, deadline=None)
@given(logs())
def test_a_dispute_never_makes_a_claim_firm(log: Log) -> None:
    """Every day that is firm with all that is said is firm, too, without assessments."""
    plain = [(claim, when) for claim, when in log if claim.predicate != "assesses"]
    kept = {claim.id for claim, _ in plain}
    plain = [each for each in plain if each[0].predicate != "retracts" or each[0].object in kept]
    with open_store() as all_, open_store() as fewer:
        _fill(all_, log)
        _fill(fewer, plain)
        firm = {each.id for each in all_.view(day(5), day(9)).claims}
        assert firm <= {each.id for each in fewer.view(day(5), day(9)).claims}


@settings(max_examples=60, deadline=None)
@given(logs())
def test_a_claim_comes_back_from_the_store_as_it_went_in(log: Log) -> None:
    with open_store() as store:
        _fill(store, log)
        assert {row.claim for row in store.rows()} == {claim for claim, _ in log}
        assert _content(store.known(day(9))) == _content(store.known(day(30)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(logs(), st.integers(0, 9), st.integers(0, DAYS), st.sampled_from(NAMES))
def test_both_databases_answer_the_same(
    new_schema: Callable[[], str], log: Log, known_at: int, as_of: int, name: str
) -> None:
    node = f"organisation:{name}"
    with open_store() as one, open_store(new_schema()) as other:
        _fill(one, log)
        _fill(other, log)
        assert list(one.rows()) == list(other.rows())
        assert one.known(day(known_at)) == other.known(day(known_at))
        assert one.around(node, day(as_of), day(known_at)) == other.around(node, day(as_of), day(known_at))
