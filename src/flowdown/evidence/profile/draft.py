"""The draft of a profile: what was found or answered before a person has looked at it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flowdown.evidence.profile.profile import Profile


@dataclass(frozen=True, slots=True)
class Candidate:
    """A vendor that a scan sees: the use is a person's to confirm."""

    vendor: str
    name: str
    strength: str
    place: str
    places: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known so far, vendors to confirm, and what of an older file is carried over word for word."""

    profile: Profile = field(default_factory=Profile)
    candidates: tuple[Candidate, ...] = ()
    kept_text: str = ""
    asks_for_more: bool = True
    """Whether examples and open fields are written out, for a person to fill in."""
