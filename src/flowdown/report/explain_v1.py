"""Version 1 of explanations as JSON: other programs rely on these keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flowdown.report.explanation import Account, Explained, Explanation, FileAccount
from flowdown.report.scan_v1 import (
    CatalogueV1,
    GapV1,
    QuestionV1,
    shape_gap,
    shape_question,
)
from flowdown.report.sighting_v1 import SightingV1, shape_sighting


@dataclass(frozen=True, slots=True)
class WhyV1:
    """The reasons of a sighting, each a sentence; empty where there is nothing to be said."""

    use: str
    vendor: str
    route: str
    basis: str
    strength: str
    tree: str


@dataclass(frozen=True, slots=True)
class OriginV1:
    """Where the catalogue has a signature from."""

    signature: str
    file: str
    member: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountV1:
    """One sighting with its reasons; `steps` starts with what stands at the place, `origin` is null without a signature."""

    sighting: SightingV1
    why: WhyV1
    steps: tuple[str, ...]
    origin: OriginV1 | None


@dataclass(frozen=True, slots=True)
class KeywordV1:
    """A keyword of the catalogue near the place."""

    line: int
    text: str
    vendors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileV1:
    """What was done with the file."""

    read: bool
    says: str
    lines: int
    detectors: tuple[str, ...]
    keywords: tuple[KeywordV1, ...]
    keyword_lines: int


@dataclass(frozen=True, slots=True)
class PlaceExplainedV1:
    """The answer for one place; `line` 0 is the whole file, `nearest` 0 says that something stands at the line itself."""

    asked: str
    tree: str
    root: str
    path: str
    line: int
    nearest: int
    sightings: tuple[AccountV1, ...]
    others: int
    folder_only: bool
    questions: tuple[QuestionV1, ...]
    gaps: tuple[GapV1, ...]
    file: FileV1


@dataclass(frozen=True, slots=True)
class ExplainV1:
    """All answers of one run, in the order in which the places were asked."""

    schema: Literal["flowdown.explain/1"]
    tool: str
    catalogue: CatalogueV1
    places: tuple[PlaceExplainedV1, ...]
    incomplete: bool


def shape_explained(explained: Explained) -> ExplainV1:
    """Explanations as `flowdown.explain/1`."""
    return ExplainV1(
        schema="flowdown.explain/1",
        tool=explained.tool,
        catalogue=CatalogueV1(explained.catalogue_digest),
        places=tuple(_place(each) for each in explained.explanations),
        incomplete=explained.is_incomplete,
    )


def _place(each: Explanation) -> PlaceExplainedV1:
    return PlaceExplainedV1(
        asked=each.asked,
        tree=each.tree,
        root=each.root,
        path=each.path,
        line=each.line,
        nearest=each.nearest,
        sightings=tuple(_account(account) for account in each.accounts),
        others=each.others,
        folder_only=each.is_folder_only,
        questions=tuple(shape_question(question) for question in each.questions),
        gaps=tuple(shape_gap(gap) for gap in each.gaps),
        file=_file(each.file),
    )


def _account(account: Account) -> AccountV1:
    origin = account.origin
    return AccountV1(
        sighting=shape_sighting(account.sighting),
        why=WhyV1(
            use=account.why_use,
            vendor=account.why_vendor,
            route=account.why_route,
            basis=account.why_basis,
            strength=account.why_strength,
            tree=account.in_tree,
        ),
        steps=account.steps,
        origin=OriginV1(origin.signature, origin.file, origin.member, origin.sources) if origin else None,
    )


def _file(file: FileAccount) -> FileV1:
    return FileV1(
        read=file.was_read,
        says=file.says,
        lines=file.lines,
        detectors=file.detectors,
        keywords=tuple(KeywordV1(hit.line, hit.text, hit.vendors) for hit in file.keywords),
        keyword_lines=file.keyword_lines,
    )
