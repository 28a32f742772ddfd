"""What a git repository's own files say without running git: where it starts, what it excludes, what it tracks."""

# Paths are bytes here, which pathlib does not take.
# ruff: noqa: PTH113, PTH118, PTH120

from __future__ import annotations

import os
import re
from bisect import bisect_left
from pathlib import Path

from flowdown.base.cached import cached_property
from flowdown.scan.open_file import read_small

INDEX_LIMIT = 256 * 1024 * 1024
_HASH = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")


class Repository:
    """A git repository whose work tree starts at `top`; nothing of it is executed, and git is not run."""

    def __init__(self, top: bytes, git_folder: bytes) -> None:
        self.top = top
        self.git_folder = git_folder

    @classmethod
    def at(cls, folder: bytes) -> Repository | None:
        """The repository whose work tree starts in exactly this folder, if any."""
        place = os.path.join(folder, b".git")
        if os.path.isfile(os.path.join(place, b"HEAD")):
            return cls(folder, place)
        pointer = read_small(place) or b""
        if not pointer.startswith(b"gitdir:"):
            return None
        target = os.path.join(folder, pointer[7:].strip())
        return cls(folder, target) if b"\0" not in target and os.path.isfile(os.path.join(target, b"HEAD")) else None

    @classmethod
    def around(cls, folder: bytes) -> Repository | None:
        """The repository that holds this (absolute) folder, if any."""
        while True:
            if found := cls.at(folder):
                return found
            above = os.path.dirname(folder)
            if above == folder:
                return None
            folder = above

    @cached_property
    def common_folder(self) -> bytes:
        """The git folder that all work trees of the repository share."""
        common = read_small(os.path.join(self.git_folder, b"commondir"))
        if not common or b"\0" in common:
            return self.git_folder
        return os.path.join(self.git_folder, common.strip())

    @property
    def excludes(self) -> bytes:
        """The text of `info/exclude`."""
        return read_small(os.path.join(self.common_folder, b"info", b"exclude")) or b""

    @property
    def revision(self) -> str:
        """The commit that is checked out, in hexadecimal; empty if that cannot be told."""
        head = (read_small(os.path.join(self.git_folder, b"HEAD")) or b"").strip()
        if head.startswith(b"ref: refs/") and b".." not in head and b"\0" not in head:
            head = self._resolve(head[5:])
        return head.decode() if _HASH.match(head) else ""

    def id_of(self, name: str) -> str:
        """The id that a branch or tag of this name has, without running git; empty if there is none so named."""
        ref = name.encode("utf-8", "surrogateescape")
        if b".." in ref or b"\0" in ref:
            return ""
        for folder in (b"refs/heads/", b"refs/tags/", b"refs/remotes/"):
            if _HASH.match(found := self._resolve(folder + ref)):
                return found.decode()
        return ""

    def _resolve(self, ref: bytes) -> bytes:
        for folder in (self.git_folder, self.common_folder):
            if text := read_small(os.path.join(folder, ref)):
                return text.strip()
        for line in (read_small(os.path.join(self.common_folder, b"packed-refs"), INDEX_LIMIT) or b"").splitlines():
            if line.endswith(b" " + ref):
                return line.split(b" ", 1)[0]
        return b""

    @cached_property
    def _tracked(self) -> list[bytes]:
        index = read_small(os.path.join(self.git_folder, b"index"), INDEX_LIMIT)
        return tracked_paths(index) if index else []

    def tracks(self, path: bytes) -> bool:
        """Whether git tracks this file (path from the top)."""
        at = bisect_left(self._tracked, path)
        return at < len(self._tracked) and self._tracked[at] == path

    def tracks_below(self, folder: bytes) -> bool:
        """Whether git tracks anything in this folder (path from the top, with a slash at its end)."""
        at = bisect_left(self._tracked, folder)
        return at < len(self._tracked) and self._tracked[at].startswith(folder)


def files_of_repository(root: Path) -> int:
    """How many files git tracks below a repository's top; 0 if `root` is none."""
    try:
        with (root / ".git" / "index").open("rb") as stream:
            head = stream.read(12)
    except OSError:
        return 0
    return int.from_bytes(head[8:12], "big") if head[:4] == b"DIRC" else 0


def tracked_paths(index: bytes) -> list[bytes]:
    """The sorted paths of a git index of any version; empty if it is not understood."""
    if index[:4] != b"DIRC" or len(index) < 12:
        return []
    version, count = int.from_bytes(index[4:8], "big"), int.from_bytes(index[8:12], "big")
    if version not in (2, 3, 4):
        return []
    for hash_size in (20, 32):
        try:
            paths = _paths(index, count, version, hash_size)
        except (IndexError, ValueError):
            continue
        if paths == sorted(paths):
            return paths
    return []


def _paths(index: bytes, count: int, version: int, hash_size: int) -> list[bytes]:
    """Read `count` entries; raises IndexError or ValueError where the bytes are no such entries."""
    paths: list[bytes] = []
    path = b""
    at = 12
    for _ in range(count):
        flags = at + 40 + hash_size
        # The extended flag says that two more bytes of flags follow.
        start = flags + (4 if index[flags] & 0x40 else 2)
        if version == 4:
            cut, start = _varint(index, start)
            if cut > len(path):
                raise ValueError("more is cut than there is")
            end = index.index(b"\0", start)
            path = path[: len(path) - cut] + index[start:end]
            at = end + 1
        else:
            size = (index[flags] & 0x0F) << 8 | index[flags + 1]
            end = start + size if size < 0xFFF else index.index(b"\0", start)
            if index[end]:
                raise ValueError("a path does not end where it should")
            path = index[start:end]
            at += (end - at + 8) & ~7
        paths.append(path)
    return paths


def _varint(index: bytes, at: int) -> tuple[int, int]:
    byte = index[at]
    value = byte & 0x7F
    while byte & 0x80:
        at += 1
        byte = index[at]
        value = (value + 1) << 7 | byte & 0x7F
    return value, at + 1
