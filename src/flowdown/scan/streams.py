"""Bytes that are read once and forwards: files, parts of them, and what they unpack to, within a budget."""

from __future__ import annotations

import importlib
import os
import zlib
from collections.abc import Callable
from typing import Protocol, cast

from flowdown.scan.read import read_into

STEP = 64 * 1024
"""Bytes that are taken at once."""
LZMA_MEMORY = 128 * 1024 * 1024
ZSTD_WINDOW = 128 * 1024 * 1024


class UnpackError(ValueError):
    """An archive is broken, too large once unpacked, or packed in a way that is not read here."""


class SpentError(UnpackError):
    """A whole archive unpacks to more than it may: what is left of it is not read."""


class Budget:
    """How many bytes an archive may still unpack to, over all its members and all archives inside."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._left = limit

    def spend(self, count: int) -> None:
        """Take from the budget; raise `SpentError` when it is used up."""
        self._left -= count
        if self._left < 0:
            raise SpentError(f"unpacks to more than {self._limit} bytes")

    @property
    def is_spent(self) -> bool:
        """Whether more was asked for than there was."""
        return self._left < 0


class Stream(Protocol):
    """A run of bytes. Reading it raises OSError or ValueError."""

    def take(self, size: int) -> bytes:
        """The next bytes, at most `size`; nothing only at the end."""


def take_all(stream: Stream, size: int) -> bytes:
    """The next `size` bytes; raise `UnpackError` if there are fewer."""
    found = stream.take(size)
    if len(found) == size:
        return found
    parts = [found]
    while found and (size := size - len(found)):
        parts.append(found := stream.take(size))
    if not found:
        raise UnpackError("ends too early")
    return b"".join(parts)


def skip(stream: Stream, size: int) -> None:
    """Pass over `size` bytes; raise `UnpackError` if there are fewer."""
    if isinstance(stream, FileStream):
        stream.seek_on(size)
        return
    while size:
        found = stream.take(min(size, STEP))
        if not found:
            raise UnpackError("ends too early")
        size -= len(found)


class FileStream:
    """An open file from its current place on."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def take(self, size: int) -> bytes:
        """Read on."""
        return os.read(self._descriptor, size)

    def seek_on(self, size: int) -> None:
        """Pass over bytes; beyond the end the next read finds nothing, as it should."""
        os.lseek(self._descriptor, size, os.SEEK_CUR)

    def take_into(self, view: memoryview) -> int:
        """Read on, without a copy."""
        return read_into(self._descriptor, view)


class Member:
    """A stretch of `size` bytes of another stream, some of them perhaps taken already (`head`)."""

    def __init__(self, below: Stream, size: int, head: bytes = b"") -> None:
        self._below = below
        self._head = head
        self._left = size - len(head)

    def take(self, size: int) -> bytes:
        """Read on, not beyond the stretch; raise `UnpackError` if the stream below ends before it."""
        if self._head:
            part, self._head = self._head[:size], self._head[size:]
            return part
        found = self._below.take(min(size, self._left)) if self._left and size else b""
        if size and self._left and not found:
            raise UnpackError("ends too early")
        self._left -= len(found)
        return found

    def pass_over(self) -> None:
        """Skip what nobody read."""
        self._head = b""
        left, self._left = self._left, 0
        if left:
            skip(self._below, left)


class _Decompressor(Protocol):
    """The part of bz2's and lzma's interface that is used; zlib is adapted to it."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Zlib:
    """zlib's decompressor, which hands back what it has not taken, with bz2's interface, which keeps it."""

    def __init__(self, bits: int) -> None:
        self._inner = zlib.decompressobj(bits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        plain = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        # A full answer may have more behind it even though all input was taken.
        self.needs_input = not self._inner.unconsumed_tail and len(plain) < max_length
        return plain


def _bz2() -> _Decompressor:
    import bz2

    return bz2.BZ2Decompressor()


def _xz() -> _Decompressor:
    import lzma

    return lzma.LZMADecompressor(memlimit=LZMA_MEMORY)


_MAKERS: dict[str, Callable[[], _Decompressor]] = {
    "deflate": lambda: _Zlib(-zlib.MAX_WBITS),
    "gzip": lambda: _Zlib(16 + zlib.MAX_WBITS),
    "bz2": _bz2,
    "xz": _xz,
}
_STARTS = {"gzip": b"\x1f\x8b", "bz2": b"BZh", "xz": b"\xfd7zXZ\0"}


class Unpacked:
    """What a packed stream unpacks to; several packed streams behind one another are read as one."""

    def __init__(self, packed: Stream, kind: str, budget: Budget) -> None:
        self._packed = packed
        self._make = _MAKERS[kind]
        self._start = _STARTS.get(kind)
        self._inner = self._make()
        self._budget = budget
        self._is_end = False

    def take(self, size: int) -> bytes:
        """Unpack on."""
        while not self._is_end:
            is_hungry = self._inner.needs_input
            packed = self._packed.take(STEP) if is_hungry else b""
            plain = self._unpack(packed, size)
            if self._inner.eof:
                self._go_on()
            elif is_hungry and not packed and not plain:
                raise UnpackError("ends too early")
            if plain:
                self._budget.spend(len(plain))
                return plain
        return b""

    def _unpack(self, packed: bytes, size: int) -> bytes:
        try:
            return self._inner.decompress(packed, size)
        except (OSError, ValueError):
            raise
        except Exception as error:  # zlib's, bz2's and lzma's errors share no base class
            raise UnpackError(f"cannot be unpacked: {error}") from None

    def _go_on(self) -> None:
        """Begin the next packed stream, if one follows; anything else behind the first is padding."""
        rest = self._inner.unused_data or (self._packed.take(STEP) if self._start else b"")
        if self._start and rest.startswith(self._start):
            self._packed = Chained(rest, self._packed)
            self._inner = self._make()
        else:
            self._is_end = True


class Chained:
    """Bytes that were taken already, then the rest of their stream."""

    def __init__(self, head: bytes, rest: Stream) -> None:
        self._head = head
        self._rest = rest

    def take(self, size: int) -> bytes:
        """Read on."""
        if self._head:
            part, self._head = self._head[:size], self._head[size:]
            return part
        return self._rest.take(size)


class _Readable(Protocol):
    def read(self, size: int) -> bytes: ...


class UnpackedZstd:
    """What a Zstandard stream unpacks to, where Python or the module `zstandard` can."""

    def __init__(self, packed: Stream, budget: Budget) -> None:
        self._reader = _zstd_reader(_File(packed))
        self._budget = budget

    def take(self, size: int) -> bytes:
        """Unpack on."""
        try:
            plain = self._reader.read(size)
        except (OSError, ValueError):
            raise
        except Exception as error:  # the modules' errors share no base class
            raise UnpackError(f"cannot be unpacked: {error}") from None
        self._budget.spend(len(plain))
        return plain


class _File:
    """A stream as the file object that the Zstandard modules ask for."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def read(self, size: int = STEP) -> bytes:
        return self._stream.take(size if 0 < size < STEP else STEP)


def _zstd_reader(file: _File) -> _Readable:
    try:
        module = importlib.import_module("zstandard")
    except ImportError:
        raise UnpackError("Zstandard is not unpacked here; install `zstandard`") from None
    decompressor = module.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
    return cast(_Readable, decompressor.stream_reader(file, read_across_frames=True))


def unpacked(packed: Stream, kind: str, budget: Budget) -> Stream:
    """What a stream packed as `kind` (deflate, gzip, bz2, xz, zstd) unpacks to."""
    return UnpackedZstd(packed, budget) if kind == "zstd" else Unpacked(packed, kind, budget)
