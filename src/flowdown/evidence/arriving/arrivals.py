"""Finds documents under paths: files, folders, and what archives hold, spooled in bounded space under names of ours."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import os
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeAlias

from flowdown.base.errors import Where
from flowdown.evidence.arriving.head import SIZE, Head
from flowdown.evidence.reader import Unread

MOST_UNPACKED = 8 * 1024**3
"""Bytes that one archive may unpack to ..."""
MOST_EXPANSION = 200
"""... and how many times its own size, above what `FREE` allows."""
FREE = 64 * 1024**2
MOST_MEMBERS = 100_000
_STEP = 1024 * 1024
_PACKED = (".gz", ".bz2", ".xz")
_INSIDE = "!/"
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, ValueError)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that was found: its name, where its bytes are, how many, their digest, and its start.

    `is_asked_for` tells a file that somebody named from one that lay in a folder or archive.
    """

    name: str
    file: Path
    size: int
    revision: str
    head: Head
    is_asked_for: bool


class _Spent(Exception):
    """An archive that unpacks to more than it may."""


class _Room:
    """How many bytes an archive may still unpack to; what is unpacked in an archive inside of it is taken off, too."""

    def __init__(self, size: int, around: _Room | None) -> None:
        self._left, self._around = min(MOST_UNPACKED, FREE + size * MOST_EXPANSION), around

    def take(self, count: int) -> None:
        """Use some of it; raises `_Spent` if there is not so much."""
        self._left -= count
        if self._left < 0:
            raise _Spent
        if self._around is not None:
            self._around.take(count)


Found: TypeAlias = Arrival | Unread


def find_arrivals(paths: tuple[Path, ...], base: Path) -> Iterator[Found]:
    """Every document under paths, in order. A spooled one is there only until the next is asked for.

    Names are seen from `base`; what lies outside of it has its whole path. Links are not followed, but one that is
    itself named.
    """
    for path in paths:
        if path.is_dir():
            for file in _walk(path):
                yield from _open(file, name_of(file, base), is_asked_for=False)
        else:
            yield from _open(path, name_of(path, base), is_asked_for=True)


def name_of(file: Path, base: Path) -> str:
    """A file as it is named: from `base` if it lies there, else with its whole path; bytes that are no UTF-8 as `\\xNN`."""
    whole = Path(os.path.abspath(file))  # noqa: PTH100 - links stay as they are named
    shown = whole.relative_to(base).as_posix() if whole.is_relative_to(base) else whole.as_posix()
    return os.fsencode(shown).decode("utf-8", "backslashreplace")


def _walk(folder: Path) -> Iterator[Path]:
    pending = [folder]
    while pending:
        here = pending.pop()
        with os.scandir(here) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        pending.extend(
            Path(entry.path)
            for entry in reversed(found)
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
        )
        yield from (
            Path(entry.path)
            for entry in found
            if entry.is_file(follow_symlinks=False) and not entry.name.startswith(".")
        )


def _open(file: Path, name: str, *, is_asked_for: bool) -> Iterator[Found]:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            yield Unread("is no regular file", Where(name))
            return
        with file.open("rb") as stream:
            start = stream.read(SIZE)
            stream.seek(0)
            revision = "" if _is_packed(start, name) else _digest(stream)
    except OSError as error:
        yield Unread(f"cannot be read: {error.strerror}", Where(name))
        return
    if not revision:
        yield from _unpack(file, name, status.st_size, depth=0, is_asked_for=is_asked_for)
        return
    head = Head(name, start, status.st_size <= SIZE)
    yield Arrival(name, file, status.st_size, revision, head, is_asked_for)


def _digest(stream: IO[bytes]) -> str:
    state = hashlib.sha256()
    while block := stream.read(_STEP):
        state.update(block)
    return f"sha256:{state.hexdigest()}"


def _is_packed(start: bytes, name: str) -> bool:
    # Documents of offices are zips too, and nothing that is put in here is one inside.
    if start[:4] == b"PK\x03\x04":
        return not name.lower().endswith((".docx", ".xlsx", ".ods", ".odt", ".jar", ".whl"))
    return start[:3] in (b"\x1f\x8b\x08", b"BZh") or start[:6] == b"\xfd7zXZ\x00" or start[257:262] == b"ustar"


def _unpack(
    file: Path, name: str, size: int, *, depth: int, is_asked_for: bool, around: _Room | None = None
) -> Iterator[Found]:
    if depth > 2:
        yield Unread("archives in archives are opened three levels deep", Where(name))
        return
    room = _Room(size, around)
    is_empty = True
    try:
        # One folder for all: to make and remove one a member takes far longer than to read it.
        with tempfile.TemporaryDirectory(prefix="flowdown-") as folder:
            place = Path(folder) / "member"
            for member, stream in _members(file, name):
                is_empty = False
                taken, revision, start = _spool(stream, room, place)
                if _is_packed(start, member):
                    yield from _unpack(place, member, taken, depth=depth + 1, is_asked_for=is_asked_for, around=room)
                    continue
                # A single file that is only compressed is the one that was asked for.
                is_alone = is_asked_for and _INSIDE not in member
                yield Arrival(member, place, taken, revision, Head(member, start, taken <= SIZE), is_alone)
        if is_empty:
            yield Unread("is an archive that holds nothing", Where(name))
    except _Spent:
        yield Unread("unpacks to more than an archive of its size may; the rest was not read", Where(name))
    except RuntimeError:
        yield Unread("is encrypted, or packed in a way that is not known", Where(name))
    except _BROKEN as error:
        said = " ".join(str(error).split())[:120] or type(error).__name__
        yield Unread(f"is a broken archive: {said}", Where(name))


def _spool(stream: IO[bytes], room: _Room, place: Path) -> tuple[int, str, bytes]:
    """Copy a member into a file of our own: its size, digest and start; raises `_Spent` where there is no room."""
    state, taken, start = hashlib.sha256(), 0, b""
    with place.open("wb") as out:
        while block := stream.read(_STEP):
            room.take(len(block))
            taken += len(block)
            state.update(block)
            out.write(block)
            if len(start) < SIZE:
                start += block[: SIZE - len(start)]
    return taken, f"sha256:{state.hexdigest()}", start


def _members(file: Path, name: str) -> Iterator[tuple[str, IO[bytes]]]:
    with file.open("rb") as stream:
        start = stream.read(512)
    if start[:4] == b"PK\x03\x04":
        yield from _zip_members(file, name)
        return
    # NOTE: `tarfile` raises `ReadError` for what is compressed and no tar.
    try:
        archive = tarfile.open(file, "r:*")  # noqa: SIM115
    except tarfile.ReadError:
        bare = name[: -len(Path(name).suffix)] if Path(name).suffix.lower() in _PACKED else name
        with _open_packed(file, start) as unpacked:
            yield bare, unpacked
        return
    with archive:
        for number, member in enumerate(archive):
            if number >= MOST_MEMBERS:
                raise _Spent
            opened = archive.extractfile(member) if member.isreg() else None
            if opened is not None:
                yield name + _INSIDE + member.name, opened


def _open_packed(file: Path, start: bytes) -> IO[bytes]:
    if start[:1] == b"\x1f":
        return gzip.open(file, "rb")  # type: ignore[return-value]
    return bz2.open(file, "rb") if start[:1] == b"B" else lzma.open(file, "rb")


def _zip_members(file: Path, name: str) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(file) as archive:
        if len(archive.filelist) > MOST_MEMBERS:
            raise _Spent
        for member in sorted(archive.filelist, key=lambda each: each.filename):
            if not member.is_dir():
                with archive.open(member) as opened:
                    yield name + _INSIDE + member.filename, opened
