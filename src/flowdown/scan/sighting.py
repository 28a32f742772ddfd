"""A trace matched to a signature: vendor, product, route, and whether it is a use or a mention."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from flowdown.base.quick_state import quicken

if TYPE_CHECKING:
    from flowdown.catalogue.kinds import Basis
    from flowdown.scan.gap import Gap
    from flowdown.scan.trace import Place, Role, TraceKind


class Strength(StrEnum):
    """How a vendor is used, strongest first (contracts.md section 2)."""

    RUNTIME_DEFAULT = "runtime-default"
    RUNTIME_OPTIONAL = "runtime-optional"
    DEV_TOOLING = "dev-tooling"
    TEST_ONLY = "test-only"
    TRANSITIVE = "transitive"
    MENTION_ONLY = "mention-only"


STRENGTHS = tuple(Strength)
"""Strongest first."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a vendor's product is seen.

    `vendor` is None when something of a known route or SDK is used and whose model it is cannot be determined.
    `value` is what stands there (never a secret); `signature` names the catalogue's signature that it matched.
    `is_ancestor`: the vendor did not make the model itself but one that it descends from.
    """

    tree: str
    vendor: str | None
    product: str
    basis: Basis
    route: str
    kind: TraceKind
    place: Place
    role: Role
    is_use: bool
    strength: Strength
    value: str
    signature: str
    because: tuple[str, ...] = ()
    is_ancestor: bool = False

    @property
    def order(self) -> tuple[str, str, int, int, str, str, str]:
        """The key by which sightings are sorted."""
        place = self.place
        return (self.tree, place.path, place.line, place.column, self.vendor or "", self.product, self.basis)

    def put(self, tree: str, place: Place) -> Sighting:
        """The same at another place; several times as fast as `dataclasses.replace`."""
        return Sighting(
            tree,
            self.vendor,
            self.product,
            self.basis,
            self.route,
            self.kind,
            place,
            self.role,
            self.is_use,
            self.strength,
            self.value,
            self.signature,
            self.because,
            self.is_ancestor,
        )


@dataclass(frozen=True, slots=True)
class Dependence:
    """What one tree depends on: a vendor on one basis, by which routes, how strongly."""

    tree: str
    vendor: str
    basis: Basis
    strength: Strength
    routes: tuple[str, ...]
    uses: int
    mentions: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """A fact that would settle what is open."""

    id: str
    about: str
    asks: str
    because: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A folder or file that was scanned; `revision` is a git commit or a digest, empty if not known."""

    id: str
    root: str
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a scan did read, in files and bytes; `skipped` counts what cannot carry a trace, by reason."""

    files: int
    read: int
    bytes: int
    skipped: tuple[tuple[str, int], ...]
    detectors: tuple[str, ...]
    by_detector: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """Everything that a scan of one or several trees saw, sorted; what it could not read; what it did read.

    `kept_as` names what was concluded from a single tree, where it is kept: the same name is the same conclusion.
    """

    trees: tuple[Tree, ...]
    sightings: tuple[Sighting, ...]
    dependences: tuple[Dependence, ...]
    questions: tuple[Question, ...]
    gaps: tuple[Gap, ...]
    coverage: Coverage
    catalogue_digest: str
    tool: str
    is_incomplete: bool = False
    kept_as: str = field(default="", compare=False)


# Thousands of them are read back at each run.
quicken(Sighting)
