"""Names the trees of a profile's repositories, so that a scan's claims and the profile's speak of the same nodes."""

from __future__ import annotations

import posixpath


def tree_of(repository: str, folder: str = "") -> str:
    """The tree of a repository, or of a folder in it."""
    clean = posixpath.normpath(folder or ".").strip("/")
    return f"tree:{repository}" if clean in ("", ".") else f"tree:{repository}/{clean}"
