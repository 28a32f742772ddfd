"""Answer what changed between two days, or between what was known on two days."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.claims import Moment, Target
from flowdown.pipeline.graph import require_known
from flowdown.pipeline.impact import name_node

if TYPE_CHECKING:
    from flowdown.graph.day_diff import Changes, Side
    from flowdown.graph.day_rows import DayRows
    from flowdown.graph.lean_graph import LeanGraph
    from flowdown.graph.paths import Hop
    from flowdown.graph.store import Store
    from flowdown.graph.worth import Worth


def side_of(as_of: datetime.date, known_at: Moment) -> Side:
    """One of two days to compare."""
    from flowdown.graph.day_diff import Side

    return Side(as_of, known_at)


def compare_days(
    target: Target,
    before: Side,
    after: Side,
    cut: tuple[str, ...],
    include_disputed: bool,
    limit: int = 0,
    cache: Path | None = None,
) -> Changes:
    """What changed from one side to the other; `limit` is of how many changes the claims are read."""
    import numpy as np

    from flowdown.graph import open_store
    from flowdown.graph.day_diff import Changes, compare_amounts, compare_arcs, compare_falls
    from flowdown.graph.hops import find_hops
    from flowdown.graph.impact import choose_contracts
    from flowdown.graph.row import last_moment_of

    if (before.as_of, last_moment_of(before.known_at)) == (after.as_of, last_moment_of(after.known_at)):
        hint = "give `--since DATE`, or `--known-since DATE`"
        raise UnusableArgument("both days are the same", hint=hint)
    names = tuple(map(name_node, cut))
    with open_store(target, writes=False) as store, store.backend.snapshot():
        require_known(store, names, max(last_moment_of(before.known_at), last_moment_of(after.known_at)))
        first, second = (_read(store, side, include_disputed, cache) for side in (before, after))
        if names:
            fates = compare_falls(first.graph, second.graph, names)
            sides = _measure(first, names), _measure(second, names)
            return Changes(sides[0], sides[1], include_disputed, names, None, fates, {})
        arcs = compare_arcs(first.graph, second.graph)
        hops: dict[tuple[str, str], Hop] = {}
        for day, pairs in ((first, arcs.gone), (second, arcs.new)):
            moment, some = last_moment_of(day.side.known_at), pairs[: limit or None]
            identity = day.day.loose if include_disputed else day.day.identity
            hops.update(find_hops(store.backend, some, identity, day.side.as_of, moment, include_disputed))
    worths = _weigh(first), _weigh(second)
    amounts = compare_amounts((first.graph, worths[0]), (second.graph, worths[1]))
    one, other = (
        replace(read.side, sums=worth.sum(choose_contracts(read.graph, np.ones(read.graph.size, dtype=bool))))
        for read, worth in zip((first, second), worths, strict=True)
    )
    return Changes(one, other, include_disputed, (), arcs, (), hops, amounts)


class _Read(NamedTuple):
    """One side as it was read."""

    side: Side
    day: DayRows
    graph: LeanGraph
    with_disputed: bool


def _read(store: Store, side: Side, with_disputed: bool, cache: Path | None) -> _Read:
    from flowdown.graph.kept_day import read_whole_day
    from flowdown.graph.row import last_moment_of

    day = read_whole_day(store.backend, side.as_of, last_moment_of(side.known_at), cache)
    return _Read(side, day, day.graph(with_disputed), with_disputed)


def _weigh(read: _Read) -> Worth:
    from flowdown.graph.worth import gather_worth

    return gather_worth(read.day, read.graph, read.with_disputed)


def _measure(read: _Read, cut: tuple[str, ...]) -> Side:
    """The side with what falls on it."""
    from flowdown.graph.day_diff import Side
    from flowdown.graph.fall import fall_of
    from flowdown.graph.impact import choose_contracts, count_fall

    fall = fall_of(read.graph, cut)
    sums = _weigh(read).sum(choose_contracts(read.graph, fall.hit.depth > 0))
    return Side(read.side.as_of, read.side.known_at, count_fall(fall), sums)
