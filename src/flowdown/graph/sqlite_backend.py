"""Keeps claims in an SQLite file, readable by others while one writes."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from urllib.parse import quote

from flowdown.base.errors import Where
from flowdown.graph.backend import NAMES_OF_TABLES
from flowdown.graph.errors import StoreAway, StoreError
from flowdown.graph.row import Row
from flowdown.graph.segment import SPAN
from flowdown.graph.segment_table import find_false, read_segments, write_every_segment, write_segments
from flowdown.graph.state import EMPTY, Passing, State

_INSERT = f"""
INSERT INTO claim VALUES ({", ".join("?" * len(Row._fields))})
ON CONFLICT (id) DO UPDATE SET recorded_at = excluded.recorded_at WHERE excluded.recorded_at < claim.recorded_at
"""
_STATE = ("state", "newest")
_NOTE = "INSERT INTO store VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600
WAIT = 10.0
"""The seconds that a writer waits for another one."""


class SqliteBackend:
    """An open SQLite store; `file` None is one in memory."""

    dialect = "sqlite"

    def __init__(self, file: Path | None, *, writes: bool, wait: float = WAIT) -> None:
        self.file = file
        self._where = Where(str(file)) if file else None
        with self._telling():
            self._connection = _connect(file, writes, wait)
            self._connection.isolation_level = None
            if file is not None:
                self._prepare(writes)

    def _prepare(self, writes: bool) -> None:
        run = self._connection.execute
        run("PRAGMA cache_size = -65536")
        run("PRAGMA trusted_schema = OFF")
        if not writes:
            run("PRAGMA query_only = ON")
            return
        # INVARIANT: WAL lets others read while one writes; FULL makes a commit outlast a loss of power.
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
        run("PRAGMA wal_autocheckpoint = 4000")

    def has_tables(self) -> bool:
        """True if a store is in the file."""
        names = {name for (name,) in self.read("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return names.issuperset(NAMES_OF_TABLES)

    def has_other_tables(self) -> bool:
        """True if something else is in it."""
        return bool(self.read("SELECT name FROM sqlite_master LIMIT 1")) and not self.has_tables()

    def run_script(self, statements: str) -> None:
        """Run several statements in one transaction."""
        with self._telling(), self._writing():
            for statement in _split(statements):
                self._connection.execute(statement)

    def insert(self, rows: Iterable[tuple[str, ...]]) -> int:
        """Put rows into `claim`, all or none; return how many are new."""
        with self._telling(), self._writing():
            before, state = self._highest(), self.state()
            if state is None and before:
                self._connection.executemany(_INSERT, rows)
            else:
                passing = Passing(state or EMPTY, rows)
                changes = self._connection.total_changes
                self._connection.executemany(_INSERT, passing)
                if self._connection.total_changes > changes:
                    self._connection.executemany(_NOTE, zip(_STATE, astuple(passing.after), strict=True))
            # Rows are never deleted, so that each new one has the next number.
            after = self._highest()
            if after // SPAN > before // SPAN:
                write_segments(self._connection, before)
            return after - before

    def state(self) -> State | None:
        """The state of the store; None for one that was begun when states were not told yet."""
        rows = self.read("SELECT value FROM store WHERE name IN ('state', 'newest') ORDER BY name DESC")
        return State(*(value for (value,) in rows)) if len(rows) == len(_STATE) else None

    def segments(self) -> Iterator[tuple[int, bytes]]:
        """The number and the bytes of every segment of claims that can be believed."""
        with self._telling():
            yield from read_segments(self._connection)

    def find_false_segments(self) -> list[str]:
        """What is wrong with segments, one line each."""
        with self._telling():
            return list(find_false(self._connection))

    def pack(self) -> None:
        """Write the segments that are missing, damaged, or of an older version of this program."""
        with self._telling(), self._writing():
            write_every_segment(self._connection)

    def read(self, statement: str, parameters: Sequence[str] = ()) -> list[tuple[str, ...]]:
        """Every row that a query gives."""
        try:
            return self._connection.execute(statement, parameters).fetchall()
        except sqlite3.Error as error:
            raise self._fault(error) from None

    def stream(self, statement: str, parameters: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
        """The rows that a query gives, without holding them all."""
        with self._telling():
            # NOTE: `map` hides the cursor's `close`, which a reader that stops early would call when the file is closed.
            yield from map(tuple, self._connection.execute(statement, parameters))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within it, every read sees the same state."""
        if self._connection.in_transaction:
            yield
            return
        with self._telling():
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            with self._telling():
                self._connection.execute("COMMIT")

    def find_damage(self) -> list[str]:
        """What SQLite finds wrong with its file."""
        found = [str(row[0]) for row in self.read("PRAGMA integrity_check(20)")]
        return [each for each in found if each != "ok"]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _highest(self) -> int:
        return int(self._connection.execute("SELECT coalesce(max(rowid), 0) FROM claim").fetchone()[0])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._fault(error) from None

    def _fault(self, error: sqlite3.Error) -> StoreError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return StoreAway("another program is writing to the store", self._where, "try again when it is done")
        if code == sqlite3.SQLITE_FULL:
            return StoreAway("the disk is full; nothing of this was kept", self._where, "make room and repeat it")
        if code == sqlite3.SQLITE_IOERR:
            hint = "is its disk sound, and no limit reached?"
            return StoreAway("the disk refuses to read or write; nothing of this was kept", self._where, hint)
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT) or "decode to UTF-8" in str(error):
            return StoreError("no store of claims, or a damaged one", self._where, "restore it from a backup")
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            return StoreError("the store cannot be opened for this", self._where, "may its folder and file be written?")
        return StoreError(f"the store says: {' '.join(str(error).split())}", self._where)


def _connect(file: Path | None, writes: bool, wait: float) -> sqlite3.Connection:
    if file is None:
        return sqlite3.connect(":memory:", cached_statements=64)
    where = Where(str(file))
    try:
        if file.is_dir():
            raise StoreError("is a folder, not a store of claims", where)
        if file.is_file() and file.stat().st_size and not _starts_as_database(file):
            # SQLite would write over a file that is too short to be a database.
            raise StoreError("no store of claims", where)
        if writes:
            _make_private(file)
            return sqlite3.connect(_url(file, "rw"), uri=True, timeout=wait)
        if not file.exists():
            raise StoreError("no store of claims is there", where, "`flowdown claims add` makes one")
    except OSError as error:
        raise StoreError(f"cannot be opened: {error.strerror}", where) from None
    connection = sqlite3.connect(_url(file, "ro"), uri=True, timeout=wait)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        connection.close()
        # NOTE: WAL needs files beside the store. In a read-only folder a store that was closed well has none, and
        # nobody can be writing to it.
        if os.access(file.parent, os.W_OK) or Path(f"{file}-wal").exists():
            raise
        return sqlite3.connect(_url(file, "ro") + "&immutable=1", uri=True)
    return connection


def _starts_as_database(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(16) == b"SQLite format 3\0"


def _make_private(file: Path) -> None:
    """Make the folder and the file, for nobody else's eyes; git does not see what is in a folder `.flowdown`."""
    if not file.parent.exists():
        # Somebody else may make it in this very moment.
        file.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        if file.parent.name == ".flowdown":
            _write_private(file.parent / ".gitignore", b"*\n")
    if not file.exists():
        # The files that SQLite puts beside it take over its mode.
        _write_private(file, b"")


def _write_private(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY, _FILE_MODE), "wb") as opened:
        opened.write(content)


def _url(file: Path, mode: str) -> str:
    return f"file:{quote(str(file.absolute()))}?mode={mode}"


def _split(statements: str) -> Iterator[str]:
    """The single statements of a script; those of a trigger stay together."""
    pending = ""
    for line in statements.splitlines():
        pending += line + "\n"
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending
