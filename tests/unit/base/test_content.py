"""The content of files is told from their sizes and times only where these cannot lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flowdown.base import content
from flowdown.base.content import digest_of_folders

OLD = 1_000_000_000


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "a.py").write_text("x = 1\n")
    return folder


def test_a_change_of_the_same_size_and_time_is_seen(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    os.utime(folder / "a.py", ns=(OLD, OLD))
    before = digest_of_folders([(folder, ".py")], "", tmp_path / "cache")
    (folder / "a.py").write_text("x = 2\n")
    os.utime(folder / "a.py", ns=(OLD, OLD))
    assert digest_of_folders([(folder, ".py")], "", tmp_path / "cache") != before


def test_other_files_do_not_count(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    before = digest_of_folders([(folder, ".py")])
    (folder / "a.txt").write_text("")
    assert digest_of_folders([(folder, ".py")]) == before


def test_unchanged_files_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _folder(tmp_path)
    monkeypatch.setattr(content, "TICK", -10 * 24 * 3600 * 10**9)
    before = digest_of_folders([(folder, ".py")], "", tmp_path / "cache")
    monkeypatch.setattr(content, "read_bytes", lambda place: b"not read")
    assert digest_of_folders([(folder, ".py")], "", tmp_path / "cache") == before


def test_files_that_changed_just_now_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _folder(tmp_path)
    before = digest_of_folders([(folder, ".py")], "", tmp_path / "cache")
    monkeypatch.setattr(content, "read_bytes", lambda place: b"read")
    assert digest_of_folders([(folder, ".py")], "", tmp_path / "cache") != before
