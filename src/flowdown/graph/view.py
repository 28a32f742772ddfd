"""The graph on a day, as it was known at a moment."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.graph.known import Known


@dataclass(frozen=True, slots=True)
class View:
    """The claims that hold on `as_of` as known at `known_at`, each once, by id; those that are disputed apart."""

    as_of: datetime.date
    known_at: datetime.datetime | datetime.date
    claims: tuple[Claim, ...]
    disputed: tuple[Claim, ...] = ()
    ids: tuple[str, ...] = ()
    disputed_ids: tuple[str, ...] = ()
    _of: dict[str, list[Claim]] = field(default_factory=lambda: defaultdict(list), repr=False, compare=False)

    def of(self, subject: str, predicate: Predicate | None = None) -> tuple[Claim, ...]:
        """What is claimed of a subject, and not disputed."""
        if not self._of:
            for claim in self.claims:
                self._of[claim.subject].append(claim)
        return _select(self._of.get(subject, ()), predicate)


def view_known(known: Known, as_of: datetime.date, known_at: datetime.datetime | datetime.date) -> View:
    """What is known, on one day."""
    day = as_of.toordinal()
    firm: dict[str, Claim] = {}
    open_: dict[str, Claim] = {}
    for held in known.held:
        if held.from_ <= day < held.until:
            where = open_ if held.disputed and held.is_disputed_on(day) else firm
            where[held.row.id] = held.row.claim
    return View(as_of, known_at, *_sorted(firm, open_))


def _sorted(
    firm: Mapping[str, Claim], open_: Mapping[str, Claim]
) -> tuple[tuple[Claim, ...], tuple[Claim, ...], tuple[str, ...], tuple[str, ...]]:
    return tuple(firm.values()), tuple(open_.values()), tuple(firm), tuple(open_)


def _select(claims: Iterable[Claim], predicate: Predicate | None) -> tuple[Claim, ...]:
    return tuple(claim for claim in claims if predicate is None or claim.predicate is predicate)
