"""One tree of a fleet: where it lies, and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a tree is read."""

    COMMIT = "commit"
    """A commit of a clone or of a repository without a work tree, from its objects."""
    FOLDER = "folder"
    """A folder as it lies, whatever is committed of it."""
    FILE = "file"
    """An archive, an image's tar, a single document."""


@dataclass(frozen=True, slots=True, order=True)
class FleetTree:
    """A tree by its name, which no other of the fleet has; `revision` is what was asked for (empty: what is checked out)."""

    name: str
    place: str
    kind: Kind
    revision: str = ""
