"""What is kept of the library is taken up again by the next run, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.orders import kept_library
from flowdown.orders.load import Library, load, load_own


def _refuse() -> Library:
    raise AssertionError("the files were read again")


def test_the_library_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_library, "COMPILED", None)
    first = kept_library.load_kept(tmp_path, load_own)
    assert kept_library.load_kept(tmp_path, _refuse) == first == load(cache=tmp_path)


@pytest.mark.parametrize("spoil", [lambda body: body[:-9], lambda _: b"", lambda body: body[:-1] + b"\xff"])
def test_a_damaged_file_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: object) -> None:
    assert callable(spoil)
    monkeypatch.setattr(kept_library, "COMPILED", None)
    first = kept_library.load_kept(tmp_path, load_own)
    (file,) = tmp_path.glob("orders-*.bin")
    file.write_bytes(spoil(file.read_bytes()))
    assert kept_library.load_kept(tmp_path, load_own) == first
