"""The graph as it was known on a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from flowdown.evidence.claim import Claim, Predicate


@dataclass(frozen=True, slots=True)
class View:
    """The claims that were known on `known_at`, sorted by id."""

    known_at: datetime.date
    claims: tuple[Claim, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the claims."""
        return frozenset(claim.id for claim in self.claims)

    def of(self, subject: str, predicate: Predicate | None = None) -> tuple[Claim, ...]:
        """What is claimed of a subject."""
        return _select((claim for claim in self.claims if claim.subject == subject), predicate)

    def about(self, object_: str, predicate: Predicate | None = None) -> tuple[Claim, ...]:
        """What is claimed to stand in a relation to an object."""
        return _select((claim for claim in self.claims if claim.object == object_), predicate)


def _select(claims: Iterable[Claim], predicate: Predicate | None) -> tuple[Claim, ...]:
    return tuple(claim for claim in claims if predicate is None or claim.predicate is predicate)
