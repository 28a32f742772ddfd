"""A file of JSON lines to which lines are only ever added, each holding the digest of the one before it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flowdown.base.canonical import Json, canonical_text, digest
from flowdown.base.errors import UnusableFile, Where

try:
    import fcntl
except ImportError:  # no such locks on this system: writers are then told apart by nothing
    fcntl = None  # type: ignore[assignment]

_CHUNK = 1 << 16
_LINE_LIMIT = 1 << 24
_LINKS = frozenset({"number", "before", "mends", "digest"})
"""The keys by which an entry is a link of the chain; the others are the writer's."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it stands: its number (from 1), what it says, and its digest."""

    number: int
    fields: Mapping[str, Json]
    digest: str
    line: int


@dataclass(frozen=True, slots=True)
class Chain:
    """A log that was read: its links, each fault with its place, and how many bytes of an unfinished line end it.

    A fault is a line that is no entry, was changed, or does not follow on the one before it.
    """

    links: tuple[Link, ...]
    faults: tuple[UnusableFile, ...] = ()
    torn: int = 0

    @property
    def head(self) -> str:
        """The digest of the last entry; empty if there is none. Who keeps it can tell later that nothing was cut off."""
        return self.links[-1].digest if self.links else ""


def append(file: Path, fields: Mapping[str, Json]) -> Link:
    """Add an entry: whole, synced, behind those of any other writer. Raises `UnusableFile` if that cannot be done.

    A line that a killed writer left unfinished is taken off first; the new entry says so (`mends`).
    """
    if not _LINKS.isdisjoint(fields):
        raise ValueError(f"these keys are the chain's own: {sorted(_LINKS & set(fields))}")
    if file.is_symlink() or file.parent.is_symlink():
        raise UnusableFile("is a link, and is not written through", Where(str(file)))
    try:
        _make_folder(file.parent)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(file, flags, 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            return _append(descriptor, fields)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise UnusableFile(f"cannot be written: {error.strerror}", Where(str(file))) from None


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def _append(descriptor: int, fields: Mapping[str, Json]) -> Link:
    mends = _take_off_torn(descriptor)
    last = _last_line(descriptor)
    number, before = _continue(last)
    entry: dict[str, Json] = {"number": number, "before": before, **fields}
    if mends is not None:
        entry["mends"] = mends
    entry["digest"] = digest(entry)
    content = (canonical_text(entry) + "\n").encode("utf-8", "backslashreplace")
    while content:
        content = content[os.write(descriptor, content) :]
    os.fsync(descriptor)
    return Link(number, dict(fields), str(entry["digest"]), 0)


def _continue(last: bytes) -> tuple[int, str]:
    """The number and the `before` of what follows on a line; a line that is no entry is followed by its bytes' digest."""
    if not last:
        return 1, ""
    read = _parse(last)
    if read is not None and isinstance(read.get("digest"), str) and isinstance(read.get("number"), int):
        number, told = read["number"], read["digest"]
        assert isinstance(number, int)
        return number + 1, str(told)
    return 1, "sha256:" + hashlib.sha256(last).hexdigest()


def _take_off_torn(descriptor: int) -> Json:
    """Cut off an unfinished last line, unless only its end is missing; what was cut off, by length and digest."""
    size = os.fstat(descriptor).st_size
    start = _line_start(descriptor, size)
    if start == size:
        return None
    torn = os.pread(descriptor, size - start, start)
    read = _parse(torn)
    if read is not None and _is_whole(read):
        os.write(descriptor, b"\n")
        return None
    os.ftruncate(descriptor, start)
    return {"bytes": len(torn), "digest": "sha256:" + hashlib.sha256(torn).hexdigest()}


def _last_line(descriptor: int) -> bytes:
    """The last whole line, without its end; empty if there is none."""
    size = os.fstat(descriptor).st_size
    if size == 0:
        return b""
    start = _line_start(descriptor, size - 1)
    return os.pread(descriptor, size - 1 - start, start)


def _line_start(descriptor: int, end: int) -> int:
    """Where the line begins that holds the byte before `end`."""
    while end > 0:
        start = max(0, end - _CHUNK)
        found = os.pread(descriptor, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def read_chain(file: Path) -> Chain:
    """Read a log and examine its chain. Raises `UnusableFile` for a file that cannot be read at all."""
    links: list[Link] = []
    faults: list[UnusableFile] = []
    before, expected, torn = "", 1, 0
    try:
        with file.open("rb") as opened:
            for line, content in enumerate(_lines(opened.fileno()), 1):
                read = _parse(content.removesuffix(b"\n"))
                whole = read is not None and _is_whole(read)
                if not content.endswith(b"\n") and not whole:
                    torn = len(content)
                    break
                fault = _fault(read, before, expected)
                if fault:
                    faults.append(UnusableFile(fault, Where(str(file), line)))
                expected, before = _continue(content.removesuffix(b"\n"))
                if read is not None:
                    fields = {key: value for key, value in read.items() if key not in _LINKS}
                    links.append(Link(expected - 1, fields, before, line))
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}", Where(str(file))) from None
    return Chain(tuple(links), tuple(faults), torn)


def _lines(descriptor: int) -> Iterator[bytes]:
    with os.fdopen(os.dup(descriptor), "rb") as opened:
        while content := opened.readline(_LINE_LIMIT):
            yield content


def _fault(read: dict[str, Json] | None, before: str, expected: int) -> str:
    """What is wrong with an entry; empty if nothing is."""
    if read is None:
        return "is no entry of a log"
    if not _is_whole(read):
        return "the entry was changed: it does not have the digest that it tells"
    if read.get("before") != before:
        return "does not follow on the entry before it: one was changed, added or taken out here"
    if read.get("number") != expected:
        return f"is numbered {read.get('number')}, not {expected}"
    return ""


def _is_whole(read: Mapping[str, Json]) -> bool:
    told = read.get("digest")
    return isinstance(told, str) and digest({key: value for key, value in read.items() if key != "digest"}) == told


def _parse(content: bytes) -> dict[str, Json] | None:
    with contextlib.suppress(ValueError, RecursionError):
        read = json.loads(content.decode("utf-8"))
        if isinstance(read, dict):
            return read
    return None
