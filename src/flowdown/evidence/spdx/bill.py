"""A bill of materials as SPDX 2 and 3 both tell it: elements, what joins them, and which are described."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from flowdown.evidence.reader import Unread, Violation


class Sort(StrEnum):
    """What an element is, as far as it matters to who depends on whom."""

    PACKAGE = "package"
    MODEL = "model"
    BUILD = "build"
    FILE = "file"
    """A file, or a snippet of one: it stands for the packages that hold it."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who supplied or made an element, and in which `role`."""

    name: str
    role: str
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """A part of software. `place` is where it stands in the document; `days` are pairs of an event and a day."""

    sort: Sort
    name: str
    place: str
    version: str = ""
    purls: tuple[str, ...] = ()
    download: str = ""
    checksum: str = ""
    parties: tuple[Party, ...] = ()
    days: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two elements, in the words of its own version of SPDX."""

    from_: str
    word: str
    to: str
    place: str
    scope: str = ""


@dataclass(slots=True)
class Bill:
    """The elements by id, the ties, the ids of what the document describes, and what was told on the way."""

    elements: dict[str, Element] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    told: list[Violation | Unread] = field(default_factory=list)
    silent: frozenset[str] = frozenset()
    """Ids of what is in the document and no part of software: itself, people, licences."""
    nothing: frozenset[str] = frozenset()
    """What stands for no element at all."""
    unknown: frozenset[str] = frozenset()
    """What stands for elements that nobody names."""
