"""A large graph is counted into tables, a small one sorted: both are the same."""

from __future__ import annotations

import numpy as np
import pytest

from flowdown.graph import lean_graph
from flowdown.graph.lean_graph import Arcs, LeanGraph, build_graph
from flowdown.graph.names import write_names


def _draw(seed: int, count: int, arcs: int) -> tuple[np.ndarray, Arcs]:
    chance = np.random.default_rng(seed)
    one = np.arange(count, dtype=np.int32)
    one[chance.integers(0, count, 2)] = 0
    from_, to = chance.integers(0, count, (2, arcs)).astype(np.int32)
    group = chance.integers(0, 3, arcs // 2).astype(np.int32)
    return one, Arcs(from_, to, group, chance.integers(1, 3, len(group)).astype(np.int32))


def _columns(graph: LeanGraph) -> list[list[int]]:
    tables = [graph.down, graph.up, graph.alone]
    columns = []
    if graph.groups is not None:
        tables += [graph.groups.members, graph.groups.of]
        columns += [graph.groups.subject, graph.groups.slack]
    return [column.tolist() for column in (*columns, *(part for each in tables for part in (each.first, each.to)))]


@pytest.mark.parametrize(("seed", "count", "arcs"), [(1, 1, 4), (2, 9, 40), (3, 300, 900), (4, 50, 0)])
def test_counted_and_sorted_tables_are_the_same(
    monkeypatch: pytest.MonkeyPatch, seed: int, count: int, arcs: int
) -> None:
    one, drawn = _draw(seed, count, arcs)
    names = write_names([f"package:{number:03d}" for number in range(count)])
    is_sorted = build_graph(names, one, drawn)
    monkeypatch.setattr(lean_graph, "_MANY", 0)
    counted = build_graph(names, one, drawn)
    assert _columns(counted) == _columns(is_sorted)
    assert {table.to.dtype for table in (counted.down, counted.up)} == {np.dtype(np.int32)}
    pairs = {(int(one[a]), int(one[b])) for a, b in zip(drawn.from_, drawn.to, strict=True) if one[a] != one[b]}
    assert {(node, int(to)) for node in range(count) for to in counted.down.of(node)} == pairs
