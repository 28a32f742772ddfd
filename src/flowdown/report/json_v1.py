"""Version 1 of our JSON, as its own structures: other programs rely on these keys (contracts.md section 5)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flowdown.catalogue.kinds import Basis
from flowdown.reason.determination import Check, Determination, Outcome, Position, Stance
from flowdown.report.report import Report
from flowdown.report.sighting_v1 import SightingV1, shape_sighting
from flowdown.report.standing_v1 import StandingV1, shape_standing
from flowdown.scan.gap import Gap
from flowdown.scan.sighting import Coverage, Dependence, Question, Scan, Strength
from flowdown.scan.trace import Place

# Every field is without a default, so that the schema drawn from these classes requires every key.


@dataclass(frozen=True, slots=True)
class CatalogueV1:
    """Which catalogue was used."""

    digest: str


@dataclass(frozen=True, slots=True)
class TreeV1:
    """A folder or file that was scanned."""

    id: str
    root: str
    revision: str


@dataclass(frozen=True, slots=True)
class PlaceV1:
    """A location in a file of a tree."""

    path: str
    line: int
    column: int
    end_line: int


@dataclass(frozen=True, slots=True)
class DependenceV1:
    """What one tree depends on: a vendor on one basis."""

    tree: str
    vendor: str
    basis: Basis
    strength: Strength
    routes: tuple[str, ...]
    uses: int
    mentions: int
    places: tuple[PlaceV1, ...]


@dataclass(frozen=True, slots=True)
class QuestionV1:
    """A fact that would settle what is open."""

    id: str
    about: str
    asks: str
    because: tuple[str, ...]
    settles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapV1:
    """Something that was there and was not read; `line` 0 is the whole file, no `may_carry` is anything."""

    tree: str
    path: str
    line: int
    reason: str
    detector: str
    may_carry: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoverageV1:
    """What a scan did read; `skipped` counts, by reason, what cannot carry a trace."""

    files: int
    read: int
    bytes: int
    skipped: Mapping[str, int]
    detectors: tuple[str, ...]
    by_detector: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ScanV1:
    """A scan; `only_vendors` are those to which it is restricted (none: all), `left_out` counts sightings of others."""

    schema: Literal["flowdown.scan/1"]
    tool: str
    catalogue: CatalogueV1
    trees: tuple[TreeV1, ...]
    sightings: tuple[SightingV1, ...]
    dependences: tuple[DependenceV1, ...]
    questions: tuple[QuestionV1, ...]
    gaps: tuple[GapV1, ...]
    coverage: CoverageV1
    incomplete: bool
    only_vendors: tuple[str, ...]
    left_out: int
    standing: StandingV1 | None


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


def shape(report: Report) -> ScanV1 | CheckV1:
    """The report as other programs read it: its check if there is one, else its scan."""
    standing = shape_standing(report.standing)
    if report.check:
        return shape_check(report.check, standing)
    return shape_scan(report.scan, report.only_vendors, report.left_out, standing)


def shape_scan(
    scan: Scan, only_vendors: tuple[str, ...] = (), left_out: int = 0, standing: StandingV1 | None = None
) -> ScanV1:
    """A scan as `flowdown.scan/1`."""
    return ScanV1(
        schema="flowdown.scan/1",
        tool=scan.tool,
        catalogue=CatalogueV1(scan.catalogue_digest),
        trees=tuple(TreeV1(tree.id, tree.root, tree.revision) for tree in scan.trees),
        sightings=tuple(shape_sighting(sighting) for sighting in scan.sightings),
        dependences=tuple(_dependence(dependence) for dependence in scan.dependences),
        questions=tuple(shape_question(question) for question in scan.questions),
        gaps=tuple(shape_gap(gap) for gap in scan.gaps),
        coverage=_coverage(scan.coverage),
        incomplete=scan.is_incomplete,
        only_vendors=only_vendors,
        left_out=left_out,
        standing=standing,
    )


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
        coverage=_coverage(check.coverage),
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


def _end_line(place: Place) -> int:
    return max(place.end_line, place.line)


def _dependence(dependence: Dependence) -> DependenceV1:
    places = (PlaceV1(place.path, place.line, place.column, _end_line(place)) for place in dependence.places)
    return DependenceV1(
        tree=dependence.tree,
        vendor=dependence.vendor,
        basis=dependence.basis,
        strength=dependence.strength,
        routes=dependence.routes,
        uses=dependence.uses,
        mentions=dependence.mentions,
        places=tuple(places),
    )


def shape_question(question: Question) -> QuestionV1:
    """A question as programs read it."""
    return QuestionV1(question.id, question.about, question.asks, question.because, question.settles)


def shape_gap(gap: Gap) -> GapV1:
    """A gap as programs read it."""
    return GapV1(gap.tree, gap.path, gap.line, gap.reason, gap.detector, gap.may_carry)


def _coverage(coverage: Coverage) -> CoverageV1:
    return CoverageV1(
        files=coverage.files,
        read=coverage.read,
        bytes=coverage.bytes,
        skipped=dict(coverage.skipped),
        detectors=coverage.detectors,
        by_detector=dict(coverage.by_detector),
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
