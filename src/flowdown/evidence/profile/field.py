"""What a field of the profile says of itself: what it is for, and what is asked where it is not known."""

from __future__ import annotations

import dataclasses
import datetime
from enum import Enum, StrEnum
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")


class Unknown(Enum):
    """The word by which a profile says that something is not known."""

    UNKNOWN = "unknown"


class Answer(StrEnum):
    """Yes, no, or not known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


Day: TypeAlias = datetime.date | Unknown | None
"""A day; `unknown` where nobody knows it, None where nothing was written."""
Number: TypeAlias = int | float | Unknown | None


def said(about: str, default: T, asks: str = "") -> T:
    """A field with what it is for. With `asks`, leaving it out leaves a question open, as writing `unknown` does."""
    described: T = dataclasses.field(default=default, metadata={"about": about, "asks": asks})
    return described


def about_of(field: dataclasses.Field[Any]) -> str:
    """What a field is for."""
    return str(field.metadata.get("about", ""))


def asks_of(field: dataclasses.Field[Any]) -> str:
    """What is asked where it is not known; empty where that leaves nothing open."""
    return str(field.metadata.get("asks", ""))
