"""Keeps claims in a PostgreSQL database, for teams."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flowdown.base.errors import Where
from flowdown.graph.backend import NAMES_OF_TABLES
from flowdown.graph.errors import StoreAway, StoreError
from flowdown.graph.row import COLUMNS

if TYPE_CHECKING:
    import psycopg

_MERGE = f"""
INSERT INTO claim ({COLUMNS})
SELECT DISTINCT ON (id) {COLUMNS} FROM incoming ORDER BY id, recorded_at
ON CONFLICT (id) DO UPDATE SET recorded_at = excluded.recorded_at WHERE excluded.recorded_at < claim.recorded_at
RETURNING (xmax = 0)
"""
# Sorted by id, so that two writers lock the same rows in the same order.
_TABLES = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()"
_PATIENCE: dict[str, Any] = {
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""A server that fell silent is noticed within a minute."""
_SECRET = re.compile(r"(?<=://)[^@/\s]*@")


class PostgresBackend:
    """An open PostgreSQL store."""

    dialect = "postgresql"

    def __init__(self, url: str, *, writes: bool) -> None:
        self._where = Where(hide_secret(url))
        try:
            import psycopg
        except ImportError:
            hint = "install `flowdown[postgresql]`"
            raise StoreError("PostgreSQL needs the library psycopg", self._where, hint) from None
        self._writes = writes
        self._is_within = False
        with self._telling():
            self._connection: psycopg.Connection[tuple[str, ...]] = psycopg.connect(
                url, autocommit=True, connect_timeout=10, application_name="flowdown", **_PATIENCE
            )
            self._connection.read_only = not writes
            # INVARIANT: as with SQLite, a commit that is acknowledged outlasts a loss of power.
            self._connection.execute("SET synchronous_commit = on")
            self._connection.execute("SET lock_timeout = '10s'")

    def has_tables(self) -> bool:
        """True if a store is in the schema."""
        return {name for (name,) in self.read(_TABLES)}.issuperset(NAMES_OF_TABLES)

    def has_other_tables(self) -> bool:
        """True if tables of the same names are in the schema that make no store."""
        return not self.has_tables() and bool({name for (name,) in self.read(_TABLES)} & set(NAMES_OF_TABLES))

    def run_script(self, statements: str) -> None:
        """Run several statements in one transaction."""
        # Texts are compared by their bytes, as SQLite does, whatever the language of the database.
        text = re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', statements)
        with self._telling(), self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(7083421)")
            self._connection.execute(text.encode())

    def insert(self, rows: Iterable[tuple[str, ...]]) -> int:
        """Put rows into `claim`, all or none; return how many are new."""
        with self._telling(), self._connection.transaction(), self._connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE IF NOT EXISTS incoming (LIKE claim) ON COMMIT DELETE ROWS")
            with cursor.copy(f"COPY incoming ({COLUMNS}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(_MERGE)
            return sum(1 for (is_new,) in cursor.fetchall() if is_new)

    def state(self) -> None:
        """Not told: programs that write at the same time would wait for each other."""

    def segments(self) -> Iterator[tuple[int, bytes]]:
        """None are kept."""
        return iter(())

    def find_false_segments(self) -> list[str]:
        """Nothing: there are none."""
        return []

    def pack(self) -> None:
        """Nothing is packed."""

    def read(self, statement: str, parameters: Sequence[str] = ()) -> list[tuple[str, ...]]:
        """Every row that a query gives."""
        with self._telling():
            return self._connection.execute(_placed(statement), parameters).fetchall()

    def stream(self, statement: str, parameters: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
        """The rows that a query gives, without holding them all."""
        with self._telling(), self._connection.transaction(), self._connection.cursor("rows") as cursor:
            cursor.itersize = 5000
            cursor.execute(_placed(statement), parameters)
            yield from cursor

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within it, every read sees the same state."""
        if self._is_within:
            yield
            return
        with self._telling(), self._connection.transaction():
            self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            self._is_within = True
            try:
                yield
            finally:
                self._is_within = False

    def find_damage(self) -> list[str]:
        """Nothing: PostgreSQL looks after its own files."""
        return []

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            raise self._fault(error) from None

    def _fault(self, error: psycopg.Error) -> StoreError:
        import psycopg

        match error:
            case psycopg.errors.DiskFull() | psycopg.errors.OutOfMemory():
                return StoreAway("the disk is full; nothing of this was kept", self._where, "make room and repeat it")
            case psycopg.errors.LockNotAvailable() | psycopg.errors.DeadlockDetected():
                return StoreAway("another program is writing to the store", self._where, "try again when it is done")
            case psycopg.errors.InsufficientPrivilege() | psycopg.errors.ReadOnlySqlTransaction():
                return StoreError(
                    "the store cannot be opened for this", self._where, "ask for the rights of its tables"
                )
        lines = _SECRET.sub("", str(error)).strip().splitlines() or ["no word of why"]
        if isinstance(error, psycopg.OperationalError):
            return StoreAway(f"cannot be reached: {lines[0].strip()}", self._where)
        return StoreError(f"the store says: {lines[0].strip()}", self._where)


def hide_secret(url: str) -> str:
    """A URL without the name and password in it, and without its options."""
    return _SECRET.sub("", url).partition("?")[0]


def _placed(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()
