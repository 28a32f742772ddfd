"""What a fleet knows of each of its trees: whether it was scanned, in which state, and why not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

from flowdown.base.errors import FlowdownError, UnusableArgument, Where
from flowdown.fleet.tree import FleetTree, Kind

T = TypeVar("T")
_WAIT = 60.0
"""Seconds that another run may hold the ledger."""


class LedgerError(FlowdownError):
    """The ledger cannot be read or written."""


class Status(StrEnum):
    """How it stands with a tree."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Row:
    """A tree and what is known of it.

    `state` tells cheaply whether the tree is as it was (empty: look again); `stamp` with which catalogue and code it was
    scanned; `key` names its part. `tries` are those since it was done last; `seconds` and `cpu` those of the last scan.
    """

    tree: FleetTree
    status: Status = Status.WAITING
    state: str = ""
    stamp: str = ""
    key: str = ""
    commit: str = ""
    content: str = ""
    why: str = ""
    tries: int = 0
    files: int = 0
    bytes: int = 0
    sightings: int = 0
    gaps: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    is_wanted: bool = True
    """Whether the tree is in the list that was given last."""


class Stored(NamedTuple):
    """What was written of a tree into a store: which part at which commit, and the edition that the store calls it by."""

    name: str
    mark: str
    edition: str


_COLUMNS = (
    "name place kind revision status state stamp key commit_id content why tries files bytes sightings gaps seconds cpu wanted"
).split()
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS tree ({", ".join(_COLUMNS)}, PRIMARY KEY (name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stored (name PRIMARY KEY, mark, edition) WITHOUT ROWID;
"""
_PUT = f"INSERT OR REPLACE INTO tree VALUES ({', '.join('?' * len(_COLUMNS))})"


class Ledger:
    """The ledger of one fleet, an SQLite file; one run writes, others may read meanwhile."""

    def __init__(self, file: Path, *, writes: bool) -> None:
        self._where = Where(str(file))
        if not writes and not file.exists():
            raise UnusableArgument(
                f"`{file.parent}` is no fleet", hint="`flowdown fleet scan --from LIST --out FOLDER`"
            )
        mode = "rwc" if writes else "ro"
        try:
            self._base = sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=_WAIT)
            if writes:
                self._base.execute("PRAGMA journal_mode = WAL")
                self._base.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise LedgerError(f"cannot be opened: {error}", self._where) from None

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def enter(self, trees: Iterable[FleetTree]) -> None:
        """Note which trees the fleet has now; what is known of one that is the same as before stays."""
        known = {row.tree.name: row for row in self.rows(wanted_only=False)}
        put: list[Row] = []
        for tree in trees:
            row = known.pop(tree.name, None)
            if row is None or row.tree != tree:
                put.append(Row(tree))
            elif not row.is_wanted:
                put.append(replace(row, is_wanted=True))
        put.extend(replace(row, is_wanted=False) for row in known.values() if row.is_wanted)
        self.put(put)

    def put(self, rows: Iterable[Row]) -> None:
        """Write rows, all or none; raises `LedgerError` where that cannot be."""

        def write() -> None:
            with self._base:
                self._base.executemany(_PUT, map(_values, rows))

        self._do(write)

    def rows(self, *, wanted_only: bool = True) -> tuple[Row, ...]:
        """Every tree by name."""
        where = " WHERE wanted" if wanted_only else ""
        return tuple(self._do(lambda: list(self._read(where))))

    def stored(self) -> dict[str, Stored]:
        """What was written of each tree into a store last."""
        found = self._do(lambda: self._base.execute("SELECT name, mark, edition FROM stored").fetchall())
        return {name: Stored(name, mark, edition) for name, mark, edition in found}

    def note_stored(self, written: Iterable[Stored]) -> None:
        """Remember what was written into a store."""

        def write() -> None:
            with self._base:
                self._base.executemany("INSERT OR REPLACE INTO stored VALUES (?, ?, ?)", written)

        self._do(write)

    def _read(self, where: str) -> Iterator[Row]:
        for values in self._base.execute(f"SELECT {', '.join(_COLUMNS)} FROM tree{where} ORDER BY name"):
            name, place, kind, revision, status, *rest, wanted = values
            tree = FleetTree(name, place, Kind(kind), revision)
            yield replace(Row(tree, Status(status), *rest), is_wanted=bool(wanted))

    def _do(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except sqlite3.Error as error:
            raise LedgerError(str(error), self._where) from None


def _values(row: Row) -> tuple[object, ...]:
    tree = row.tree
    return (
        tree.name,
        tree.place,
        tree.kind.value,
        tree.revision,
        row.status.value,
        row.state,
        row.stamp,
        row.key,
        row.commit,
        row.content,
        row.why,
        row.tries,
        row.files,
        row.bytes,
        row.sightings,
        row.gaps,
        row.seconds,
        row.cpu,
        int(row.is_wanted),
    )
