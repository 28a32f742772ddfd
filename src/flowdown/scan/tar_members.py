"""Reads a tar as a stream: every regular file in it, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.scan.streams import Member, Stream, UnpackError, skip, take_all

BLOCK = 512
_EXTENSION_LIMIT = 1024 * 1024
"""Bytes of a long name or of extended attributes."""
_REGULAR = frozenset(b"0\x007S")


@dataclass(frozen=True, slots=True)
class TarMember:
    """A regular file in a tar; its content must be read before the next member is asked for."""

    name: bytes
    size: int
    content: Member


def is_tar(head: bytes) -> bool:
    """Whether these first 512 bytes are a tar's."""
    return len(head) >= BLOCK and _checksum_holds(head[:BLOCK])


def tar_members(stream: Stream) -> Iterator[TarMember]:
    """The regular files of a tar; links, folders and devices are passed over.

    Raises `UnpackError` where the tar is broken; what came before stands.
    """
    long_name = b""
    attributes: dict[bytes, bytes] = {}
    while True:
        header = stream.take(BLOCK)
        if not header:
            return
        if len(header) < BLOCK:
            header += take_all(stream, BLOCK - len(header))
        if not any(header):
            return
        if not _checksum_holds(header):
            raise UnpackError("a header is broken")
        kind, size = header[156], _number(header[124:136])
        if kind in b"LKxg":
            text = _extension(stream, size)
            if kind == 0x4C:
                long_name = text.rstrip(b"\0")
            elif kind == 0x78:
                attributes = _attributes(text)
            continue
        size = _size(attributes, size)
        name = attributes.get(b"GNU.sparse.name") or attributes.get(b"path") or long_name or _name(header)
        long_name, attributes = b"", {}
        if kind == 0x53:
            _pass_sparse_map(stream, header)
        if kind in _REGULAR and not name.endswith(b"/"):
            content = Member(stream, size)
            yield TarMember(name, size, content)
            content.pass_over()
        elif kind not in b"123456":
            skip(stream, size)
        else:
            continue
        skip(stream, -size % BLOCK)


def _checksum_holds(header: bytes) -> bool:
    if header[148:156].strip(b"01234567 \0"):
        return False
    try:
        wanted = _number(header[148:156])
    except UnpackError:
        return False
    return wanted == sum(header) - sum(header[148:156]) + 8 * 0x20


def _number(field: bytes) -> int:
    """Octal digits, or big-endian binary with the top bit set."""
    if field[0] & 0x80:
        value = int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big")
        if value >= 1 << 62:
            raise UnpackError("a size is out of range")
        return value
    digits = field.split(b"\0", 1)[0].strip()
    try:
        return int(digits or b"0", 8)
    except ValueError:
        raise UnpackError("a number is broken") from None


def _name(header: bytes) -> bytes:
    name = header[:100].split(b"\0", 1)[0]
    prefix = header[345:500].split(b"\0", 1)[0] if header[257:263] == b"ustar\0" else b""
    return prefix + b"/" + name if prefix else name


def _extension(stream: Stream, size: int) -> bytes:
    if size > _EXTENSION_LIMIT:
        raise UnpackError("a name or an attribute is too long")
    return take_all(stream, size + -size % BLOCK)[:size] if size else b""


def _attributes(text: bytes) -> dict[bytes, bytes]:
    """Lines of `length key=value`, where the length counts the whole line."""
    found: dict[bytes, bytes] = {}
    at = 0
    while at < len(text):
        space = text.find(b" ", at, at + 20)
        digits = text[at:space] if space > at else b""
        if not digits.isdigit() or int(digits) < 3:
            break
        end = at + int(digits)
        key, _, value = text[space + 1 : end - 1].partition(b"=")
        found[key] = value
        at = end
    return found


def _size(attributes: dict[bytes, bytes], size: int) -> int:
    text = attributes.get(b"size", b"")
    return int(text) if text.isdigit() and len(text) < 19 else size


def _pass_sparse_map(stream: Stream, header: bytes) -> None:
    # The content of an old sparse file stands without its holes, behind blocks that say where they are.
    is_continued = header[482]
    while is_continued:
        is_continued = take_all(stream, BLOCK)[504]
