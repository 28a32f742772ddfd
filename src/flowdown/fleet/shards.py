"""Prepares the claims of the documents in one tree: parsed, resolved to nodes, examined, as one file of Parquet."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from flowdown.evidence.arriving.names import Names
from flowdown.evidence.arriving.taken import Fate, Taken
from flowdown.fleet.state import state_of
from flowdown.fleet.tree import FleetTree
from flowdown.graph.export import export_parquet
from flowdown.graph.row import Row
from flowdown.pipeline.importing import prepare_documents

_MOST_TOLD = 100
"""Documents of one tree of which it is told why they were refused."""


@dataclass(frozen=True, slots=True)
class Shard:
    """What was prepared of one tree: documents and claims, documents that no reader knows, and what was refused, with why."""

    tree: str
    documents: int = 0
    claims: int = 0
    passed_over: int = 0
    left_out: int = 0
    refused: tuple[tuple[str, str], ...] = ()


class Shards:
    """The folder of all shards; each is named by its tree, the state of that and the code, and written whole."""

    def __init__(self, folder: Path, stamp: str) -> None:
        self._folder = folder
        self._stamp = stamp

    def file(self, key: str) -> Path:
        """The claims of a shard."""
        return self._folder / f"{key}.parquet"

    def key_of(self, tree: FleetTree) -> str:
        """What names the shard of a tree as it is now."""
        said = "\0".join((self._stamp, tree.name, tree.place, state_of(tree)))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def read(self, key: str) -> Shard | None:
        """What a shard holds; None if there is none."""
        try:
            said = json.loads((self._folder / f"{key}.json").read_text(encoding="utf-8"))
            return Shard(**{**said, "refused": tuple((name, why) for name, why in said["refused"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def make(self, tree: FleetTree, names: Names, moment: datetime.datetime) -> Shard:
        """Prepare a tree and keep its shard; raises OSError or `FlowdownError` where it cannot be kept."""
        key = self.key_of(tree)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        taken: list[Taken] = []
        draft = self._folder / f"{key}.{os.getpid()}.draft"
        try:
            claims = export_parquet(_rows(tree, names, moment, taken), draft)
            shard = _shard_of(tree, taken, claims)
            draft.replace(self.file(key))
            # INVARIANT: who finds the account of a shard finds its claims.
            draft.write_text(json.dumps(asdict(shard)), encoding="utf-8")
            draft.replace(self._folder / f"{key}.json")
        finally:
            draft.unlink(missing_ok=True)
        return shard

    def forget_others(self, wanted: set[str]) -> None:
        """Remove the shards of earlier states."""
        for file in self._folder.iterdir():
            if file.name.partition(".")[0] not in wanted:
                file.unlink(missing_ok=True)


def _rows(tree: FleetTree, names: Names, moment: datetime.datetime, taken: list[Taken]) -> Iterator[Row]:
    place = Path(tree.place)
    for each, rows in prepare_documents(place, tree.name, names, moment):
        taken.append(each)
        yield from map(Row._make, rows)


def _shard_of(tree: FleetTree, taken: list[Taken], claims: int) -> Shard:
    refused = [(each.name, str(each.why[0]) if each.why else "refused") for each in taken if each.fate is Fate.REFUSED]
    return Shard(
        tree.name,
        sum(each.fate is Fate.IMPORTED for each in taken),
        claims,
        sum(each.fate is Fate.PASSED_OVER for each in taken),
        sum(each.left_out for each in taken),
        tuple(refused[:_MOST_TOLD]),
    )
