"""Tells one state of the program's own code from another."""

from __future__ import annotations

from functools import cache as remembered
from pathlib import Path

from flowdown.base.content import digest_of_folders

_HERE = Path(__file__).parents[1]
_FOLDERS = ("base", "catalogue", "scan", "scan/detectors", "scan/lexers", "scan/readers")


@remembered
def code_stamp(cache: Path | None = None) -> str:
    """A digest of the content of the program's own files: other code sees other things.

    `cache`: a folder that remembers the digest of files that did not change.
    """
    return digest_of_folders(tuple((_HERE / folder, ".py") for folder in _FOLDERS), "", cache)
