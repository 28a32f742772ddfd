"""The claims of detectors are kept between runs, and are the same as the detectors' own."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.scan import kept_claims
from flowdown.scan.kept_claims import load_claims


@pytest.fixture(autouse=True)
def not_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a checkout: nothing was kept when the package was built."""
    monkeypatch.setattr(kept_claims, "COMPILED", tmp_path / "never-built")


PATHS = (
    "src/app.py",
    "Dockerfile",
    ".github/workflows/ci.yml",
    "go.mod",
    "package.json",
    "a.ipynb",
    "x.unknown",
    "poetry.lock",
)


@pytest.mark.parametrize("path", PATHS)
def test_kept_claims_say_what_the_detectors_do(tmp_path: Path, path: str) -> None:
    load_claims(tmp_path)
    assert load_claims(tmp_path).of(path) == load_claims(None).of(path)


@pytest.mark.parametrize("damaged", [b"", b"[", b"{}", b"[[1]]", b'[["python", ["*.py"], []]]', b"\xff\x00"])
def test_what_is_damaged_is_not_there(tmp_path: Path, damaged: bytes) -> None:
    load_claims(tmp_path)
    next(tmp_path.glob("claims-*.json")).write_bytes(damaged)
    assert load_claims(tmp_path).of("go.mod") == load_claims(None).of("go.mod") != ()


def test_a_folder_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert load_claims(tmp_path / "missing").of("go.mod") != ()
