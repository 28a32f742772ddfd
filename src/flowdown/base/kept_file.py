"""Files that are kept beside the program or in the user's cache folder: whole and of the right key, or as good as not there."""

# Many are opened at every start: plain calls of the system take a third of what pathlib does.
# ruff: noqa: PTH103, PTH105, PTH108

from __future__ import annotations

import os
import time
from pathlib import Path

COMPILED = Path(__file__).parents[1] / "compiled"
"""What was prepared when the package was built; in a checkout the folder is missing."""

_MAGIC = b"flowdown kept 1\n"
_SIZE_LIMIT = 1024 * 1024 * 1024
_DIGEST = 32


def read_kept(place: Path, key: str) -> bytes | None:
    """What was kept at a place under a key; None if it is missing, damaged, cut short or of another key."""
    content = read_bytes(place)
    return unseal(content, key) if content is not None else None


def seal(key: str, *parts: bytes | memoryview) -> bytes:
    """What is kept under a key, as the content of a file."""
    return b"".join((_MAGIC, _digest(key, *parts), *parts))


def unseal(content: bytes, key: str) -> bytes | None:
    """What the content of a file keeps under a key; None if it is damaged, cut short or of another key."""
    if not content.startswith(_MAGIC):
        return None
    start = len(_MAGIC) + _DIGEST
    body = content[start:]
    return body if content[len(_MAGIC) : start] == _digest(key, body) else None


def map_kept(place: Path, key: str) -> memoryview | None:
    """As `read_kept`, without a copy: what is kept stays in the file, and is read from there when it is looked at."""
    import mmap

    try:
        with place.open("rb") as opened:
            content = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None
    start = len(_MAGIC) + _DIGEST
    body = content[start:]
    is_whole = content[: len(_MAGIC)] == _MAGIC and content[len(_MAGIC) : start] == _digest(key, body)
    return body if is_whole else None


def write_kept(place: Path, key: str, *parts: bytes | memoryview) -> bool:
    """Keep something, if that is possible: written beside and renamed, so that readers see all of it or none."""
    try:
        keep(place, key, *parts)
    except OSError:
        return False
    return True


def keep(place: Path, key: str, *parts: bytes | memoryview) -> None:
    """The same for what must be kept: raises OSError where it cannot be."""
    draft = os.fspath(place.with_name(f".{place.name}.{os.getpid()}.{time.monotonic_ns()}"))
    os.makedirs(place.parent, mode=0o700, exist_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(_MAGIC + _digest(key, *parts))
            stream.writelines(parts)
        os.replace(draft, place)
    except BaseException:
        os.unlink(draft)
        raise


def drop_old(folder: Path, pattern: str, most: int) -> None:
    """Forget all but the newest files of a pattern, and drafts that a run left behind that was killed."""
    try:
        files = sorted(folder.glob(pattern), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in files[most:]:
            old.unlink(missing_ok=True)
        newest = files[0].stat().st_mtime if files else 0.0
        for draft in folder.glob(f".{pattern}.*"):
            if draft.stat().st_mtime < newest - 3600:
                draft.unlink(missing_ok=True)
    except OSError:
        return


def read_bytes(place: Path) -> bytes | None:
    """The content of a file of ours; None if there is none or it is far too long."""
    try:
        descriptor = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except (OSError, ValueError):
        return None
    try:
        size = os.fstat(descriptor).st_size
        parts: list[bytes] = []
        while size <= _SIZE_LIMIT and (part := os.read(descriptor, size + 1)):
            parts.append(part)
        return b"".join(parts) if size <= _SIZE_LIMIT else None
    except OSError:
        return None
    finally:
        os.close(descriptor)


def modified(place: Path) -> int:
    """When a file was written, in nanoseconds by the clock that stamps files; 0 if it is not there."""
    try:
        return place.stat().st_mtime_ns
    except OSError:
        return 0


def _digest(key: str, *parts: bytes | memoryview) -> bytes:
    import hashlib

    state = hashlib.sha256(key.encode() + b"\0")
    for part in parts:
        state.update(part)
    return state.digest()
