"""The store of claims: append-only, in SQLite or PostgreSQL, asked as of a day and as known on a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from flowdown.base.collector import hold_collector
from flowdown.base.errors import Problems, UnusableArgument, Where, clip
from flowdown.evidence.claim import Claim
from flowdown.evidence.examine import examine
from flowdown.graph.backend import Backend
from flowdown.graph.errors import StoreError, UnsoundClaim
from flowdown.graph.known import Known, resolve
from flowdown.graph.migrate import VERSION, create, read_version
from flowdown.graph.neighbourhood import read_around
from flowdown.graph.row import COLUMNS, Row, last_moment_of, moment_of, row_of, write_row
from flowdown.graph.spool import Spool
from flowdown.graph.sqlite_backend import SqliteBackend
from flowdown.graph.view import View, view_known

Moment: TypeAlias = datetime.datetime | datetime.date
"""A moment, or a day: recorded on a day is from its start, known on a day is to its end (UTC)."""

URL_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Added:
    """What an `add` did: claims that were not there before, and those that were."""

    new: int
    known: int


class Store:
    """An open store; close it, or use `open_store` as a context."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend

    def add(self, claims: Iterable[Claim], recorded_at: Moment) -> Added:
        """Append claims, all or none. They are safe when this returns.

        A claim that is there already stays as it is, but for an earlier moment of recording. Raises `Problems` for
        claims that no claim may be, `StoreError` where they cannot be kept.
        """
        moment = moment_of(recorded_at)
        rows: dict[str, tuple[str, ...]] = {}
        problems: list[UnsoundClaim] = []
        for claim in claims:
            faults = examine(claim)
            if faults:
                where = Where(claim.source.document, path=claim.source.locator)
                problems.extend(UnsoundClaim(fault, where) for fault in faults)
                continue
            row = write_row(claim, moment)
            rows[row[0]] = row
        if problems:
            raise Problems(problems)
        new = self.backend.insert(tuple(rows.values())) if rows else 0
        return Added(new, len(rows) - new)

    def add_spool(self, spool: Spool) -> Added:
        """Append what a spool holds, all or none; its claims were examined."""
        new = self.backend.insert(spool.rows())
        return Added(new, spool.count - new)

    def add_rows(self, rows: Sequence[Row]) -> int:
        """Append rows of another store as they are, moments included; return how many are new."""
        return self.backend.insert(rows)

    def known(self, known_at: Moment) -> Known:
        """Everything that was known at a moment, with retractions, readings and disputes worked in."""
        statement = f"SELECT {COLUMNS} FROM claim WHERE recorded_at <= ?"
        with hold_collector():
            return resolve(map(row_of, self.backend.read(statement, (last_moment_of(known_at),))))

    def view(self, as_of: datetime.date, known_at: Moment) -> View:
        """The graph on a day, as known at a moment."""
        return view_known(self.known(known_at), as_of, known_at)

    def around(self, node: str, as_of: datetime.date, known_at: Moment) -> View:
        """The claims of which a node is subject or object, on a day, as known at a moment."""
        return view_known(read_around(self.backend, node, last_moment_of(known_at)), as_of, known_at)

    def rows(self) -> Iterator[Row]:
        """Every row, by id."""
        return map(row_of, self.rows_as_they_are())

    def rows_as_they_are(self) -> Iterator[Row]:
        """Every row, by id, also what no claim of this program gives."""
        return map(Row._make, self.backend.stream(f"SELECT {COLUMNS} FROM claim ORDER BY id"))

    def find(self, identity: str) -> Row:
        """The claim with this id, or the only one whose id starts so; raises `UnusableArgument` for none or several."""
        wanted = identity if identity.startswith("claim:") else f"claim:{identity}"
        # No id goes on with a letter after `f`.
        statement = f"SELECT {COLUMNS} FROM claim WHERE id >= ? AND id < ? ORDER BY id LIMIT 2"
        found = self.backend.read(statement, (wanted, wanted + "g"))
        if not found or len(wanted) < len("claim:") + 4:
            hint = "give at least four of its digits; see `flowdown claims list`"
            raise UnusableArgument(f"no claim is called `{clip(identity)}`", hint=hint)
        if len(found) > 1:
            raise UnusableArgument(f"several claims start with `{identity}`", hint="give more of its digits")
        return row_of(found[0])

    def saying_of(self, identity: str) -> tuple[Row, ...]:
        """The claims that assess or retract a claim, in the order in which they were recorded."""
        statement = f"SELECT {COLUMNS} FROM claim WHERE object = ? ORDER BY recorded_at, id"
        return tuple(map(row_of, self.backend.read(statement, (identity,))))

    def has_others(self) -> bool:
        """True if anything in it comes from elsewhere than a scan or a profile."""
        statement = (
            "SELECT 1 FROM claim WHERE document NOT LIKE 'tree:%' AND document NOT LIKE 'document:%/profile' LIMIT 1"
        )
        return bool(self.backend.read(statement))

    def count(self) -> int:
        """How many claims there are."""
        return int(self.backend.read("SELECT count(*) FROM claim")[0][0])

    def close(self) -> None:
        """Close the store."""
        self.backend.close()


@contextmanager
def open_store(
    target: Path | str | None = None, *, writes: bool = True, creates: bool = True, any_version: bool = False
) -> Iterator[Store]:
    """Open the store in a file or at a PostgreSQL URL, or one in memory; make it if there is none (`writes`, `creates`).

    Raises `StoreError` for what is no store, for a newer one, and for an older one that is not migrated yet (unless
    `any_version`).
    """
    if writes and not creates:
        with open_store(target, writes=False, any_version=True):
            pass
    backend = connect(target, writes=writes)
    try:
        where = Where(place_of(target))
        if not backend.has_tables():
            if backend.has_other_tables():
                raise StoreError("holds something else than a store of claims", where)
            if not writes:
                raise StoreError("no store of claims is there", where, "`flowdown claims add` makes one")
            _create(backend)
        version = read_version(backend, where)
        if version < VERSION and not any_version:
            hint = "run `flowdown claims migrate`"
            raise StoreError(f"the store is of version {version}, this program of version {VERSION}", where, hint)
        yield Store(backend)
    finally:
        backend.close()


def _create(backend: Backend) -> None:
    try:
        create(backend)
    except StoreError:
        # Another program made the tables in the meantime: that is as good.
        if not backend.has_tables():
            raise


def connect(target: Path | str | None, *, writes: bool) -> Backend:
    """The database behind a file or URL."""
    if isinstance(target, str) and target.startswith(URL_SCHEMES):
        from flowdown.graph.postgres_backend import PostgresBackend

        return PostgresBackend(target, writes=writes)
    if isinstance(target, str) and "://" in target:
        raise UnusableArgument("only `postgresql://` is known as the URL of a store")
    return SqliteBackend(Path(target) if target is not None else None, writes=writes)


def is_there(target: Path | str) -> bool:
    """True unless it is a file that is not there yet."""
    is_url = isinstance(target, str) and target.startswith(URL_SCHEMES)
    return is_url or Path(target).exists()


def place_of(target: Path | str | None) -> str:
    """A target as it may be shown: no password in it."""
    if isinstance(target, str) and target.startswith(URL_SCHEMES):
        from flowdown.graph.postgres_backend import hide_secret

        return hide_secret(target)
    return str(target) if target is not None else "in memory"
