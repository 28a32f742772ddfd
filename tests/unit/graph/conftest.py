"""Stores to test, of every kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def postgres_target(new_schema: Callable[[], str]) -> str:
    """The URL of an empty schema; the test is skipped where there is no PostgreSQL."""
    return new_schema()


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store can be made."""
    if request.param == "sqlite":
        return str(tmp_path / ".flowdown" / "claims.sqlite")
    return str(request.getfixturevalue("postgres_target"))
