"""Opens a file of a tree: never through a link, never blocking, never as a terminal."""

from __future__ import annotations

import os

# Not every system has every flag; Windows has none of these and needs O_BINARY.
_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)
OPEN_FLAGS: int = _FLAGS
"""The flags with which every file of a tree is opened."""


def read_small(place: bytes, limit: int = 1024 * 1024) -> bytes | None:
    """The content of a file that is not a link and not longer than `limit`, else None."""
    try:
        descriptor = os.open(place, OPEN_FLAGS)
    except (OSError, ValueError):
        return None
    parts: list[bytes] = []
    size = 0
    try:
        # Python takes as much memory as is asked for before it reads; no more than the file seems to have.
        step = min(os.fstat(descriptor).st_size, limit) + 1
        while size <= limit and (part := os.read(descriptor, min(step, limit + 1 - size))):
            parts.append(part)
            size += len(part)
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return b"".join(parts) if size <= limit else None
