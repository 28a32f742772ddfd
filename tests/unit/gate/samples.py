"""Sightings for tests of comparing."""

from __future__ import annotations

from flowdown.catalogue.kinds import Basis
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import Place, Role, TraceKind


def use(
    path: str,
    line: int,
    vendor: str | None = "acme",
    value: str = "acme",
    strength: Strength = Strength.RUNTIME_DEFAULT,
    basis: Basis = Basis.SERVICE,
    kind: TraceKind = TraceKind.IMPORT,
    tree: str = "tree",
) -> Sighting:
    """A sighting of a vendor's product at a line."""
    is_use = strength is not Strength.MENTION_ONLY
    return Sighting(
        tree, vendor, "sdk", basis, "", kind, Place(path, line, 1), Role.IMPORTED, is_use, strength, value, "pypi:acme"
    )
