"""Keeps what was looked at last and what is to be sent: written before anything is sent, marked when it was."""

from __future__ import annotations

import datetime
import os
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from flowdown.base.errors import Where
from flowdown.watch.errors import WatchError

NAME = "watch.sqlite"
_VERSION = 1
_MOST_LOOKS = 10
_TABLES = """
CREATE TABLE look (number INTEGER PRIMARY KEY, made_at TEXT NOT NULL, content BLOB NOT NULL);
CREATE TABLE change (id TEXT PRIMARY KEY, look INTEGER NOT NULL);
CREATE TABLE delivery (
  id TEXT PRIMARY KEY, notice TEXT NOT NULL, channel TEXT NOT NULL, receiver TEXT NOT NULL, body TEXT NOT NULL,
  state TEXT NOT NULL, tries INTEGER NOT NULL, next_try TEXT NOT NULL, fault TEXT NOT NULL, made_at TEXT NOT NULL
);
CREATE INDEX delivery_due ON delivery (state, next_try);
"""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to one receiver by one channel; `body` is the notice as JSON, `id` the same whenever it is sent again."""

    id: str
    notice: str
    channel: str
    receiver: str
    body: str
    state: str = "waiting"
    tries: int = 0
    next_try: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What was kept of a look; `number` counts them."""

    number: int
    content: str


class Ledger:
    """An open ledger. Make it with `open_ledger`, which lets one program at a time have it."""

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection = connection
        self._where = Where(str(file))

    def last_look(self) -> Look | None:
        """The last look that was kept; None before the first."""
        rows = self._read("SELECT number, content FROM look ORDER BY number DESC LIMIT 1")
        if not rows:
            return None
        try:
            return Look(rows[0][0], zlib.decompress(rows[0][1]).decode())
        except (zlib.error, UnicodeDecodeError, TypeError):
            raise WatchError("what was kept of the last look is damaged", self._where) from None

    def known_changes(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of some changes that were told before."""
        return frozenset(each for each in ids if self._read("SELECT 1 FROM change WHERE id = ?", (each,)))

    def keep(
        self, before: int, content: str, changes: Sequence[str], letters: Sequence[Letter], at: datetime.datetime
    ) -> None:
        """Keep a look that follows the one numbered `before`, its changes and what is to be sent: all of it or nothing."""
        moment = write_moment(at)
        with self._telling(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            packed = zlib.compress(content.encode())
            self._connection.execute("INSERT INTO look VALUES (?, ?, ?)", (before + 1, moment, packed))
            self._connection.execute("DELETE FROM look WHERE number <= ?", (before + 1 - _MOST_LOOKS,))
            self._connection.executemany(
                "INSERT OR IGNORE INTO change VALUES (?, ?)", [(each, before + 1) for each in changes]
            )
            self._connection.executemany(
                "INSERT OR IGNORE INTO delivery VALUES (?, ?, ?, ?, ?, 'waiting', 0, '', '', ?)",
                [(each.id, each.notice, each.channel, each.receiver, each.body, moment) for each in letters],
            )

    def due(self, at: datetime.datetime) -> tuple[Letter, ...]:
        """The messages that are to be tried now, the oldest first."""
        statement = f"{_LETTERS} WHERE state = 'waiting' AND next_try <= ? ORDER BY made_at, id"
        return tuple(Letter(*row) for row in self._read(statement, (write_moment(at),)))

    def letters(self) -> tuple[Letter, ...]:
        """Every message, the oldest first."""
        return tuple(Letter(*row) for row in self._read(f"{_LETTERS} ORDER BY made_at, id"))

    def mark(self, letter: Letter) -> None:
        """Keep how it went with a message; it is on the disk when this returns."""
        with self._telling(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(
                "UPDATE delivery SET state = ?, tries = ?, next_try = ?, fault = ? WHERE id = ?",
                (letter.state, letter.tries, letter.next_try, letter.fault, letter.id),
            )

    def try_again(self) -> int:
        """Have messages that were refused, or wait, be tried at once; return how many."""
        with self._telling(), self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            found = self._connection.execute(
                "UPDATE delivery SET state = 'waiting', tries = 0, next_try = '' WHERE state <> 'sent'"
            )
            return found.rowcount

    def _read(self, statement: str, parameters: Sequence[str] = ()) -> list[Any]:
        with self._telling():
            return self._connection.execute(statement, parameters).fetchall()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise WatchError(f"the ledger of watching cannot be used: {error}", self._where) from None


_LETTERS = "SELECT id, notice, channel, receiver, body, state, tries, next_try, fault FROM delivery"


def write_moment(moment: datetime.datetime) -> str:
    """A moment as text that sorts as moments do."""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ledger_file(profile: Path) -> Path:
    """Where the ledger of a profile is: beside its store and log."""
    return profile.resolve().parent / ".flowdown" / NAME


@contextmanager
def open_ledger(file: Path) -> Iterator[Ledger]:
    """Open a ledger, or make it. Raises `WatchError` where another program has it, or it cannot be used."""
    where = Where(str(file))
    try:
        if not file.parent.exists():
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if file.parent.name == ".flowdown":
                (file.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        with _open_private(file.with_name(f"{file.name}.lock")) as lock:
            _lock(lock, where)
            _open_private(file).close()
            connection = sqlite3.connect(file, isolation_level=None, timeout=10)
            try:
                _prepare(connection, where)
                yield Ledger(connection, file)
            finally:
                connection.close()
    except OSError as error:
        raise WatchError(f"cannot be opened: {error.strerror}", where) from None
    except sqlite3.Error as error:
        raise WatchError(f"is no ledger of watching: {error}", where) from None


def _open_private(file: Path) -> IO[bytes]:
    return os.fdopen(os.open(file, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600), "r+b")


def _lock(lock: IO[bytes], where: Where) -> None:
    """One look at a time; the lock goes with the program that holds it, however that ends."""
    try:
        import fcntl
    except ImportError:  # Windows: SQLite's own locks keep the ledger whole; two looks at once are not kept apart.
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise WatchError("another look is under way", where, "it will tell what changed") from None


def _prepare(connection: sqlite3.Connection, where: Where) -> None:
    # INVARIANT: what is kept outlasts a loss of power, so that nothing is sent of which nothing is known later.
    connection.execute("PRAGMA synchronous = FULL")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise WatchError(f"the ledger is of version {version}; this program knows up to {_VERSION}", where)
    if version == 0:
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise WatchError("holds something else than a ledger of watching", where)
        with connection:
            connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
