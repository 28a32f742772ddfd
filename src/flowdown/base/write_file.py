"""Writes a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from flowdown.base.errors import UnusableFile, Where


def write_whole(file: Path, text: str, *, replaces: bool) -> None:
    """Write a text file so that nobody ever sees a part of it.

    Raises `UnusableFile` if it cannot be written, and, unless it `replaces`, if the file is there, whoever made it
    while this ran.
    """
    where = Where(str(file))
    kept = None
    try:
        descriptor, kept = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        # A temporary file is nobody else's; this one takes the mode that a new file gets.
        mask = os.umask(0)
        os.umask(mask)
        Path(kept).chmod(0o666 & ~mask)
        if replaces:
            Path(kept).replace(file)
            kept = None
        else:
            _link(Path(kept), file, text)
    except FileExistsError:
        raise UnusableFile("is there already", where) from None
    except OSError as error:
        raise UnusableFile(f"cannot be written: {error.strerror}", where) from None
    finally:
        if kept is not None:
            with contextlib.suppress(OSError):
                Path(kept).unlink()


def _link(kept: Path, file: Path, text: str) -> None:
    try:
        file.hardlink_to(kept)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems know no hard links; there at least nothing that is there is written over.
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
