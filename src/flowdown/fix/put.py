"""Puts changed files in place: each whole or not at all, none unless all are still what was read, none through a link."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

from flowdown.base.errors import UnusableFile, Where
from flowdown.scan.open_file import read_small

Change = tuple[str, bytes, bytes]
"""A file's path, what it held when it was read, and what it is to hold."""


def put(folder: Path, changes: Sequence[Change]) -> None:
    """Write every change; raises `UnusableFile` before the first if a file is not what it was, or is a link."""
    real = folder.resolve()
    places = [(_place(real, path, before), after) for path, before, after in changes]
    for place, after in places:
        _replace(place, after)


def _place(real: Path, path: str, before: bytes) -> Path:
    place = real / path
    where = Where(path)
    if place.parent.resolve() != place.parent:
        raise UnusableFile("lies behind a link, nothing was written", where)
    try:
        status = place.lstat()
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}", where) from None
    if not stat.S_ISREG(status.st_mode):
        raise UnusableFile("is no plain file, nothing was written", where)
    if status.st_nlink > 1:
        raise UnusableFile("has several names (hard links), nothing was written", where)
    if not os.access(place, os.W_OK):
        raise UnusableFile("may not be written, nothing was written", where)
    if read_small(os.fsencode(place), len(before)) != before:
        raise UnusableFile("changed while this ran, nothing was written", where)
    return place


def _replace(place: Path, content: bytes) -> None:
    kept = None
    try:
        descriptor, kept = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        Path(kept).chmod(stat.S_IMODE(place.lstat().st_mode))
        Path(kept).replace(place)
        kept = None
    except OSError as error:
        raise UnusableFile(f"cannot be written: {error.strerror}", Where(str(place))) from None
    finally:
        if kept is not None:
            with contextlib.suppress(OSError):
                Path(kept).unlink()
