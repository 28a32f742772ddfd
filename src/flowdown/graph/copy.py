"""Copies a store, whatever its database, into a new file or an empty database."""

from __future__ import annotations

import contextlib
import itertools
import os
from pathlib import Path

from flowdown.base.errors import UnusableArgument, Where
from flowdown.graph.errors import StoreError
from flowdown.graph.store import URL_SCHEMES, Store, open_store

_BATCH = 5000


def copy_store(store: Store, target: Path | str) -> int:
    """Write every row as it is now to a new SQLite file, or into the store at a URL; return how many.

    A file appears under its name only when it is whole and on the disk. Raises `UnusableArgument` where one is.
    """
    if isinstance(target, str) and target.startswith(URL_SCHEMES):
        with open_store(target) as other:
            return _fill(store, other)
    file = Path(target)
    if file.exists():
        raise UnusableArgument(f"`{file}` is there already")
    if not file.parent.is_dir():
        # A store makes its folder; a backup in a folder of a wrong name would be found by nobody.
        raise UnusableArgument(f"`{file.parent}` is no folder")
    growing = file.with_name(f".{file.name}.part")
    try:
        growing.unlink(missing_ok=True)
        with open_store(growing) as other:
            count = _fill(store, other)
            # Everything into the one file, so that it can be moved and sent alone.
            other.backend.read("PRAGMA journal_mode = DELETE")
        growing.rename(file)
        _settle(file.parent)
    except StoreError as error:
        if error.where != Where(str(growing)):
            raise
        raise StoreError(f"cannot write `{file}`: {error.message}", hint=error.hint) from None
    except OSError as error:
        raise StoreError(f"cannot write `{file}`: {error.strerror}") from None
    finally:
        with contextlib.suppress(OSError):
            growing.unlink(missing_ok=True)
    return count


def _fill(store: Store, other: Store) -> int:
    count = 0
    with store.backend.snapshot():
        rows = store.rows_as_they_are()
        while batch := tuple(itertools.islice(rows, _BATCH)):
            other.add_rows(batch)
            count += len(batch)
    return count


def _settle(folder: Path) -> None:
    """Make the new name outlast a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
