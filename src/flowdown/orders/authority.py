"""Authorities: who issues norms, waivers and stays, and how they rank."""

from __future__ import annotations

from dataclasses import dataclass

COURT = "court"
"""The kind of authority that alone can stay a norm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Somebody who can issue norms; a higher rank is stronger."""

    id: str
    kind: str = ""
    rank: float = 0
    name: str = ""
    note: str = ""

    @property
    def is_court(self) -> bool:
        """True if it can stay norms, whatever their rank."""
        return self.kind == COURT
