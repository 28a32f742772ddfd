"""Certificates for servers of tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.watch.servers import make_certificate


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate and its key."""
    return make_certificate(tmp_path_factory.mktemp("certificates"))
