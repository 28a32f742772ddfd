"""A part of a tree as a scan sees it: files whose contents are at hand, wherever they came from."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from flowdown.scan.look_all import Seen, look_all
from flowdown.scan.read import WINDOW, Chunk, Reader, digest_of, has_mark, is_binary
from flowdown.scan.tree import File, Tally, present

if TYPE_CHECKING:
    from flowdown.scan.gap import Gap
    from flowdown.scan.tables import Tables


class PartSource:
    """Files by their paths below the tree's top, as bytes; none is ignored."""

    kept = None
    followed = None
    expected = 0

    def __init__(self) -> None:
        self.contents: dict[bytes, bytes] = {}
        self._shown: dict[str, bytes] = {}

    def digest(self) -> bytes:
        """What tells these files from others, by paths and contents."""
        told = (digest_of(path) + digest_of(content) for path, content in sorted(self.contents.items()))
        return digest_of(b"".join(told))

    def shown(self, path: str) -> bytes:
        """The content of a file by its path as shown; empty if there is none, as for a member of an archive."""
        if len(self._shown) < len(self.contents):
            self._shown = {present(each): each for each in self.contents}
        return self.contents.get(self._shown.get(path, b""), b"")

    def looks(self, tables: Tables, jobs: int, tally: Tally) -> Iterator[Seen | Gap]:
        """What is seen in each file; one process looks at them."""
        return look_all(self.files(), tables, None, reader=self.reader())

    def files(self) -> Iterator[File]:
        """Every file, in the order of the paths."""
        return (File(present(path), path) for path in sorted(self.contents))

    def reader(self) -> Reader:
        """What reads these files."""
        return ContentReader(self.contents)

    def top_text(self, name: str, limit: int) -> str:
        """The beginning of a file at the top of the tree."""
        return self.contents.get(name.encode(), b"").decode("utf-8", "replace")[:limit]


class ContentReader(Reader):
    """Reads files whose place is the path by which their contents are held."""

    def __init__(self, contents: Mapping[bytes, bytes]) -> None:
        super().__init__()
        self._contents = contents

    def read(self, file: File) -> Iterable[Chunk | Gap]:
        """The chunks of a file, in order; to be iterated at once, and each chunk used before the next."""
        self.forget()
        content = self._contents[file.place]
        if len(content) < WINDOW and not has_mark(content):
            return (Chunk(file.path, memoryview(content), is_binary=is_binary(content)),)
        rest = memoryview(content)

        def fill(view: memoryview) -> int:
            nonlocal rest
            size = min(len(view), len(rest))
            view[:size] = rest[:size]
            rest = rest[size:]
            return size

        return self.chunks(file.path, fill)

    def small(self, file: File, limit: int) -> bytes | None:
        """The content of a file that is not longer than that."""
        content = self._contents[file.place]
        return content if len(content) <= limit else None

    def open(self, file: File) -> int:
        """The content in a nameless temporary file: an archive is read from its end."""
        with tempfile.TemporaryFile() as spooled:
            spooled.write(self._contents[file.place])
            spooled.seek(0)
            return os.dup(spooled.fileno())
