"""Tells one state of folders from another by the content of their files, without reading those that cannot have changed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from flowdown.base.kept_file import drop_old, modified, read_bytes, read_kept, write_kept

Folders: TypeAlias = Sequence[tuple[Path, str]]
"""Folders, each with the ending of the names of its files that count."""

TICK = 2_000_000_000
"""Nanoseconds; a file that changed so shortly before could change again without its times telling."""
_KEPT = 16


class _State(NamedTuple):
    """All files, a digest of their sizes, times and numbers, and the latest of the times."""

    files: list[tuple[Path, str]]
    stamp: str
    newest: int


def digest_of_folders(folders: Folders, salt: str = "", cache: Path | None = None) -> str:
    """A digest of the names and contents of files.

    With a `cache` folder the digest of files whose sizes, times and numbers an earlier run noted is taken from there.
    As in git's index, a file that changed just before that run could have changed once more since, and is read.
    """
    state = _state_of(folders, salt)
    if cache is None:
        return _digest(state.files, salt)
    pointer = cache / f"content-{state.stamp}.ref"
    known = read_kept(pointer, state.stamp)
    if known is not None and modified(pointer) > state.newest + TICK:
        return known.decode("ascii", "replace")
    content = _digest(state.files, salt)
    if write_kept(pointer, state.stamp, content.encode()):
        drop_old(cache, "content-*.ref", _KEPT)
    return content


def _digest(files: Sequence[tuple[Path, str]], salt: str) -> str:
    state = hashlib.sha256(salt.encode())
    for folder, name in files:
        content = read_bytes(folder / name) or b""
        state.update(f"{folder.name}/{name}\0{len(content)}\0".encode())
        state.update(content)
    return state.hexdigest()[:40]


def _state_of(folders: Folders, salt: str) -> _State:
    files: list[tuple[Path, str]] = []
    marks: list[str] = [salt]
    newest = 0
    for folder, suffix in folders:
        marks.append(str(folder))
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.stat()) for entry in entries if entry.name.endswith(suffix))
        for name, status in found:
            files.append((folder, name))
            changed, moved = status.st_mtime_ns, status.st_ctime_ns
            newest = max(newest, changed, moved)
            marks.append(f"{name}\0{status.st_size}\0{changed}\0{moved}\0{status.st_ino}")
    return _State(files, hashlib.sha256("\n".join(marks).encode("utf-8", "surrogateescape")).hexdigest()[:32], newest)
