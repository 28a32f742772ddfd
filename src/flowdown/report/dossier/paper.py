"""A paper: for whom it is, what it is about, and how the facts become what its words are filled with."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from flowdown.report.dossier.facts import Facts

_PACKAGE = "flowdown.report.papers"
_LONGEST_NAME = 90


@dataclass(frozen=True, slots=True)
class Blank:
    """Something that nobody told: a field that a person has to fill in, with what belongs there."""

    to_be_filled_in: str


Told: TypeAlias = str | Blank
"""What is known, or the place where it is to be written."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: its SVG, and the words that stand for it where it is not seen."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document of a paper: the name of its files, its title, what its template is filled with."""

    name: str
    title: str
    context: object
    drawings: Mapping[str, Drawing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Absent:
    """A paper that does not apply, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `build` gives its documents, none of them for one that does not apply. `rank` orders the index."""

    id: str
    title: str
    for_whom: str
    about: str
    rank: int
    build: Callable[[Facts], tuple[Sheet, ...] | Absent]


@cache
def load_papers() -> Mapping[str, Paper]:
    """Every paper of the folder, by id."""
    from flowdown.base.openset import load_modules

    return load_modules(_PACKAGE, "PAPER", Paper)


def told(text: object, what: str) -> Told:
    """A text, or the blank for one that is empty or `unknown`."""
    from flowdown.evidence.profile.field import Unknown

    if text is None or isinstance(text, Unknown) or str(text) in ("", "unknown"):
        return Blank(what)
    return str(text)


def name_sheet(*words: str) -> str:
    """The name of a document's files: small letters, digits and `-`; what is too long ends in a digest."""
    parts = [re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-") for word in words]
    name = "--".join(part for part in parts if part)
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 9]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
