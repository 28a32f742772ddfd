"""Version 1 of a check, and of what `whose` says, in our JSON: other programs rely on these keys (contracts.md section 5)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flowdown.catalogue.kinds import Basis
from flowdown.reason.determination import Check, Determination, Outcome, Position, Stance
from flowdown.report.scan_v1 import CoverageV1, QuestionV1, shape_coverage, shape_question
from flowdown.report.sighting_v1 import SightingV1, shape_sighting
from flowdown.report.standing_v1 import StandingV1


@dataclass(frozen=True, slots=True)
class ReadingV1:
    """One way to read an order whose scope is disputed."""

    id: str
    says: str
    held_by: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class DeadlineV1:
    """A day by which a duty must be met; `due` is null where the start of the clock is not known."""

    norm: str
    what: str
    due: datetime.date | None
    note: str


@dataclass(frozen=True, slots=True)
class DeterminationV1:
    """Outcome for one norm of one order and one subject, in one context; `because` are ids of norms."""

    order: str
    norm: str
    subject: str
    context: str
    position: Position
    outcome: Outcome
    because: tuple[str, ...]
    sightings: tuple[SightingV1, ...]
    claims: tuple[str, ...]
    readings: tuple[ReadingV1, ...]
    questions: tuple[QuestionV1, ...]
    deadlines: tuple[DeadlineV1, ...]
    says: str
    clauses: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictV1:
    """Norms of real orders that cannot all be obeyed, or not all be justified; `when` are open points, none: always."""

    norms: tuple[str, ...]
    kind: str
    actors: tuple[str, ...]
    first_day: datetime.date
    last_day: datetime.date
    when: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class FreeAnswerV1:
    """What a norm says of a vendor that it does not reach there."""

    norm: str
    says: str


@dataclass(frozen=True, slots=True)
class FreeUseV1:
    """A vendor in use that no order forbids, excuses or may reach in these settings; `stated`: no code shows it."""

    vendor: str
    subjects: tuple[str, ...]
    places: tuple[str, ...]
    stated: bool
    answers: tuple[FreeAnswerV1, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckV1:
    """A whole check; `checked_until` holds, by order, the day up to which the library followed it."""

    schema: Literal["flowdown.check/1"]
    as_of: datetime.date
    known_at: datetime.date
    stance: Stance
    determinations: tuple[DeterminationV1, ...]
    conflicts: tuple[ConflictV1, ...]
    checked_until: Mapping[str, datetime.date]
    coverage: CoverageV1
    standing: StandingV1 | None
    free: tuple[FreeUseV1, ...] = ()


@dataclass(frozen=True, slots=True)
class WhoseReadingV1:
    """One way to read an ambiguous query."""

    kind: str
    makers: tuple[str, ...]
    vendors: tuple[str, ...]
    routes: tuple[str, ...]
    basis: Basis | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhoseV1:
    """Who is behind a string: `makers` made what it names, `vendors` are they and every ancestor."""

    schema: Literal["flowdown.whose/1"]
    query: str
    kind: str
    makers: tuple[str, ...]
    vendors: tuple[str, ...]
    routes: tuple[str, ...]
    basis: Basis | None
    ambiguous: bool
    readings: tuple[WhoseReadingV1, ...]
    why: tuple[str, ...]


def shape_check(check: Check, standing: StandingV1 | None = None) -> CheckV1:
    """A check as `flowdown.check/1`."""
    return CheckV1(
        schema="flowdown.check/1",
        as_of=check.as_of,
        known_at=check.known_at,
        stance=check.stance,
        determinations=tuple(_determination(determination) for determination in check.determinations),
        conflicts=tuple(
            ConflictV1(each.norms, each.kind, each.actors, each.from_, each.to, each.when, each.says)
            for each in check.conflicts
        ),
        checked_until=dict(check.checked_until),
        coverage=shape_coverage(check.coverage),
        standing=standing,
        free=tuple(
            FreeUseV1(
                each.vendor,
                each.subjects,
                each.places,
                each.is_stated,
                tuple(FreeAnswerV1(*answer) for answer in each.answers),
                each.reports,
            )
            for each in check.free
        ),
    )


def _determination(determination: Determination) -> DeterminationV1:
    return DeterminationV1(
        order=determination.order,
        norm=determination.norm,
        subject=determination.subject,
        context=determination.context,
        position=determination.position,
        outcome=determination.outcome,
        because=determination.because,
        sightings=tuple(shape_sighting(sighting) for sighting in determination.sightings),
        claims=determination.claims,
        readings=tuple(
            ReadingV1(reading.id, reading.says, reading.held_by, reading.outcome) for reading in determination.readings
        ),
        questions=tuple(shape_question(question) for question in determination.questions),
        deadlines=tuple(
            DeadlineV1(deadline.norm, deadline.what, deadline.due, deadline.note)
            for deadline in determination.deadlines
        ),
        says=determination.says,
        clauses=determination.clauses,
        places=determination.places,
    )
