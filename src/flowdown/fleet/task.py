"""What a worker is told and what it answers, as lines of JSON: the same for every engine."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from flowdown.fleet.cell import Ending, Limits
from flowdown.fleet.part import Parts
from flowdown.fleet.scan_tree import Scanned
from flowdown.fleet.shared_folder import SharedFolder
from flowdown.fleet.tree import FleetTree, Kind

PARTS, RUNS, SHARDS = "parts", "runs", "shards"
"""In a fleet's folder: what was seen in trees, in runs of files, and the claims of documents."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What holds for every tree of a sweep.

    The folder of the fleet, catalogues, the folder of tables, limits, and the URL of the folder in which parts are shared.
    """

    folder: str
    catalogues: tuple[str, ...]
    tables: str
    limits: Limits
    shared: str = ""
    moment: str = ""
    """When documents are read, where claims are prepared; empty: trees are scanned."""

    @property
    def cache(self) -> Path | None:
        """The folder of tables; None where there is none."""
        return Path(self.tables) if self.tables else None

    def parts(self) -> Parts:
        """Where what was seen in trees is kept; raises `UnusableArgument` for a shared folder that cannot be reached."""
        return Parts(Path(self.folder) / PARTS, SharedFolder(self.shared) if self.shared else None)

    @property
    def runs(self) -> Path:
        """Where what was seen in runs of files is kept."""
        return Path(self.folder) / RUNS

    def to_line(self) -> str:
        """One line."""
        return _line({**asdict(self), "limits": asdict(self.limits)})

    @classmethod
    def from_line(cls, line: str | bytes) -> Orders:
        """The orders that a line says."""
        said = json.loads(line)
        return cls(
            said["folder"],
            tuple(said["catalogues"]),
            said["tables"],
            Limits(**said["limits"]),
            said["shared"],
            said["moment"],
        )


def tree_to_line(tree: FleetTree) -> str:
    """A tree as one line."""
    return _line([tree.name, tree.place, tree.kind, tree.revision])


def tree_from_line(line: str | bytes) -> FleetTree:
    """The tree that a line says."""
    name, place, kind, revision = json.loads(line)
    return FleetTree(name, place, Kind(kind), revision)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the scan of a tree ended: what was seen, or why it was not; `seconds` by the clock, `cpu` of processors."""

    ending: Ending
    scanned: Scanned | None = None
    why: str = ""
    seconds: float = 0.0
    cpu: float = 0.0
    is_lost: bool = False
    """The worker went away, which says nothing of the tree."""

    def to_line(self) -> str:
        """One line."""
        return _line({**asdict(self), "scanned": asdict(self.scanned) if self.scanned else None})

    @classmethod
    def from_line(cls, line: str | bytes) -> Outcome:
        """The outcome that a line says."""
        said = json.loads(line)
        scanned = Scanned(**said["scanned"]) if said["scanned"] else None
        return cls(**{**said, "ending": Ending(said["ending"]), "scanned": scanned})


LOST = Outcome(Ending.DIED, why="the worker went away", is_lost=True)
"""What is known of a tree whose worker was lost."""


def _line(value: object) -> str:
    return json.dumps(value, separators=(",", ":")) + "\n"
