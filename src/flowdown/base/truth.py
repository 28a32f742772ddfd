"""Three-valued truth (strong Kleene logic)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Truth(StrEnum):
    """YES, NO, or UNKNOWN; never a guess."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """Turn a boolean, or None for not known, into a truth value."""
        if value is None:
            return cls.UNKNOWN
        return cls.YES if value else cls.NO

    def negated(self) -> Truth:
        """Return the opposite; UNKNOWN stays UNKNOWN."""
        if self is Truth.UNKNOWN:
            return self
        return Truth.NO if self is Truth.YES else Truth.YES


def all_of(values: Iterable[Truth]) -> Truth:
    """NO if any is NO, else UNKNOWN if any is UNKNOWN, else YES."""
    seen = set(values)
    if Truth.NO in seen:
        return Truth.NO
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.YES


def any_of(values: Iterable[Truth]) -> Truth:
    """YES if any is YES, else UNKNOWN if any is UNKNOWN, else NO."""
    seen = set(values)
    if Truth.YES in seen:
        return Truth.YES
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.NO
