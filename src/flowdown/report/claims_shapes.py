"""Shapes what the store answers for other programs."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from flowdown.graph.paths import Hop
from flowdown.graph.row import Row, last_moment_of
from flowdown.graph.standing import Placed, Standing
from flowdown.report.claims_v1 import ClaimShownV1, ClaimsV1, shape_placed, shape_saying
from flowdown.report.graph_v1 import HopV1, NodeV1, PathsV1

Moment = datetime.datetime | datetime.date


def shape_listing(
    claims: Sequence[Placed], total: int, disputed: int, as_of: datetime.date | None, known_at: Moment
) -> ClaimsV1:
    """`flowdown.claims/1`."""
    shaped = tuple(shape_placed(each) for each in claims)
    return ClaimsV1("flowdown.claims/1", as_of, last_moment_of(known_at), shaped, total, disputed)


def shape_claim(placed: Placed, sayings: Sequence[Row], as_of: datetime.date | None, known_at: Moment) -> ClaimShownV1:
    """`flowdown.claim/1`."""
    said = tuple(shape_saying(row) for row in sayings)
    return ClaimShownV1("flowdown.claim/1", as_of, last_moment_of(known_at), shape_placed(placed), said)


def shape_node(
    node: str, of: Sequence[Placed], about: Sequence[Placed], disputed: int, as_of: datetime.date, known_at: Moment
) -> NodeV1:
    """`flowdown.node/1`."""
    return NodeV1(
        "flowdown.node/1",
        node,
        as_of,
        last_moment_of(known_at),
        tuple(shape_placed(each) for each in of),
        tuple(shape_placed(each) for each in about),
        disputed,
    )


def shape_paths(
    ends: tuple[str, str],
    paths: Sequence[Sequence[Hop]],
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
        tuple(tuple(_hop(hop) for hop in path) for path in paths),
        *explored,
    )


def _hop(hop: Hop) -> HopV1:
    standing = Standing.DISPUTED if hop.is_disputed else Standing.FIRM
    return HopV1(hop.from_, hop.to, hop.is_disputed, tuple(shape_placed(Placed(row, standing)) for row in hop.rows))
