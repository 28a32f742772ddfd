"""The closures agree, on every day of the window, with networkx on the graph of that day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_claims import DAYS, NAMES, START, day, relations

from flowdown.base.period import Window
from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.graph.affiliates import find_affiliates
from flowdown.graph.history import Answer, History
from flowdown.graph.known import Known, resolve
from flowdown.graph.leaning import lean
from flowdown.graph.lineage import find_ancestors, find_descendants
from flowdown.graph.ownership import TESTS, OwnershipTest, find_owned
from flowdown.graph.paths import find_paths
from flowdown.graph.row import Row, write_row
from flowdown.graph.supply import find_suppliers

WINDOW = Window(START, day(DAYS))
FIRMS = [f"organisation:{name}" for name in NAMES]
SAMPLE = [0, 1, 5, 11, 20, 33, DAYS - 1]


def _known(claims: Iterable[Claim]) -> Known:
    return resolve(Row(*write_row(claim, "2026-01-01T00:00:00.000000Z")) for claim in claims)


def _graph(claims: Iterable[Claim], when: datetime.date, turned: bool) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(FIRMS)
    denied = [claim for claim in claims if claim.stance is not Stance.SUPPORTS and claim.holds_on(when)]
    for claim in claims:
        against = any(
            (other.subject, other.predicate, other.object) == (claim.subject, claim.predicate, claim.object)
            and set(other.qualifiers) <= set(claim.qualifiers)
            for other in denied
        )
        if claim.holds_on(when) and claim.stance is Stance.SUPPORTS and not against:
            one, other = (claim.object, claim.subject) if turned else (claim.subject, claim.object)
            share = Decimal(claim.qualifier("share") or 0)
            share = min(share, graph.edges[one, other]["share"]) if graph.has_edge(one, other) else share
            graph.add_edge(one, other, share=share)
    return graph


def _check_witness(answer: Answer, node: str, start: str, when: datetime.date, claims: Iterable[Claim]) -> None:
    rows = answer.witness(node, when)
    assert rows
    known = {claim.id: claim for claim in claims}
    assert all(known[row.id].holds_on(when) for row in rows)
    joined = nx.Graph([(row.subject, row.object) for row in rows])
    assert nx.has_path(joined, start, node)


def _claims(*predicates: Predicate, kind: str = "organisation") -> st.SearchStrategy[list[Claim]]:
    # One locator: what is said twice of a pair is one tie with two sources.
    return st.lists(
        st.sampled_from(predicates).flatmap(lambda each: relations(each, kind)),
        max_size=16,
        unique_by=lambda each: each.id,
    )


@settings(max_examples=120, deadline=None)
@given(_claims(Predicate.SUPPLIES, Predicate.SUBCONTRACTOR_OF), st.sampled_from(FIRMS), st.none() | st.integers(1, 3))
def test_suppliers_by_tier(claims: list[Claim], customer: str, tiers: int | None) -> None:
    answer = find_suppliers(History(_known(claims), WINDOW), customer, tiers=tiers)
    for number in SAMPLE:
        depths = nx.single_source_shortest_path_length(_graph(claims, day(number), turned=True), customer, cutoff=tiers)
        expected = {node: depth for node, depth in depths.items() if node != customer}
        assert {node: answer.hops(node, day(number)) for node in answer.on(day(number))} == expected
        for node in expected:
            _check_witness(answer, node, customer, day(number), claims)


def _owned(claims: Iterable[Claim], when: datetime.date, start: str, test: OwnershipTest) -> set[str]:
    """The least fixed point, by naive iteration."""
    every = list(claims)
    graph = _graph([claim for claim in every if claim.predicate is Predicate.OWNS], when, turned=False)
    directs = _graph([claim for claim in every if claim.predicate is Predicate.CONTROLS], when, turned=False)
    members = {start}
    while True:
        grown = {node for node in graph if _is_reached(graph, node, members, test)}
        if test.counts_control:
            grown |= {node for member in members for node in directs.successors(member)}
        if grown <= members:
            return members - {start}
        members |= grown


def _is_reached(graph: nx.DiGraph, node: str, members: set[str], test: OwnershipTest) -> bool:
    shares = [graph.edges[owner, node]["share"] for owner in graph.predecessors(node) if owner in members]
    return bool(shares) and test.is_met(sum(shares, Decimal(0)))


@settings(max_examples=200, deadline=None)
@given(
    _claims(Predicate.OWNS, Predicate.OWNS, Predicate.CONTROLS), st.sampled_from(FIRMS), st.sampled_from(sorted(TESTS))
)
def test_aggregate_ownership(claims: list[Claim], owner: str, name: str) -> None:
    """The claims of a witness show by themselves what they are to show."""
    answer = find_owned(History(_known(claims), WINDOW), [owner], TESTS[name]).answer
    by_id = {claim.id: claim for claim in claims}
    for number in SAMPLE:
        assert answer.on(day(number)) == _owned(claims, day(number), owner, TESTS[name])
        for node in answer.on(day(number)):
            _check_witness(answer, node, owner, day(number), claims)
            shown = [by_id[row.id] for row in answer.witness(node, day(number))]
            assert node in _owned(shown, day(number), owner, TESTS[name])


@settings(max_examples=60, deadline=None)
@given(_claims(Predicate.OWNS, Predicate.CONTROLS), st.sampled_from(FIRMS), st.sampled_from(["majority", "control"]))
def test_affiliates(claims: list[Claim], who: str, name: str) -> None:
    found = find_affiliates(History(_known(claims), WINDOW), who, TESTS[name])
    for number in SAMPLE:
        below = {each: _owned(claims, day(number), each, TESTS[name]) for each in FIRMS}
        heads = {each for each in FIRMS if who in below[each]} | {who}
        expected = heads.union(*(below[head] for head in heads)) - {who}
        assert found.on(day(number)) == expected
        assert all(found.witness(node, day(number)) for node in expected)


@settings(max_examples=80, deadline=None)
@given(_claims(Predicate.DERIVES_FROM, Predicate.CONTAINS, kind="model"), st.sampled_from(NAMES))
def test_descendants_and_ancestors(claims: list[Claim], name: str) -> None:
    history = History(_known(claims), WINDOW)
    answer = find_descendants(history, [f"model:{name}"])
    nodes = [f"model:{each}" for each in NAMES]
    back = {node: find_ancestors(history, [node]) for node in nodes}
    for number in SAMPLE:
        graph = _graph(claims, day(number), turned=True)
        expected = nx.descendants(graph, f"model:{name}") if f"model:{name}" in graph else set()
        assert answer.on(day(number)) == expected - {f"model:{name}"}
        assert {node for node in nodes if f"model:{name}" in back[node].on(day(number))} == expected - {f"model:{name}"}


@settings(max_examples=120, deadline=None)
@given(
    _claims(Predicate.DEPENDS_ON, Predicate.SUPPLIES),
    st.sampled_from(FIRMS),
    st.sampled_from(FIRMS),
    st.sampled_from(SAMPLE),
)
def test_paths(claims: list[Claim], start: str, end: str, number: int) -> None:
    below = lean(_known(claims), day(number))
    graph = nx.DiGraph()
    for turned, predicate in ((False, Predicate.DEPENDS_ON), (True, Predicate.SUPPLIES)):
        part = [claim for claim in claims if claim.predicate is predicate]
        graph.add_edges_from(_graph(part, day(number), turned).edges)
    found = find_paths(below, start, end)
    if start == end or not (graph.has_node(start) and graph.has_node(end) and nx.has_path(graph, start, end)):
        assert found == ()
        return
    assert len(found[0]) == nx.shortest_path_length(graph, start, end)
    assert all(graph.has_edge(hop.from_, hop.to) and hop.rows for path in found for hop in path)
    inner = [hop.to for path in found for hop in path[:-1]]
    assert len(inner) == len(set(inner))
