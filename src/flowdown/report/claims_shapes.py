"""Shapes claims for other programs."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from flowdown.graph.row import Row, last_moment_of
from flowdown.graph.standing import Placed
from flowdown.report.claims_v1 import ClaimShownV1, ClaimsV1, shape_placed, shape_saying

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
