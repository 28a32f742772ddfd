"""What is kept is read back whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.base.kept_file import drop_old, read_kept, write_kept


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    assert write_kept(tmp_path / "new" / "a.bin", "key", b"body")
    assert read_kept(tmp_path / "new" / "a.bin", "key") == b"body"


def test_under_another_key_it_is_not_there(tmp_path: Path) -> None:
    write_kept(tmp_path / "a.bin", "key", b"body")
    assert read_kept(tmp_path / "a.bin", "other") is None


@pytest.mark.parametrize("size", [0, 5, 30, 51])
def test_what_was_cut_short_is_not_there(tmp_path: Path, size: int) -> None:
    write_kept(tmp_path / "a.bin", "key", b"body")
    whole = (tmp_path / "a.bin").read_bytes()
    assert len(whole) > size
    (tmp_path / "a.bin").write_bytes(whole[:size])
    assert read_kept(tmp_path / "a.bin", "key") is None


def test_no_draft_is_left(tmp_path: Path) -> None:
    write_kept(tmp_path / "a.bin", "key", b"body")
    assert [file.name for file in tmp_path.iterdir()] == ["a.bin"]


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not write_kept(tmp_path / "file" / "a.bin", "key", b"body")


def test_only_the_newest_stay(tmp_path: Path) -> None:
    for number in range(4):
        write_kept(tmp_path / f"a-{number}.bin", "key", b"body")
    drop_old(tmp_path, "a-*.bin", 2)
    assert len(list(tmp_path.iterdir())) == 2
