"""Holds the changed files of both sides of a change, with the unchanged files they are read with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flowdown.scan.git_change import Edit
from flowdown.scan.part_source import PartSource

_NOT_HELD = frozenset({b".gitignore", b".git"})


class TwoSides:
    """A part of a tree as it was and as it is, and unchanged files that have nothing to do with it but its vendors."""

    def __init__(self) -> None:
        self.before = PartSource()
        self.after = PartSource()
        self.elsewhere = PartSource()
        self._held: set[bytes] = set()

    def hold_edits(self, edits: Iterable[Edit]) -> None:
        """Take both sides of every edit."""
        for edit in edits:
            if edit.before is not None:
                _hold(self.before, edit.before_path, edit.before)
            if edit.after is not None:
                _hold(self.after, edit.after_path, edit.after)

    def hold_unchanged(self, contents: Mapping[bytes, bytes]) -> bool:
        """Take unchanged files to both sides; whether any was new."""
        fresh = {path: content for path, content in contents.items() if path not in self._held}
        for path, content in fresh.items():
            _hold(self.before, path, content)
            _hold(self.after, path, content)
        self._held.update(fresh)
        return bool(fresh)

    def hold_elsewhere(self, contents: Mapping[bytes, bytes]) -> None:
        """Take unchanged files that have nothing to do with the changed ones but their vendors."""
        for path, content in contents.items():
            if path not in self._held:
                _hold(self.elsewhere, path, content)


def _hold(side: PartSource, path: bytes, content: bytes) -> None:
    """Take a file, unless it has a place already, or says only what git leaves alone."""
    if path and _NOT_HELD.isdisjoint(path.split(b"/")):
        side.contents.setdefault(path, content)
