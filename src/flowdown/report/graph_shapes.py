"""Shapes nodes, paths and closures for other programs."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from flowdown.graph.paths import Hop
from flowdown.graph.reached import Closure, Reached
from flowdown.graph.row import Row, last_moment_of
from flowdown.graph.standing import Placed, Standing
from flowdown.report.claims_v1 import ClaimV1, shape_placed
from flowdown.report.graph_v1 import ClosureV1, HopV1, NodeV1, PathsV1, PeriodV1, ReachedV1

Moment = datetime.datetime | datetime.date


def shape_node(
    names: tuple[str, tuple[str, ...]],
    of: Sequence[Placed],
    about: Sequence[Placed],
    disputed: int,
    as_of: datetime.date,
    known_at: Moment,
) -> NodeV1:
    """`flowdown.node/1`; `names` are the node's, and those judged to be one with it."""
    return NodeV1(
        "flowdown.node/1",
        *names,
        as_of,
        last_moment_of(known_at),
        tuple(shape_placed(each) for each in of),
        tuple(shape_placed(each) for each in about),
        disputed,
    )


def shape_paths(
    ends: tuple[str, str],
    paths: Sequence[Sequence[Hop]],
    judgements: Sequence[Row],
    explored: tuple[int, int, int],
    as_of: datetime.date,
    known_at: Moment,
    include_disputed: bool,
) -> PathsV1:
    """`flowdown.paths/1`; `explored` are nodes, claims, and the disputed claims of the graph."""
    return PathsV1(
        "flowdown.paths/1",
        *ends,
        as_of,
        last_moment_of(known_at),
        include_disputed,
        tuple(tuple(shape_hop(hop) for hop in path) for path in paths),
        tuple(map(_firm, judgements)),
        *explored,
    )


def shape_hop(hop: Hop) -> HopV1:
    """A step with its claims."""
    standing = Standing.DISPUTED if hop.is_disputed else Standing.FIRM
    return HopV1(hop.from_, hop.to, hop.is_disputed, tuple(shape_placed(Placed(row, standing)) for row in hop.rows))


def shape_closure(closure: Closure, most: int) -> ClosureV1:
    """`flowdown.closure/1`, with so many nodes (0: all)."""
    return ClosureV1(
        "flowdown.closure/1",
        closure.kind,
        closure.starts,
        closure.question,
        closure.as_of,
        closure.through,
        last_moment_of(closure.known_at),
        closure.include_disputed,
        tuple(_reached(each) for each in closure.reached[: most or None]),
        tuple(map(_firm, closure.against)),
        tuple(map(_firm, closure.unknown)),
        closure.disputed,
    )


def _reached(each: Reached) -> ReachedV1:
    periods = tuple(PeriodV1(*period) for period in each.periods)
    return ReachedV1(each.node, each.hops, periods, tuple(map(_firm, each.witness)))


def _firm(row: Row) -> ClaimV1:
    return shape_placed(Placed(row, Standing.FIRM))
