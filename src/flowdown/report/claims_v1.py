"""Version 1 of claims in our JSON."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flowdown.evidence.claim import Claim
from flowdown.graph.row import Row
from flowdown.graph.standing import Placed, Standing


@dataclass(frozen=True, slots=True)
class SourceV1:
    """The document that says so, its revision or digest, and the place inside."""

    document: str
    revision: str
    locator: str


@dataclass(frozen=True, slots=True)
class ClaimV1:
    """A claim; it holds from `valid_from` until the day before `valid_until`. `against` are claims that dispute it."""

    id: str
    subject: str
    predicate: str
    object: str
    qualifiers: Mapping[str, str]
    valid_from: datetime.date | None
    valid_until: datetime.date | None
    stance: str
    confidence: float
    attribution: tuple[str, ...]
    source: SourceV1
    recorded_at: str
    standing: Standing
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimsV1:
    """Claims that are listed; `total` counts also those beyond the limit, `disputed` those that are left out."""

    schema: Literal["flowdown.claims/1"]
    as_of: datetime.date | None
    known_at: str
    claims: tuple[ClaimV1, ...]
    total: int
    disputed: int


@dataclass(frozen=True, slots=True)
class ClaimShownV1:
    """One claim, and the claims about it."""

    schema: Literal["flowdown.claim/1"]
    as_of: datetime.date | None
    known_at: str
    claim: ClaimV1
    sayings: tuple[ClaimV1, ...]


def shape_placed(placed: Placed) -> ClaimV1:
    """A claim of the store as other programs read it."""
    row = placed.row
    return _shape(row.claim, row.id, row.recorded_at, placed.standing, placed.against)


def shape_saying(row: Row) -> ClaimV1:
    """A claim about claims as other programs read it."""
    return _shape(row.claim, row.id, row.recorded_at, Standing.SAYING, ())


def shape_new(claim: Claim, recorded_at: str) -> ClaimV1:
    """A claim that was just made as other programs read it."""
    return _shape(claim, claim.id, recorded_at, Standing.FIRM, ())


def _shape(claim: Claim, identity: str, recorded_at: str, standing: Standing, against: tuple[str, ...]) -> ClaimV1:
    source = claim.source
    return ClaimV1(
        id=identity,
        subject=claim.subject,
        predicate=claim.predicate.value,
        object=claim.object,
        qualifiers=dict(claim.qualifiers),
        valid_from=claim.valid_from,
        valid_until=claim.valid_until,
        stance=claim.stance.value,
        confidence=claim.confidence,
        attribution=claim.attribution,
        source=SourceV1(source.document, source.revision, source.locator),
        recorded_at=recorded_at,
        standing=standing,
        against=against,
    )
