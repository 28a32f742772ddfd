"""Makes a store, tells its version, and brings an older one up to date."""

from __future__ import annotations

import re
from pathlib import Path

from flowdown.base.errors import Where
from flowdown.graph.backend import Backend
from flowdown.graph.errors import StoreError

_HERE = Path(__file__).parent
VERSION = 5
"""The version of the store that this program reads and writes."""


def create(backend: Backend, version: int = VERSION) -> None:
    """Make the tables of a store, up to a version."""
    script = (_HERE / "schema.sql").read_text(encoding="utf-8")
    backend.run_script("\n".join((script, *(text for number, text in _steps(backend.dialect) if number <= version))))


def migrate(backend: Backend, where: Where) -> tuple[int, int]:
    """Bring a store up to date, each step in a transaction, and pack it; return the version before and after."""
    before = read_version(backend, where)
    for number, text in _steps(backend.dialect):
        if number > before:
            backend.run_script(text)
    backend.pack()
    return before, VERSION


def read_version(backend: Backend, where: Where) -> int:
    """The version of a store; raises `StoreError` for a newer one than this program knows."""
    found = backend.read("SELECT value FROM store WHERE name = 'version'")
    if len(found) != 1 or not found[0][0].isdigit():
        raise StoreError("the store does not say its version", where, "restore it from a backup")
    version = int(found[0][0])
    if version > VERSION:
        hint = "use a newer Flowdown"
        raise StoreError(f"the store is of version {version}; this program knows up to {VERSION}", where, hint)
    return version


def _steps(dialect: str) -> list[tuple[int, str]]:
    steps = []
    for file in sorted((_HERE / "migrations").glob("*.sql")):
        match = re.fullmatch(r"(\d{4})_\w+(?:\.(\w+))?\.sql", file.name)
        if match and match[2] in (None, dialect):
            steps.append((int(match[1]), file.read_text(encoding="utf-8")))
    return steps
