"""Keeps segments beside the claims of an SQLite store: written with the claims, and believed only if their digest is right."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from flowdown.graph.segment import PACKED, SPAN, pack, rows_of, unpack

_BACKLOG = 2
"""Segments of older claims that are written beside those of new ones."""
_MOST_MOVED = SPAN // 16
"""Rows with another moment than in their segment; if there are more, it is written anew."""
_HAVE = """
SELECT number FROM segment WHERE scope = ?
AND (SELECT count(*) FROM moved WHERE place > number * ? AND place <= (number + 1) * ?) <= ?
"""


def write_segments(connection: sqlite3.Connection, before: int) -> None:
    """Write the segments that are missing now that there are more than `before` rows; of older rows only a few."""
    highest = _highest(connection)
    if highest < SPAN or highest // SPAN == before // SPAN or not _has_table(connection):
        return
    have = {number for (number,) in connection.execute(_HAVE, (_scope_mark(), SPAN, SPAN, _MOST_MOVED))}
    missing = [number for number in range(highest // SPAN) if number not in have]
    older = [number for number in missing if number < before // SPAN]
    _write(connection, (*older[:_BACKLOG], *missing[len(older) :]))


def write_every_segment(connection: sqlite3.Connection) -> None:
    """Write all segments that are missing, damaged, or of another scope."""
    highest = _highest(connection)
    sound = {number for number, _ in read_segments(connection)}
    _write(connection, (number for number in range(highest // SPAN) if number not in sound))


def read_segments(connection: sqlite3.Connection) -> Iterator[tuple[int, bytes]]:
    """The number and the bytes of every segment that can be believed."""
    if not _has_table(connection):
        return
    mark, count = _scope_mark(), _highest(connection) // SPAN
    for number, scope, digest, body in connection.execute("SELECT number, scope, digest, body FROM segment"):
        if scope == mark and 0 <= number < count and isinstance(body, bytes) and digest == _digest(number, body):
            yield number, body


def find_false(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with segments: damaged ones, and those that do not say what their claims say."""
    if not _has_table(connection):
        return
    sound = {number for number, _ in read_segments(connection)}
    mark, statement = _scope_mark(), _ask_packed()
    for (number,) in connection.execute("SELECT number FROM segment WHERE scope = ? ORDER BY number", (mark,)):
        if number not in sound:
            yield f"segment {number} is damaged and passed over; `flowdown claims migrate` writes it anew"
    moved = {place for (place,) in connection.execute("SELECT place FROM moved")}
    for number, body in read_segments(connection):
        rows = connection.execute(statement, _places(number))
        try:
            is_same = _without(rows_of(unpack(number, body)), moved) == _without(rows, moved)
        except ValueError:
            is_same = False
        if not is_same:
            yield f"segment {number} does not say what its claims say: it was changed after it was written"


def _without(rows: Iterable[tuple[Any, ...]], moved: Collection[int]) -> list[tuple[Any, ...]]:
    """The rows, of those at places in `moved` all but their moment."""
    return [row[:-1] if row[0] in moved else row for row in rows]


def _places(number: int) -> tuple[int, int]:
    """The first and the last place of a segment."""
    return number * SPAN + 1, (number + 1) * SPAN


def _ask_packed() -> str:
    """The statement that gives the claims of a segment, between two places."""
    return f"SELECT {PACKED} FROM claim WHERE {_condition()} AND rowid BETWEEN ? AND ? ORDER BY rowid"


def _write(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    mark, statement = _scope_mark(), _ask_packed()
    for number in numbers:
        places = _places(number)
        try:
            body = pack(number, connection.execute(statement, places))
        except (TypeError, UnicodeError, sqlite3.OperationalError):
            # A store may hold what is no text: its rows are read as they are, as ever.
            continue
        row = (number, mark, _digest(number, body), body)
        connection.execute("INSERT OR REPLACE INTO segment VALUES (?, ?, ?, ?)", row)
        connection.execute("DELETE FROM moved WHERE place BETWEEN ? AND ?", places)


def _highest(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(rowid), 0) FROM claim").fetchone()[0])


def _has_table(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('segment', 'moved')").fetchone()
    return bool(found[0] == 2)


def _condition() -> str:
    # Loading it takes a while, and small stores have no segments.
    from flowdown.graph.day_query import everything

    return f"{everything().text} AND stance = 'supports'"


def _scope_mark() -> str:
    """What tells the claims that are packed today from those of another version of this program."""
    return hashlib.sha256(f"{PACKED} {_condition()}".encode()).hexdigest()[:16]


def _digest(number: int, body: bytes) -> str:
    return hashlib.sha256(f"{number}:".encode() + body).hexdigest()
