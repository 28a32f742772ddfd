"""Positions: what the norms say of an act."""

from __future__ import annotations

from enum import StrEnum


class Position(StrEnum):
    """What the norms say of an act (contracts.md section 4)."""

    FORBIDDEN = "FORBIDDEN"
    REQUIRED = "REQUIRED"
    DUE = "DUE"
    PERMITTED = "PERMITTED"
    FREE = "FREE"
    CONFLICT = "CONFLICT"
    UNDETERMINED = "UNDETERMINED"
