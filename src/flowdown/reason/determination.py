"""What an order means for one subject on one day: position, outcome, and everything they rest on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from flowdown.reason.position import Position
from flowdown.reason.stance import Stance
from flowdown.scan.sighting import Coverage, Question, Sighting

__all__ = ["Check", "Cited", "Deadline", "Determination", "Outcome", "Position", "Reading", "Stance"]


class Outcome(StrEnum):
    """A position put to the evidence (contracts.md section 4)."""

    BREACH = "BREACH"
    CLEAR = "CLEAR"
    EXEMPT = "EXEMPT"
    UNDETERMINED = "UNDETERMINED"


@dataclass(frozen=True, slots=True)
class Cited:
    """A norm as it is shown: the words relied on, where they stand, and how well that was read."""

    norm: str
    order: str
    title: str
    modality: str
    quote: str
    cites: str
    mark: str
    source: str
    status: str
    effective: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an order whose scope is disputed, who holds it, and what would follow."""

    id: str
    says: str
    held_by: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which a duty must be met; `due` is None where the start of the clock is not known."""

    norm: str
    what: str
    due: datetime.date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Determination:
    """Outcome for one norm of one order and one subject, in one context."""

    order: str
    norm: str
    subject: str
    context: str
    position: Position
    outcome: Outcome
    says: str
    because: tuple[str, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    claims: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    questions: tuple[Question, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    clauses: tuple[str, ...] = ()
    """The clauses of the contract that it rests on, as they stand there."""
    places: tuple[str, ...] = ()
    """Where it is used: trees, devices, suppliers, known uses."""
    stated: tuple[str, ...] = ()
    """What is not seen in code but stated or claimed, with whose it is: `huawei: equipment router`."""


@dataclass(frozen=True, slots=True)
class FreeUse:
    """A vendor that is used, and that no order forbids, excuses or may reach in these settings.

    `answers` hold, for each order that names the vendor, the norm that tells why it does not reach the use, and what
    that says. `is_stated`: no code shows it, the profile or a document does. `reports` are orders that name the vendor and
    by which a find may have to be reported there.
    """

    vendor: str
    subjects: tuple[str, ...]
    places: tuple[str, ...]
    is_stated: bool
    answers: tuple[tuple[str, str], ...]
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderConflict:
    """Norms of real orders that cannot all be obeyed, or not all be justified, on the day asked about.

    `from_` and `to` are the first and last day of it within what the orders reach. `when` holds, for each way in which
    it comes about, the open points that have to hold; none if it exists in any case.
    """

    norms: tuple[str, ...]
    kind: str
    actors: tuple[str, ...]
    from_: datetime.date
    to: datetime.date
    when: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Check:
    """Every determination of one run, sorted by order, norm, subject and context.

    `as_of` is the day asked about, `known_at` the day of knowledge. `checked_until` names, for each order, the
    day up to which the library followed it; `is_past_checked` the orders for which `as_of` lies behind that day.
    """

    as_of: datetime.date
    known_at: datetime.date
    stance: Stance
    determinations: tuple[Determination, ...]
    cited: tuple[Cited, ...]
    conflicts: tuple[OrderConflict, ...]
    checked_until: tuple[tuple[str, datetime.date], ...]
    is_past_checked: tuple[str, ...]
    coverage: Coverage
    order_digest: str
    limits: tuple[str, ...] = ()
    with_duties: tuple[str, ...] = ()
    """The orders that oblige to report, review or the like: whom and by when, the deadlines tell."""
    free: tuple[FreeUse, ...] = ()
    """What is used and no order forbids there; told where a whole organisation is asked about."""

    @property
    def worst(self) -> Outcome:
        """The outcome that decides the exit code: BREACH before UNDETERMINED before EXEMPT before CLEAR."""
        ranking = (Outcome.BREACH, Outcome.UNDETERMINED, Outcome.EXEMPT, Outcome.CLEAR)
        present = {determination.outcome for determination in self.determinations}
        return next((outcome for outcome in ranking if outcome in present), Outcome.UNDETERMINED)
