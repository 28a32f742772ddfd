"""Reads a zip by its central directory: every file in it, in the directory's order."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from flowdown.scan.streams import STEP, Budget, Member, Stream, UnpackError, unpacked

ReadAt: TypeAlias = Callable[[int, int], bytes]
"""Reads at most so many bytes (first argument) at an offset (second)."""

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_METHODS = {0: "stored", 8: "deflate", 12: "bz2", 93: "zstd", 95: "xz"}
_DIRECTORY_LIMIT = 64 * 1024 * 1024
_UNIX = 3


@dataclass(frozen=True, slots=True)
class ZipMember:
    """A file in a zip, as the central directory has it."""

    name: bytes
    packed_size: int
    size: int
    checksum: int
    method: int
    offset: int
    is_encrypted: bool


@dataclass(frozen=True, slots=True)
class _Directory:
    offset: int
    size: int
    shift: int  # what stands before the zip itself, as in an executable one


def zip_members(read_at: ReadAt, length: int) -> Iterator[ZipMember]:
    """The regular files of a zip; folders and links are passed over. Raises `UnpackError` where it is broken."""
    directory = _find_directory(read_at, length)
    if directory.size > _DIRECTORY_LIMIT:
        raise UnpackError("the directory is too long")
    text = read_at(directory.size, directory.offset)
    at = 0
    while at + _ENTRY.size <= len(text) and text[at : at + 4] == b"PK\1\2":
        entry = _ENTRY.unpack_from(text, at)
        made_by, flags, method, checksum, packed, size = entry[1], entry[3], entry[4], entry[7], entry[8], entry[9]
        names, extras, comments, attributes, offset = entry[10], entry[11], entry[12], entry[15], entry[16]
        start = at + _ENTRY.size
        name = text[start : start + names]
        if 0xFFFFFFFF in (packed, size, offset):
            extra = text[start + names : start + names + extras]
            size, packed, offset = _wide(extra, size, packed, offset)
        at = start + names + extras + comments
        is_link = made_by >> 8 == _UNIX and attributes >> 28 == 0xA
        if not name.endswith(b"/") and not is_link:
            is_encrypted = bool(flags & 1)
            yield ZipMember(name, packed, size, checksum, method, offset + directory.shift, is_encrypted)
    if at != len(text):
        raise UnpackError("the directory is broken")


def open_member(read_at: ReadAt, member: ZipMember, budget: Budget) -> Stream:
    """The unpacked content of a member; raises `UnpackError` if it cannot be had."""
    if member.is_encrypted:
        raise UnpackError("encrypted")
    kind = _METHODS.get(member.method)
    if kind is None:
        raise UnpackError(f"packed by the unknown method {member.method}")
    # One read fetches the header and, of a small member, the content as well.
    ahead = read_at(_LOCAL.size + len(member.name) + 64 + min(member.packed_size, STEP), member.offset)
    if len(ahead) < _LOCAL.size or ahead[:4] != b"PK\3\4":
        raise UnpackError("no member where the directory says")
    local = _LOCAL.unpack_from(ahead)
    start = _LOCAL.size + local[9] + local[10]
    head = ahead[start : start + member.packed_size]
    packed = Member(_Range(read_at, member.offset + start + len(head)), member.packed_size, head)
    plain = packed if kind == "stored" else unpacked(packed, kind, budget)
    return _Checked(plain, member.size, member.checksum)


class _Range:
    """A zip's bytes from an offset on."""

    def __init__(self, read_at: ReadAt, offset: int) -> None:
        self._read_at = read_at
        self._offset = offset

    def take(self, size: int) -> bytes:
        found = self._read_at(size, self._offset)
        self._offset += len(found)
        return found


class _Checked:
    """A member's content, whose size and checksum are held against the directory's at its end."""

    def __init__(self, plain: Stream, size: int, checksum: int) -> None:
        self._plain = plain
        self._left = size
        self._checksum = checksum
        self._seen = 0

    def take(self, size: int) -> bytes:
        found = self._plain.take(size)
        self._left -= len(found)
        self._seen = zlib.crc32(found, self._seen)
        if self._left < 0:
            raise UnpackError("longer than the directory says")
        if not found and (self._left or self._seen != self._checksum):
            raise UnpackError("not what the directory says: size or checksum")
        return found


def _find_directory(read_at: ReadAt, length: int) -> _Directory:
    tail_length = min(length, _END.size + 0xFFFF)
    tail_offset = length - tail_length
    tail = read_at(tail_length, tail_offset)
    at = tail.rfind(b"PK\5\6", 0, max(0, len(tail) - _END.size + 4))
    if at < 0 or at + _END.size > len(tail):
        raise UnpackError("the directory is missing")
    end = _END.unpack_from(tail, at)
    size, offset, position = end[5], end[6], tail_offset + at
    locator = read_at(_LOCATOR.size, position - _LOCATOR.size) if position >= _LOCATOR.size else b""
    if locator[:4] == b"PK\6\7":
        size, offset, position = _wide_directory(read_at, locator, position)
    shift = position - size - offset
    if shift < 0:
        raise UnpackError("the directory is broken")
    return _Directory(offset + shift, size, shift)


def _wide_directory(read_at: ReadAt, locator: bytes, position: int) -> tuple[int, int, int]:
    at = _LOCATOR.unpack(locator)[2]
    # Where something stands before the zip, the record is still directly before its locator.
    for place in (at, position - _LOCATOR.size - _END_64.size):
        record = read_at(_END_64.size, place) if 0 <= place < position else b""
        if len(record) == _END_64.size and record[:4] == b"PK\6\6":
            fields = _END_64.unpack(record)
            return fields[8], fields[9], place
    raise UnpackError("the directory is broken")


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """The sizes and the offset from the 64-bit extra field, where the short ones are full."""
    at = 0
    while at + 4 <= len(extra):
        identity, length = struct.unpack_from("<2H", extra, at)
        if identity == 1:
            numbers = iter(struct.unpack_from(f"<{min(length, len(extra) - at - 4) // 8}Q", extra, at + 4))
            size = next(numbers, size) if size == 0xFFFFFFFF else size
            packed = next(numbers, packed) if packed == 0xFFFFFFFF else packed
            offset = next(numbers, offset) if offset == 0xFFFFFFFF else offset
            break
        at += 4 + length
    return size, packed, offset
