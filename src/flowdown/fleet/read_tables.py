"""Asks the tables of a fleet in SQL."""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flowdown.base.errors import FlowdownError, UnusableArgument, Where
from flowdown.fleet.tables import FOLDER, MANIFEST, TABLES


class FleetTables:
    """The tables of one sweep, as its manifest names them."""

    def __init__(self, folder: Path) -> None:
        try:
            duckdb: Any = importlib.import_module("duckdb")
        except ImportError:
            raise FlowdownError("asking a fleet needs the library duckdb", hint="install `flowdown[fleet]`") from None
        place = folder / FOLDER
        try:
            listed = json.loads((place / MANIFEST).read_text(encoding="utf-8"))["tables"]
        except FileNotFoundError:
            hint = "`flowdown fleet scan --from LIST --out FOLDER` makes them"
            raise UnusableArgument(f"`{folder}` has no tables of a fleet", hint=hint) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FlowdownError(f"cannot be read ({type(error).__name__})", Where(str(place / MANIFEST))) from None
        self._failure: type[Exception] = duckdb.Error
        self._where = Where(str(place))
        # Nothing is fetched, whatever a query would need.
        settings = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        self._base = duckdb.connect(":memory:", config=settings)
        for table in TABLES:
            files = [str(place / name) for name in listed[table]]
            self._ask(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({_literal(files)})", ())

    def ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query, with `?` for each value."""
        return list(self._ask(query, values).fetchall())

    def close(self) -> None:
        """Forget the tables."""
        self._base.close()

    def _ask(self, query: str, values: Sequence[object]) -> Any:
        try:
            return self._base.execute(query, list(values))
        except self._failure as error:
            raise FlowdownError(f"cannot be asked: {str(error).splitlines()[0]}", self._where) from None


def _literal(files: Sequence[str]) -> str:
    """A list of names in SQL."""
    return "[" + ", ".join("'" + name.replace("'", "''") + "'" for name in files) + "]"
