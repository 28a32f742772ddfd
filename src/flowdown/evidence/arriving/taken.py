"""What became of documents that arrived."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flowdown.base.errors import FlowdownError
from flowdown.evidence.reader import Unread, Violation


class Fate(StrEnum):
    """What became of a document."""

    IMPORTED = "imported"
    KNOWN = "known"
    """It was there already, with everything that it says."""
    CHECKED = "checked"
    """It was read, and nothing was kept (`--dry-run`)."""
    REFUSED = "refused"
    PASSED_OVER = "passed-over"
    """It lay in a folder, and no reader knows it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One document and what became of it.

    `violations` and `unread` are the first of each, `broken` and `left_out` how many there are in all.
    """

    name: str
    fate: Fate
    kind: str = ""
    dialect: str = ""
    claims: int = 0
    new: int = 0
    broken: int = 0
    left_out: int = 0
    violations: tuple[Violation, ...] = ()
    unread: tuple[Unread, ...] = ()
    why: tuple[FlowdownError, ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document that can be imported; `tried_on` is empty where it is untested on real input."""

    id: str
    about: str
    formats: tuple[str, ...]
    tried_on: tuple[str, ...]
