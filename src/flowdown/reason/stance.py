"""Stances: whether threatened norms are counted."""

from __future__ import annotations

from enum import StrEnum


class Stance(StrEnum):
    """Whether threatened norms are counted."""

    IN_FORCE = "in_force"
    AS_THREATENED = "as_threatened"
