"""Lays the changed files of both sides into folders of their own, with the unchanged files they are read with."""

# Paths are bytes here, which pathlib does not take.
# ruff: noqa: PTH103, PTH118, PTH120, PTH123

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from flowdown.scan.gap import Gap
from flowdown.scan.git_change import Edit
from flowdown.scan.tree import present

BEFORE, AFTER, ELSEWHERE = "before", "after", "elsewhere"
_NOT_LAID = frozenset({b".gitignore", b".git"})


class TwoSides:
    """A temporary folder with a part of a tree as it was and as it is; nothing in it is executed, or ignored."""

    def __init__(self, folder: Path) -> None:
        self.before = folder / BEFORE
        self.after = folder / AFTER
        self.elsewhere = folder / ELSEWHERE
        for side in (self.before, self.after, self.elsewhere):
            # Each is the top of a repository of its own, so that no ignore file above it counts.
            (side / ".git").mkdir(parents=True, mode=0o700)
            (side / ".git" / "HEAD").write_text("ref: refs/heads/none\n")
        self._laid: set[bytes] = set()
        self.gaps: list[Gap] = []

    def lay_edits(self, edits: Iterable[Edit]) -> None:
        """Write both sides of every edit."""
        for edit in edits:
            if edit.before is not None:
                self._write(self.before, edit.before_path, edit.before)
            if edit.after is not None:
                self._write(self.after, edit.after_path, edit.after)

    def lay_unchanged(self, contents: Mapping[bytes, bytes]) -> bool:
        """Write unchanged files into both sides; whether any was new."""
        fresh = {path: content for path, content in contents.items() if path not in self._laid}
        for path, content in fresh.items():
            self._write(self.before, path, content)
            self._write(self.after, path, content)
            self._laid.add(path)
        return bool(fresh)

    def lay_elsewhere(self, contents: Mapping[bytes, bytes]) -> None:
        """Write unchanged files that have nothing to do with the changed ones but their vendors."""
        for path, content in contents.items():
            if path not in self._laid:
                self._write(self.elsewhere, path, content)

    def _write(self, side: Path, path: bytes, content: bytes) -> None:
        parts = path.split(b"/")
        if not path or _NOT_LAID & set(parts) or b".." in parts or path.startswith(b"/"):
            return
        place = os.path.join(bytes(side), path)
        try:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "xb") as file:
                file.write(content)
        except OSError as error:
            self.gaps.append(Gap(present(path), f"a file of the change that could not be laid out: {error.strerror}"))
