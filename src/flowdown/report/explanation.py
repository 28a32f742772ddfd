"""Why something is seen at a place, or nothing: finished and sorted, before any format draws it."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.scan.gap import Gap
from flowdown.scan.sighting import Question, Sighting


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the catalogue has a signature from: `member` is the product or route, `sources` are in words."""

    signature: str
    file: str
    member: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """One sighting with every reason in words; `steps` starts with what stands at the place itself."""

    sighting: Sighting
    why_use: str
    why_vendor: str
    why_route: str
    why_basis: str
    why_strength: str
    in_tree: str
    steps: tuple[str, ...]
    origin: Origin | None


@dataclass(frozen=True, slots=True, order=True)
class KeywordHit:
    """A keyword of the catalogue that stands in a file; `vendors` are those that its word could stand for."""

    line: int
    text: str
    vendors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileAccount:
    """What a scan did with one file; `says` is that in words. `keywords` are those near the place that was asked."""

    was_read: bool
    says: str
    lines: int
    detectors: tuple[str, ...]
    keywords: tuple[KeywordHit, ...]
    keyword_lines: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer for one place.

    `line` 0 is the whole file. `nearest` is the line at which something was seen where nothing was at `line` itself,
    else 0. `is_folder_only`: no root was given and no git work tree found, so that only the file's folder was scanned.
    `others` counts sightings there of vendors that were not asked about.
    """

    asked: str
    tree: str
    root: str
    path: str
    line: int
    nearest: int
    accounts: tuple[Account, ...]
    others: int
    is_folder_only: bool
    questions: tuple[Question, ...]
    gaps: tuple[Gap, ...]
    file: FileAccount


@dataclass(frozen=True, slots=True)
class Explained:
    """The answers of one run, in the order in which the places were asked."""

    tool: str
    catalogue_digest: str
    vendor_names: tuple[tuple[str, str], ...]
    explanations: tuple[Explanation, ...]
    is_incomplete: bool = False

    def name(self, vendor: str | None) -> str:
        """The vendor's name as the catalogue has it."""
        return dict(self.vendor_names).get(vendor, vendor) if vendor else "a vendor that is not determined"
