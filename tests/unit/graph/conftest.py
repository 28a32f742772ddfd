"""Stores to test, of every kind: a new SQLite file, and a new schema of a PostgreSQL that the machine offers."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

URL = os.environ.get("FLOWDOWN_POSTGRES", "")


@pytest.fixture
def postgres_target() -> Iterator[str]:
    """The URL of an empty schema; the test is skipped where there is no PostgreSQL."""
    if not URL:
        pytest.skip("no PostgreSQL: run under `.ci/with-postgresql`, or set FLOWDOWN_POSTGRES to the URL of a database")
    import psycopg

    schema = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    joined = "&" if "?" in URL else "?"
    yield f"{URL}{joined}options={quote(f'-c search_path={schema}')}"
    with psycopg.connect(URL, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store can be made."""
    if request.param == "sqlite":
        return str(tmp_path / ".flowdown" / "claims.sqlite")
    return str(request.getfixturevalue("postgres_target"))
