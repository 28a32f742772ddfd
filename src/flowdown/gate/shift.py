"""How a tree's dependence on one vendor shifts: come, gone, stronger, weaker, or at more or fewer places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flowdown.catalogue.kinds import Basis
from flowdown.scan.sighting import STRENGTHS, Sighting, Strength

RANK = {strength: rank for rank, strength in enumerate(STRENGTHS)}
"""0 is the strongest."""


class Direction(StrEnum):
    """Where a dependence moves."""

    ADDED = "added"
    """The tree did not depend on the vendor on this basis, and does now."""
    STRONGER = "stronger"
    """It did, and does so more strongly now."""
    FURTHER = "further"
    """It did as strongly, and does so at more places now."""
    FEWER = "fewer"
    """It still does as strongly, at fewer places."""
    WEAKER = "weaker"
    """It still does, less strongly."""
    REMOVED = "removed"
    """It did, and does no longer."""
    OPEN = "open"
    """Something is used at more places of which it is not determined whose it is."""
    NAMED = "named"
    """The vendor is only mentioned at more places."""


WEIGHED = (Basis.MODEL, Basis.SERVICE, Basis.DEVICE)
"""Bases that count; a host or a library is told apart."""
GAINS = frozenset({Direction.ADDED, Direction.STRONGER})
"""What makes a tree depend on more."""
TOLD = frozenset({Direction.ADDED, Direction.STRONGER, Direction.REMOVED, Direction.WEAKER})
"""What changes whom a tree depends on, and is told at length."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One vendor (None: not determined) on one basis: before, after, and the sightings that came or went."""

    direction: Direction
    vendor: str | None
    basis: Basis
    before: Strength | None
    after: Strength | None
    came: tuple[Sighting, ...]
    gone: tuple[Sighting, ...]

    @property
    def order(self) -> tuple[int, int, str, str]:
        """The key by which shifts are sorted: what is gained first, the strongest first."""
        strength = self.after or self.before or Strength.MENTION_ONLY
        return (list(Direction).index(self.direction), RANK[strength], self.vendor or "", self.basis)
