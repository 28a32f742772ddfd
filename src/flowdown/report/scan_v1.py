"""Version 1 of a scan in our JSON, as its own structures: other programs rely on these keys (contracts.md section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flowdown.catalogue.kinds import Basis
from flowdown.report.sighting_v1 import SightingV1, shape_sighting
from flowdown.report.standing_v1 import StandingV1
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
        coverage=shape_coverage(scan.coverage),
        incomplete=scan.is_incomplete,
        only_vendors=only_vendors,
        left_out=left_out,
        standing=standing,
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


def shape_coverage(coverage: Coverage) -> CoverageV1:
    """Coverage as programs read it."""
    return CoverageV1(
        files=coverage.files,
        read=coverage.read,
        bytes=coverage.bytes,
        skipped=dict(coverage.skipped),
        detectors=coverage.detectors,
        by_detector=dict(coverage.by_detector),
    )
