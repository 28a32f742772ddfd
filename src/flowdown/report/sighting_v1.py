"""Version 1 of a sighting in our JSON."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.catalogue.kinds import Basis
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import Role, TraceKind


@dataclass(frozen=True, slots=True)
class SightingV1:
    """One place where a vendor's product is seen; `vendor` is null where it cannot be determined.

    `ancestor`: the vendor made what the model descends from, not the model itself.
    """

    tree: str
    vendor: str | None
    product: str
    basis: Basis
    route: str
    kind: TraceKind
    path: str
    line: int
    column: int
    end_line: int
    role: Role
    use: bool
    strength: Strength
    value: str
    signature: str
    because: tuple[str, ...]
    ancestor: bool


def shape_sighting(sighting: Sighting) -> SightingV1:
    """A sighting as programs read it."""
    return SightingV1(
        tree=sighting.tree,
        vendor=sighting.vendor,
        product=sighting.product,
        basis=sighting.basis,
        route=sighting.route,
        kind=sighting.kind,
        path=sighting.place.path,
        line=sighting.place.line,
        column=sighting.place.column,
        end_line=max(sighting.place.end_line, sighting.place.line),
        role=sighting.role,
        use=sighting.is_use,
        strength=sighting.strength,
        value=sighting.value,
        signature=sighting.signature,
        because=sighting.because,
        ancestor=sighting.is_ancestor,
    )
