"""What falls with a node: arrays over the whole store, arrays over what recursive SQL finds, and networkx say the same."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from leaning_oracle import World, world_of
from strategies_claims import moment
from strategies_leaning import NODES, asked_days, worlds

from flowdown.evidence.claim import Claim
from flowdown.graph import day_segments, open_store, segment, segment_table, sqlite_backend
from flowdown.graph.day_rows import DayRows, read_day
from flowdown.graph.dominators import find_dominators
from flowdown.graph.fall import Fall, find_fall
from flowdown.graph.lean_graph import LeanGraph
from flowdown.graph.reach_sql import read_around_cut
from flowdown.graph.row import last_moment_of
from flowdown.graph.store import Store
from flowdown.graph.ways import find_ways

_FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_FEWER = settings(_FEW, max_examples=40)
Log = list[tuple[Claim, int]]


def _fill(store: Store, log: Log) -> None:
    for claim, number in log:
        store.add([claim], moment(number))


def _named(graph: LeanGraph, numbers: Iterator[int]) -> set[str]:
    return {graph.names[int(number)] for number in numbers}


def _answers(graph: LeanGraph, cut: str) -> tuple[set[str], set[str], set[str]]:
    at = graph.index(cut)
    if at is None:
        return set(), set(), set()
    fall = find_fall(graph, [at])
    reached, hit = (
        _named(graph, iter(sweep.reached[sweep.depth[sweep.reached] > 0])) for sweep in (fall.reachable, fall.hit)
    )
    return reached, hit, _named(graph, iter(fall.unavoidable))


def _expected(world: World, cut: str) -> tuple[set[str], set[str], set[str]]:
    name = world.name(cut)
    return world.reachable(name), world.hit(name), world.unavoidable(name)


def _check(store: Store, log: Log, cut: str, days: tuple[datetime.date, datetime.date]) -> None:
    as_of, known_at = days
    _fill(store, log)
    known, last = store.known(known_at), last_moment_of(known_at)
    everything: DayRows = read_day(store.backend, as_of, last)
    near = read_around_cut(store.backend, [cut], as_of, last)
    assert near is not None
    for with_disputed in (False, True):
        expected = _expected(world_of(known, as_of, with_disputed), cut)
        assert _answers(everything.graph(with_disputed), cut) == expected
        assert _answers(near.graph(with_disputed), cut) == expected


@_FEW
@given(worlds(), st.sampled_from([*NODES, "contract:w"]), asked_days())
def test_sqlite(log: Log, cut: str, days: tuple[datetime.date, datetime.date]) -> None:
    with open_store() as store:
        _check(store, log, cut, days)


@_FEW
@given(worlds(), st.sampled_from([*NODES, "contract:w"]), asked_days(), st.sampled_from([1, 2, 5]))
def test_sqlite_by_segments(log: Log, cut: str, days: tuple[datetime.date, datetime.date], span: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for module in (segment, segment_table, day_segments, sqlite_backend):
            patch.setattr(module, "SPAN", span)
        with open_store() as store:
            _check(store, log, cut, days)


@pytest.mark.skipif(not os.environ.get("FLOWDOWN_POSTGRES"), reason="no PostgreSQL")
@_FEWER
@given(worlds(), st.sampled_from([*NODES, "contract:w"]), asked_days())
def test_postgresql(
    new_schema: Callable[[], str], log: Log, cut: str, days: tuple[datetime.date, datetime.date]
) -> None:
    with open_store(new_schema()) as store:
        _check(store, log, cut, days)


def _graph(log: Log, when: datetime.date) -> tuple[LeanGraph, World]:
    with open_store() as store:
        _fill(store, log)
        far = datetime.date(2030, 1, 1)
        return read_day(store.backend, when, last_moment_of(far)).graph(), world_of(store.known(far), when, False)


def _fall(graph: LeanGraph, node: str) -> Fall:
    at = graph.index(node)
    assert at is not None
    return find_fall(graph, [at])


@_FEW
@given(worlds(), asked_days())
def test_dominators_are_what_makes_a_node_unavoidable(log: Log, days: tuple[datetime.date, datetime.date]) -> None:
    graph, world = _graph(log, days[0])
    for compiled in (False, True):
        found = find_dominators(graph, compiled=compiled)
        chains = {name: {graph.names[each] for each in found.chain(graph.index(name) or 0)} for name in world.graph}
        for cut in world.graph:
            at = graph.index(cut)
            assert at is not None
            inside = {name for name in chains if found.circle[graph.index(name) or 0] == found.circle[at]} - {cut}
            lead = graph.names[int(found.circle[at])]
            assert {name for name, chain in chains.items() if lead in chain} | inside == world.unavoidable(cut)


@_FEW
@given(worlds(), st.sampled_from(NODES), st.sampled_from(NODES), asked_days())
def test_ways(log: Log, start: str, end: str, days: tuple[datetime.date, datetime.date]) -> None:
    graph, world = _graph(log, days[0])
    one, other = world.name(start), world.name(end)
    first, last = graph.index(start), graph.index(end)
    if first is None or last is None or one == other:
        return
    found = [[graph.names[each] for each in way] for way in find_ways(graph, first, [last], 3)]
    world.used.add_nodes_from([one, other])
    if not nx.has_path(world.used, one, other):
        assert found == []
        return
    assert len(found[0]) == nx.shortest_path_length(world.used, one, other) + 1
    assert all(way[0] == one and way[-1] == other and nx.is_path(world.used, way) for way in found)
    inner = [node for way in found for node in way[1:-1]]
    assert len(inner) == len(set(inner)) and len({tuple(way) for way in found}) == len(found)


@_FEW
@given(worlds(), st.lists(st.sampled_from(NODES), min_size=2, max_size=3, unique=True), asked_days())
def test_cutting_more_frees_nothing(log: Log, cut: list[str], days: tuple[datetime.date, datetime.date]) -> None:
    graph, _ = _graph(log, days[0])
    numbers = [number for name in cut if (number := graph.index(name)) is not None]
    if not numbers:
        return
    more, less = find_fall(graph, numbers), find_fall(graph, numbers[:1])
    for sweep, part in ((more.hit, less.hit), (more.reachable, less.reachable)):
        assert set(part.reached.tolist()) <= set(sweep.reached.tolist())
    assert set(more.hit.reached.tolist()) <= set(more.reachable.reached.tolist())
    assert set(more.unavoidable.tolist()) - set(more.circular.tolist()) <= set(more.hit.reached.tolist())


@_FEW
@given(worlds(), st.sampled_from(NODES), asked_days())
def test_every_hit_node_has_a_way_on_which_each_falls(
    log: Log, cut: str, days: tuple[datetime.date, datetime.date]
) -> None:
    graph, _ = _graph(log, days[0])
    if graph.index(cut) is None:
        return
    fall = _fall(graph, cut)
    is_hit = fall.hit.depth >= 0
    for node in fall.hit.reached[fall.hit.depth[fall.hit.reached] > 0]:
        ways = find_ways(graph, int(node), fall.cut.tolist(), 2, is_hit)
        assert ways and all(is_hit[list(way)].all() for way in ways)
        assert fall.hit.depth[fall.hit.by[node]] == fall.hit.depth[node] - 1
        assert fall.hit.depth[fall.hit.first[node]] == 1
