"""Keeps compiled search databases in a folder of the user's cache."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.catalogue.keyword import Keyword
from flowdown.scan.open_file import read_small

if TYPE_CHECKING:
    import hyperscan

_MAGIC = b"flowdown search database 1\n"
_SIZE_LIMIT = 256 * 1024 * 1024
_KEPT = 4
"""Databases of other catalogues or versions that are left beside a new one."""


@dataclass(frozen=True, slots=True)
class StoredDatabase:
    """A database that was read back."""

    database: hyperscan.Database
    is_tuned: bool


def key_of(keywords: Sequence[Keyword]) -> str:
    """A digest of the keywords and of whatever a compiled database is bound to."""
    try:
        import hyperscan
    except ImportError:
        return ""
    version = getattr(hyperscan, "__version__", "")
    machine = os.uname().machine if hasattr(os, "uname") else ""
    lines = [f"{version} {sys.platform} {machine}"]
    for word in keywords:
        lines.append(f"{word.text}\0{word.caseless:d}{word.left_bound:d}{word.right_bound:d}{word.needs_quote:d}")
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


class DatabaseCache:
    """The place of one set of keywords in a cache folder.

    Whatever is missing, stale, damaged or made for another machine is as good as not there; a folder that cannot
    be written is left alone. An empty `key` (no Vectorscan) finds and keeps nothing.
    """

    def __init__(self, folder: Path, key: str) -> None:
        self._folder = folder
        self._key = key
        self._file = folder / f"search-{key[:40]}.db"

    def load(self) -> StoredDatabase | None:
        """The stored database, if it is whole and runs here."""
        if not self._key:
            return None
        content = read_small(os.fsencode(self._file), _SIZE_LIMIT)
        if not content or not content.startswith(_MAGIC):
            return None
        digest, body = content[len(_MAGIC) : len(_MAGIC) + 32], content[len(_MAGIC) + 32 :]
        if hashlib.sha256(self._key.encode() + body).digest() != digest:
            return None
        try:
            import hyperscan
        except ImportError:
            # It was stored by another installation of ours, which had the library.
            return None
        try:
            database = hyperscan.loadb(body[1:], hyperscan.HS_MODE_BLOCK)
            database.scratch = hyperscan.Scratch(database)
            database.scan(b"trial", match_event_handler=lambda *_: None)
        except hyperscan.HyperscanError:
            return None
        return StoredDatabase(database, body[:1] == b"t")

    def save(self, database: hyperscan.Database, *, is_tuned: bool) -> None:
        """Store a database: written beside and renamed, so that readers see all of it or none."""
        import hyperscan

        if not self._key:
            return
        body = (b"t" if is_tuned else b"q") + hyperscan.dumpb(database)
        digest = hashlib.sha256(self._key.encode() + body).digest()
        draft = self._folder / f".{self._file.name}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.unlink(missing_ok=True)
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(_MAGIC + digest + body)
            draft.replace(self._file)
            self._drop_old()
        except OSError:
            return

    def _drop_old(self) -> None:
        others = [file for file in self._folder.glob("search-*.db") if file != self._file]
        others.sort(key=lambda file: file.stat().st_mtime)
        for file in others[: max(0, len(others) - _KEPT)]:
            file.unlink(missing_ok=True)
