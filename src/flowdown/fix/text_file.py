"""A file's text with the places of a scan, changed without touching any other byte."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterable
from pathlib import Path

from flowdown.base.cached import cached_property
from flowdown.fix.edit import Edit
from flowdown.scan.open_file import read_small

SIZE_LIMIT = 4 * 1024 * 1024
"""Bytes of a file that is changed; a longer one is hardly written by hand."""


_LONG_WORD = re.compile(r"[\w+/=.-]{16,}")


class TextFile:
    """UTF-8 with or without a byte order mark; bytes that are none stand for themselves."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.content = content
        self._mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        self.text = content[len(self._mark) :].decode("utf-8", "surrogateescape")

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        while (at := self.text.find("\n", starts[-1])) >= 0:
            starts.append(at + 1)
        return starts

    def offset(self, line: int, column: int) -> int:
        """The code point at a line and column, both from 1; -1 where the file has no such line."""
        return self._starts[line - 1] + column - 1 if 0 < line <= len(self._starts) else -1

    def line_start(self, line: int) -> int:
        """The code point at which a line begins."""
        return self._starts[line - 1]

    def line_text(self, line: int) -> str:
        """A line without its end."""
        start = self._starts[line - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].removesuffix("\r")

    def words_of_line(self, line: int) -> list[str]:
        """The longer words of a line, as keys and tokens are written; none of a line that is not there."""
        return _LONG_WORD.findall(self.line_text(line)) if 0 < line <= len(self._starts) else []

    def with_edits(self, edits: Iterable[Edit]) -> bytes:
        """The content with some literals replaced; nothing else differs."""
        parts: list[str] = []
        at = 0
        for edit in sorted(edits, key=lambda each: each.start):
            parts += (self.text[at : edit.start], edit.new)
            at = edit.end
        parts.append(self.text[at:])
        return self._mark + "".join(parts).encode("utf-8", "surrogateescape")


class TextFiles:
    """The files of a tree, each read once; None for what is no text of ours: links, binaries, other encodings."""

    def __init__(self, root: Path) -> None:
        # A single file is a tree of its own.
        self.folder = root if root.is_dir() else root.parent
        self._held: dict[str, TextFile | None] = {}

    def get(self, path: str) -> TextFile | None:
        """The file at a path of the tree."""
        if path not in self._held:
            self._held[path] = self._read(path)
        return self._held[path]

    def _read(self, path: str) -> TextFile | None:
        if "!/" in path or "\\x" in path:
            return None  # inside an archive; a name that is not UTF-8
        content = read_small(os.fsencode(self.folder / path), SIZE_LIMIT)
        if content is None or b"\0" in content:
            return None
        return TextFile(path, content)
