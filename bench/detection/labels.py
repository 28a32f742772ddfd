"""Reads label files: what people say, by reading, a repository depends on."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
WIRE = frozenset({"model", "service", "device"})
UNUSED = frozenset({"mention-only", "transitive"})
STRENGTHS = ("runtime-default", "runtime-optional", "dev-tooling", "test-only", "transitive", "mention-only")
OUTSIDE = "outside-catalogue"
NEAR = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line that tells of a vendor."""

    path: str
    line: int
    vendor: str
    kind: str = ""
    scope: str = ""

    def is_near(self, others: Iterable[Line]) -> bool:
        """Whether one of the others is about the same vendor, in the same file, within two lines."""
        return any(
            other.path == self.path and other.vendor == self.vendor and abs(other.line - self.line) <= NEAR
            for other in others
        )


@dataclass(frozen=True, slots=True)
class VendorLabel:
    """How a vendor is used in a repository."""

    vendor: str
    basis: str
    strength: str
    scope: str = ""

    @property
    def is_use(self) -> bool:
        """Whether this counts for detection: something of the vendor's is reached, and by the tree itself."""
        return self.basis in WIRE and self.strength not in UNUSED and self.scope != OUTSIDE


@dataclass(frozen=True, slots=True)
class Label:
    """All that a reader says of one repository."""

    repository: str
    commit: str
    vendors: tuple[VendorLabel, ...]
    uses: tuple[Line, ...]
    mentions: tuple[Line, ...]
    either: tuple[Line, ...]

    @property
    def folder(self) -> str:
        """The name of the folder in which the repository is laid out."""
        return self.repository.replace("/", "+")

    @property
    def used(self) -> dict[str, str]:
        """The vendors used, each with its strongest strength."""
        strongest: dict[str, str] = {}
        for each in sorted(self.vendors, key=lambda label: STRENGTHS.index(label.strength)):
            if each.is_use:
                strongest.setdefault(each.vendor, each.strength)
        return strongest

    @property
    def named(self) -> frozenset[str]:
        """Every vendor that the reader names, in whatever role."""
        return frozenset(each.vendor for each in self.vendors)

    @property
    def mentioned_only(self) -> frozenset[str]:
        """The vendors that the reader says are mentioned and nothing more."""
        return frozenset(each.vendor for each in self.vendors if each.strength == "mention-only") - set(self.used)


def read_labels(files: Iterable[Path]) -> list[Label]:
    """Every labelled repository of these files, in their order."""
    return [
        _label(json.loads(text))
        for file in files
        for text in file.read_text(encoding="utf-8").splitlines()
        if text.strip()
    ]


def _label(given: dict[str, list[dict[str, str | int]]]) -> Label:
    lines = {part: tuple(_lines(given.get(part, ()), part)) for part in ("uses", "mentions", "either")}
    outside = tuple(each for each in lines["uses"] if each.scope == OUTSIDE)
    return Label(
        str(given["repository"]),
        str(given["commit"]),
        tuple(
            VendorLabel(str(each["vendor"]), str(each["basis"]), str(each["strength"]), str(each.get("scope", "")))
            for each in given["vendors"]
        ),
        tuple(each for each in lines["uses"] if each.scope != OUTSIDE),
        lines["mentions"],
        lines["either"] + outside,
    )


def _lines(given: Iterable[dict[str, str | int]], part: str) -> Iterator[Line]:
    for each in given:
        kind = str(each.get("kind", "")) if part == "uses" else ""
        yield Line(str(each["path"]), int(each["line"]), str(each["vendor"]), kind, str(each.get("scope", "")))


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion."""
    z, p = 1.96, right / total
    centre = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return centre - half, centre + half


def share(right: int, total: int) -> str:
    """A proportion as counts, value and interval."""
    if not total:
        return "-"
    low, high = wilson(right, total)
    return f"{right}/{total} = {right / total:.3f} [{low:.2f}, {high:.2f}]"
