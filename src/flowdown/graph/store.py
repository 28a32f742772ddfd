"""The store of claims: SQLite, append-only, asked as of a day."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flowdown.base.errors import UnusableFile, Where
from flowdown.evidence.claim import Claim, Predicate
from flowdown.evidence.source import ClaimSource
from flowdown.graph.view import View

_ADD = """
INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
  first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)
"""


class Store:
    """An open store; close it, or use it as a context."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, claims: Iterable[Claim], seen: datetime.date) -> int:
        """Append claims seen on a day, all or none; return how many are in the store afterwards."""
        with self._connection:
            self._connection.executemany(_ADD, (_row(claim, seen) for claim in claims))
        return int(self._connection.execute("SELECT count(*) FROM claim").fetchone()[0])

    def view(self, known_at: datetime.date) -> View:
        """The claims first seen up to a day."""
        rows = self._connection.execute(
            "SELECT * FROM claim WHERE first_seen <= ? ORDER BY id", (known_at.isoformat(),)
        )
        return View(known_at, tuple(_claim(row) for row in rows))

    def close(self) -> None:
        """Close the store."""
        self._connection.close()


@contextmanager
def open_store(file: Path | None = None) -> Iterator[Store]:
    """Open the store in a file, or one in memory; raise `UnusableFile` for a file that is no store."""
    try:
        connection = sqlite3.connect(str(file) if file is not None else ":memory:")
    except sqlite3.Error as error:
        raise UnusableFile(f"no store of claims can be opened: {error}", Where(str(file))) from None
    try:
        if file is not None:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        connection.executescript((Path(__file__).parent / "schema.sql").read_text(encoding="utf-8"))
    except sqlite3.DatabaseError as error:
        connection.close()
        raise UnusableFile(f"not a store of claims: {error}", Where(str(file))) from None
    store = Store(connection)
    try:
        yield store
    finally:
        store.close()


def _row(claim: Claim, seen: datetime.date) -> tuple[str, ...]:
    source, day = claim.source, seen.isoformat()
    qualifiers = json.dumps(claim.qualifiers, ensure_ascii=False, separators=(",", ":"))
    return (
        claim.id,
        claim.subject,
        claim.predicate.value,
        claim.object,
        source.document,
        source.revision,
        _text(source.locator),
        qualifiers,
        day,
        day,
    )


def _claim(row: tuple[str, ...]) -> Claim:
    _, subject, predicate, object_, document, revision, locator, qualifiers, _, _ = row
    pairs = tuple((str(name), str(value)) for name, value in json.loads(qualifiers))
    return Claim(subject, Predicate(predicate), object_, ClaimSource(document, revision, locator), pairs)


def _text(text: str) -> str:
    """Text that SQLite takes: lone surrogates (bytes of a path that are no UTF-8) as visible escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
