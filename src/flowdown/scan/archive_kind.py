"""Tells by its first bytes whether a file is an archive that is read in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdown.scan.read import Chunk

_HEAD = 512
_STARTS = (
    (b"PK\3\4", "zip"),
    (b"PK\5\6", "zip"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
# A zip may have anything before it, such as a program that runs it.
_ZIP_NAMES = (".whl", ".jar", ".war", ".ear", ".zip", ".egg", ".pex", ".pyz", ".nupkg", ".aar", ".apk", ".vsix")
_PACKED_STARTS = (b"\x1f", b"B", b"\x28")
PACKED_NAMES = (".gz", ".bz2", ".xz", ".zst", ".zstd")
ARCHIVE_NAMES = (*_ZIP_NAMES, ".tar", ".tgz", ".tbz2", ".txz", *(f".tar{end}" for end in PACKED_NAMES))
"""Endings of the names that archives usually have; what a file is, its first bytes say."""


def archive_kind(path: str, head: bytes | memoryview) -> str:
    """What a file is packed as, by its first 512 bytes: zip, tar, gzip, bz2, xz, zstd, or empty for no archive."""
    start = bytes(head[:_HEAD])
    for magic, kind in _STARTS:
        if start.startswith(magic):
            return kind
    from flowdown.scan.tar_members import is_tar

    if is_tar(start):
        return "tar"
    return "zip" if path.lower().endswith(_ZIP_NAMES) and start else ""


def is_archive(chunk: Chunk) -> bool:
    """Whether the first chunk of a file shows an archive that is read in place; what only is packed as one is not."""
    if not chunk.is_binary and bytes(chunk.data[:1]) not in _PACKED_STARTS:
        return False
    kind = archive_kind(chunk.path, chunk.data)
    # A document or a file of weights may be a zip too.
    name = chunk.path.rpartition("/")[2].lower()
    return bool(kind) and (kind != "zip" or "." not in name or name.endswith(_ZIP_NAMES))
