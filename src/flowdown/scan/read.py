"""Reads files in bounded memory: whole when they fit the buffer, else window by window."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import TypeAlias

from flowdown.scan.gap import Gap
from flowdown.scan.line_ends import with_plain_ends
from flowdown.scan.open_file import OPEN_FLAGS, read_small
from flowdown.scan.tree import File, reason_of

WINDOW = 8 * 1024 * 1024
"""Bytes of a file that are held at once."""
HEAD = 64 * 1024
"""Bytes that are read first, and the most of a binary file that is read at all."""
MARGIN = 4 * 1024
"""Bytes of context on both sides where a window had to be cut inside a line; no hit may be longer."""
LENGTH_LIMIT = 4 * 1024 * 1024 * 1024
"""Bytes of one file that are read; what lies behind becomes a gap."""
BINARY_TEST = 8 * 1024
"""Bytes in which a NUL says that a file is binary."""

Fill: TypeAlias = Callable[[memoryview], int]
"""Writes the next bytes of a file into a buffer; returns how many, 0 at the end. May raise OSError or ValueError."""

_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_BOMS = tuple(bom for bom, _ in _ENCODINGS)
_BOMS = (codecs.BOM_UTF8, *_WIDE_BOMS)


_HAS_READV = hasattr(os, "readv")


@dataclass(frozen=True, slots=True)
class Part:
    """Where a window lies in its file.

    `line` is the number of its first line, and `column` how many code points of that line lie before it. A hit
    belongs to the window in whose `owned_from <= start < owned_to` it starts; neighbours see the rest as context.
    """

    line: int = 1
    column: int = 0
    owned_from: int = 0
    owned_to: int = LENGTH_LIMIT
    is_last: bool = True


WHOLE = Part()
"""The part that is the whole file."""


class Chunk:
    """The bytes of a file or of one window of it: UTF-8, transcoded from UTF-16 or UTF-32 where need be.

    # INVARIANT: `data` lies in the reader's buffer and is overwritten by its next read; take `text` before.
    """

    __slots__ = ("_text", "data", "is_binary", "part", "path")

    def __init__(self, path: str, data: memoryview, part: Part = WHOLE, is_binary: bool = False) -> None:
        self.path = path
        self.data = data
        self.part = part
        self.is_binary = is_binary
        self._text: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether this is all of the file (of a binary file: as much as is ever read)."""
        return self.part is WHOLE

    @property
    def text(self) -> str:
        """The decoded text; a byte that is not UTF-8 is one code point (a lone surrogate), so that places hold.

        A line that ends in two characters ends in a blank and one: readers know one end of a line.
        """
        if self._text is None:
            text = str(self.data, "utf-8", "surrogateescape")
            self._text = with_plain_ends(text, self.path) if "\r\n" in text else text
        return self._text

    def points(self, offsets: Sequence[int]) -> list[int]:
        """Byte offsets (sorted) into `data` as offsets into `text`."""
        if self.text.isascii():
            return list(offsets)
        points: list[int] = []
        last, point = 0, 0
        for offset in offsets:
            if offset > last:
                point += len(str(self.data[last:offset], "utf-8", "surrogateescape"))
                last = offset
            points.append(point)
        return points

    def owns(self, start: int) -> bool:
        """Whether a hit that starts here belongs to this window rather than to a neighbour."""
        return self.part.owned_from <= start < self.part.owned_to


class Reader:
    """Reads one file after another through one buffer."""

    def __init__(self, window: int = WINDOW, length_limit: int = LENGTH_LIMIT) -> None:
        self._window = window
        self._use(bytearray(min(window, 2 * HEAD)))
        self._length_limit = length_limit
        self._held = 0

    def _use(self, buffer: bytearray) -> None:
        self._buffer = buffer
        self._view = memoryview(buffer)
        self._head = self._view[:HEAD]

    def _grow(self) -> None:
        """Hold as much as may be held at once, with what is held already: to clear so much takes as long as several files."""
        held = self._view
        self._use(bytearray(self._window))
        self._view[: len(held)] = held

    def digest(self) -> bytes:
        """A digest of the file that was read last, if all of its bytes are still in the buffer; else empty."""
        return digest_of(self._view[: self._held]) if self._held else b""

    def forget(self) -> None:
        """Note that the buffer holds something else than the file that was read last."""
        self._held = 0

    def open(self, file: File) -> int:
        """A descriptor from which a file can be read at any place; raises OSError or ValueError where it cannot be."""
        return os.open(file.place, OPEN_FLAGS)

    def small(self, file: File, limit: int) -> bytes | None:
        """The content of a file that is not a link and not longer than that, else None."""
        return read_small(file.place, limit)

    def read(self, file: File) -> Iterable[Chunk | Gap]:
        """The chunks of a file, in order, or a gap; to be iterated at once, and each chunk used before the next."""
        self._held = 0
        try:
            descriptor = self.open(file)
        except (OSError, ValueError) as error:
            return (Gap(file.path, reason_of(error)),)
        # Most files are small: they take two reads and no generator.
        try:
            size = read_into(descriptor, self._head)
            more = read_into(descriptor, self._view[size:]) if 0 < size < len(self._head) else size
        except OSError as error:
            os.close(descriptor)
            return (Gap(file.path, reason_of(error)),)
        if more:
            return self._rest(file.path, descriptor, size if more == size else size + more)
        os.close(descriptor)
        buffer = self._buffer
        if buffer.startswith(_BOMS, 0, size):
            return self.chunks(file.path, lambda _: 0, size)
        self._held = size
        return (Chunk(file.path, self._view[:size], is_binary=buffer.find(0, 0, min(size, BINARY_TEST)) >= 0),)

    def _rest(self, path: str, descriptor: int, size: int) -> Iterator[Chunk | Gap]:
        try:
            yield from self.chunks(path, partial(read_into, descriptor), size)
        finally:
            os.close(descriptor)

    def chunks(self, path: str, fill: Fill, size: int = 0) -> Iterator[Chunk | Gap]:
        """The chunks of whatever `fill` delivers behind the `size` bytes that the buffer holds already.

        What came before a failure is still given, then the gap.
        """
        buffer, start, trouble = self._buffer, 0, ""
        if not size:
            size, trouble = self._fill_up(fill, 0, len(self._head))
        is_raw = not buffer.startswith(_WIDE_BOMS, 0, size)
        if not is_raw:
            fill, size = _transcoded(fill, bytes(self._view[:size])), 0
        elif buffer.find(0, 0, min(size, BINARY_TEST)) >= 0:
            yield Chunk(path, self._view[:size], is_binary=True)
            if trouble:
                yield Gap(path, trouble)
            return
        elif buffer.startswith(codecs.BOM_UTF8, 0, size):
            start = len(codecs.BOM_UTF8)
        if not trouble:
            if len(self._view) < self._window:
                self._grow()
            size, trouble = self._fill_up(fill, size, len(self._view))
        if size < len(self._view):
            self._held = size if is_raw and not trouble else 0
            yield Chunk(path, self._view[start:size])
            if trouble:
                yield Gap(path, trouble)
        else:
            yield from self._windows(path, fill, start)

    def _windows(self, path: str, fill: Fill, begin: int) -> Iterator[Chunk | Gap]:
        """The chunks of a file that has more than the full buffer; its text begins at `begin`."""
        buffer, view = self._buffer, self._view
        size = total = len(view)
        line, column, owned_from = 1, 0, 0
        while size == len(view):
            cut = buffer.rfind(b"\n", max(begin, size - 16 * MARGIN), size) + 1
            keep = cut or _boundary(buffer, size - 2 * MARGIN)
            owned_to = cut or size - MARGIN
            yield Chunk(
                path, view[begin : cut or size], Part(line, column, owned_from, owned_to - begin, is_last=False)
            )
            newline = buffer.rfind(b"\n", begin, keep)
            line += buffer.count(b"\n", begin, keep)
            column = _length(view[newline + 1 : keep]) if newline >= 0 else column + _length(view[begin:keep])
            if total > self._length_limit:
                yield Gap(path, f"longer than {self._length_limit} bytes, read to here only", line)
                return
            begin, owned_from = 0, owned_to - keep
            carried = bytes(view[keep:size])
            view[: len(carried)] = carried
            size, trouble = self._fill_up(fill, len(carried), len(view))
            total += size - len(carried)
        yield Chunk(path, view[:size], Part(line, column, owned_from, size))
        if trouble:
            yield Gap(path, trouble, line)

    def _fill_up(self, fill: Fill, size: int, limit: int) -> tuple[int, str]:
        """Fill the buffer from `size` up to `limit` or to the end; the new size, and what went wrong."""
        view = self._view
        while size < limit:
            try:
                count = fill(view[size:limit])
            except (OSError, ValueError) as error:
                return size, f"read to here only: {reason_of(error)}"
            if not count:
                break
            size += count
        return size, ""


def has_mark(content: bytes) -> bool:
    """Whether a text begins with the mark of an encoding, which is no part of it."""
    return content.startswith(_BOMS)


def is_binary(content: bytes) -> bool:
    """Whether a content is no text."""
    return content.find(0, 0, BINARY_TEST) >= 0


def digest_of(content: bytes | memoryview) -> bytes:
    """The digest by which the content of files is told apart."""
    return blake2b(content, digest_size=20).digest()


def read_into(descriptor: int, view: memoryview) -> int:
    """Read the next bytes of an open file into a buffer; 0 at the end."""
    if _HAS_READV:
        return os.readv(descriptor, (view,))
    part = os.read(descriptor, len(view))
    view[: len(part)] = part
    return len(part)


def _transcoded(fill: Fill, head: bytes) -> Fill:
    """The same text as UTF-8; `head` are its first bytes, already taken."""
    bom, encoding = next(pair for pair in _ENCODINGS if head.startswith(pair[0]))
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    raw = memoryview(bytearray(HEAD))
    ready = decoder.decode(head[len(bom) :]).encode()
    is_end = False

    def transcode(view: memoryview) -> int:
        nonlocal ready, is_end
        while not ready and not is_end:
            count = fill(raw)
            is_end = not count
            ready = decoder.decode(bytes(raw[:count]), is_end).encode()
        part, ready = ready[: len(view)], ready[len(view) :]
        view[: len(part)] = part
        return len(part)

    return transcode


def _boundary(buffer: bytearray, at: int) -> int:
    """The start of the UTF-8 character that holds this offset."""
    start = at
    while at - start < 3 and buffer[start] & 0xC0 == 0x80:
        start -= 1
    return start


def _length(data: memoryview) -> int:
    return len(str(data, "utf-8", "surrogateescape"))
