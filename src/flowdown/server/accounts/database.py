"""The database of accounts: SQLite or PostgreSQL, texts only, every write a transaction that is safe when it returns."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

from flowdown.base.errors import FlowdownError
from flowdown.server.accounts.places import add_search_path

Row: TypeAlias = tuple[str, ...]
T = TypeVar("T")
_HERE = Path(__file__).parent
_VERSION = 2
_MOST_IDLE = 8
_WAIT = 10.0


class AccountsFault(FlowdownError):
    """The database of accounts does not answer."""


class Run(Protocol):
    """Runs a statement within a transaction; how many rows it changed."""

    def __call__(self, statement: str, parameters: Sequence[str] = ()) -> int: ...


class Database:
    """An open database of accounts; `target` is a file, or a URL with the `schema` that is to be used."""

    def __init__(self, target: Path | str, schema: str = "") -> None:
        self._target = target
        self._schema = schema
        self._idle: list[Any] = []
        self._lock = threading.Lock()
        self.is_postgresql = isinstance(target, str)
        self._faults: tuple[type[Exception], ...] = (sqlite3.Error,)
        if self.is_postgresql:
            import psycopg

            self._faults = (psycopg.Error,)
        self._prepare()

    def read(self, statement: str, parameters: Sequence[str] = ()) -> list[Row]:
        """Every row that a query gives; a connection that was cut meanwhile is made anew once."""

        def ask(connection: Any) -> list[Row]:
            return [tuple(map(str, row)) for row in connection.execute(self._placed(statement), parameters).fetchall()]

        try:
            return self._with(ask)
        except AccountsFault:
            return self._with(ask, is_fresh=True)

    @contextmanager
    def write(self) -> Iterator[Run]:
        """A transaction: everything that is run in it, or nothing."""
        connection = self._live()
        is_whole = False

        def run(statement: str, parameters: Sequence[str] = ()) -> int:
            return int(connection.execute(self._placed(statement), parameters).rowcount)

        try:
            connection.execute("BEGIN" if self.is_postgresql else "BEGIN IMMEDIATE")
            yield run
            connection.execute("COMMIT")
            is_whole = True
        except self._faults as error:
            raise AccountsFault("the accounts cannot be written", hint=_word(error)) from None
        finally:
            if is_whole:
                self._put_back(connection)
            else:
                # What is under way falls with its connection.
                connection.close()

    def close(self) -> None:
        """Close every connection that is not in use."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()

    def _with(self, do: Callable[[Any], T], *, is_fresh: bool = False) -> T:
        connection = self._connect() if is_fresh else self._take()
        try:
            found = do(connection)
        except self._faults as error:
            connection.close()
            raise AccountsFault("the accounts cannot be read", hint=_word(error)) from None
        self._put_back(connection)
        return found

    def _live(self) -> Any:
        """A connection that answers: one that was idle may have been cut."""
        connection = self._take()
        try:
            connection.execute("SELECT 1")
            return connection
        except self._faults:
            connection.close()
            return self._connect()

    def _take(self) -> Any:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._connect()

    def _put_back(self, connection: Any) -> None:
        with self._lock:
            if len(self._idle) < _MOST_IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def _connect(self) -> Any:
        try:
            if not isinstance(self._target, str):
                connection = sqlite3.connect(self._target, timeout=_WAIT, isolation_level=None, check_same_thread=False)
                # INVARIANT: what is acknowledged outlasts a loss of power.
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA trusted_schema = OFF")
                return connection
            import psycopg

            url = add_search_path(self._target, self._schema)
            opened = psycopg.connect(url, autocommit=True, connect_timeout=10, application_name="flowdown-accounts")
            opened.execute("SET synchronous_commit = on")
            opened.execute("SET lock_timeout = '10s'")
            return opened
        except self._faults as error:
            raise AccountsFault("the accounts cannot be reached", hint=_word(error)) from None

    def _prepare(self) -> None:
        """Make the tables where there are none; raise `AccountsFault` for those of another version."""
        if not isinstance(self._target, str):
            self._target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._target.touch(mode=0o600, exist_ok=True)
        elif self._schema:
            import psycopg
            from psycopg import sql

            try:
                with psycopg.connect(self._target, autocommit=True, connect_timeout=10) as connection:
                    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(self._schema)))
            except psycopg.errors.UniqueViolation:
                # Another process made it in this moment.
                pass
            except psycopg.Error as error:
                raise AccountsFault("the accounts cannot be reached", hint=_word(error)) from None
        if not self._has_tables():
            self._make_tables()
        for number in range(self._version() + 1, _VERSION + 1):
            self._bring_up(number)
        if self._version() != _VERSION:
            raise AccountsFault("the accounts are of a newer version", hint="use the Flowdown that made them")

    def _version(self) -> int:
        ((version,),) = self.read("SELECT value FROM setting WHERE name = 'version'")
        return int(version)

    def _has_tables(self) -> bool:
        statement = "SELECT count(*) FROM sqlite_master WHERE name IN ('setting', 'audit')"
        if self.is_postgresql:
            statement = (
                "SELECT count(*) FROM information_schema.tables"
                " WHERE table_schema = current_schema() AND table_name IN ('setting', 'audit')"
            )
        return self.read(statement) == [("2",)]

    def _make_tables(self) -> None:
        dialect = "postgresql" if self.is_postgresql else "sqlite"
        text = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in ("schema.sql", f"audit.{dialect}.sql"))
        self._run_whole(text, self._has_tables)

    def _bring_up(self, number: int) -> None:
        """From one version to the next; what is there stays."""
        text = (_HERE / f"schema.{number}.sql").read_text(encoding="utf-8")
        self._run_whole(text, lambda: self._version() >= number)

    def _run_whole(self, text: str, is_done: Callable[[], bool]) -> None:
        """Run a script in one transaction; that it fails is no fault where another process has done the same."""
        connection = self._connect()
        try:
            if self.is_postgresql:
                connection.execute("BEGIN")
                connection.execute("SELECT pg_advisory_xact_lock(7083422)")
                connection.execute(text.encode())
                connection.execute("COMMIT")
            else:
                connection.executescript(f"BEGIN IMMEDIATE;\n{text}\nCOMMIT;")
        except self._faults as error:
            connection.close()
            if not is_done():
                raise AccountsFault("the accounts cannot be made", hint=_word(error)) from None
            return
        self._put_back(connection)

    def _placed(self, statement: str) -> Any:
        return statement.replace("?", "%s").encode() if self.is_postgresql else statement


def _word(error: Exception) -> str:
    """The first line of what a database says, without addresses: they may hold a password."""
    return f"the database says: {type(error).__name__}"
