"""Keeps what was seen in the blobs of a repository, by their ids, so that a later look at its history reads only new ones."""

from __future__ import annotations

import hashlib
import marshal
from pathlib import Path
from typing import TypeAlias, cast

from flowdown import __version__
from flowdown.base.kept_file import drop_old, read_kept, write_kept
from flowdown.catalogue.kinds import Basis
from flowdown.scan.alone import Use
from flowdown.scan.code_stamp import code_stamp
from flowdown.scan.sighting import Strength
from flowdown.scan.trace import TraceKind

_KEPT = 8
"""Repositories that are kept."""
_MOST = 4_000_000
"""Blobs that are kept; a history of more is read anew."""

_Row: TypeAlias = tuple[str, str, str, str, int, str]
_Seen: TypeAlias = tuple[tuple[int, ...], bytes]
_Hits: TypeAlias = dict[bytes, _Seen]
_NOTHING: _Seen = (), b""
_Uses: TypeAlias = dict[tuple[bytes, str], tuple[_Row, ...]]


class KeptBlobs:
    """Of every blob which keywords it holds, and of what was looked at who is used, by path.

    `own` tells one set of the tree's own modules from another. What is missing or damaged, or of another catalogue or
    version of the code, is as good as not there.
    """

    def __init__(self, cache: Path | None, repository: bytes, catalogue: str, own: bytes) -> None:
        self._file: Path | None = None
        self._key = ""
        self._own = own
        self._asked: _Uses = {}
        self._hits: _Hits = {}
        self._uses: _Uses = {}
        self._is_changed = False
        if cache is not None:
            self._key = f"{__version__}\0{catalogue}\0{code_stamp(cache)}"
            name = hashlib.sha256(self._key.encode() + b"\0" + repository).hexdigest()[:32]
            self._file = cache / f"history-{name}.bin"
            body = read_kept(self._file, self._key)
            if body is not None:  # what has the right digest was written by us, whole
                width, nothing, self._hits, self._uses = cast("tuple[int, bytes, _Hits, _Uses]", marshal.loads(body))
                self._hits.update((nothing[at : at + width], _NOTHING) for at in range(0, len(nothing), width))

    def hits(self, blob: str) -> _Seen | None:
        """The numbers of the keywords that a blob holds, and a digest of their lines; None if that is not known."""
        return self._hits.get(bytes.fromhex(blob))

    def note_hits(self, blob: str, seen: _Seen) -> None:
        """Remember the keywords of a blob."""
        self._hits[bytes.fromhex(blob)] = seen
        self._is_changed = True

    def uses(self, content: bytes, path: str) -> tuple[Use, ...] | None:
        """Who is used in a content (by some digest) that lies at a path; None if that is not known."""
        key = self._own + content, path
        rows = self._asked[key] if key in self._asked else self._uses.get(key)
        if rows is None:
            return None
        self._asked[key] = rows
        return tuple(map(_use, rows))

    def note_uses(self, content: bytes, path: str, uses: tuple[Use, ...]) -> None:
        """Remember who is used in a content at a path."""
        self._asked[self._own + content, path] = tuple(
            (use.vendor, use.basis.value, use.strength.value, use.kind.value, use.line, use.value) for use in uses
        )
        self._is_changed = True

    def save(self) -> None:
        """Write what was learnt, if there is any; a folder that cannot be written is left alone."""
        if self._file is None or not self._is_changed or len(self._hits) > _MOST:
            return
        nothing = [blob for blob, seen in self._hits.items() if not seen[0]]
        found = {blob: seen for blob, seen in self._hits.items() if seen[0]}
        body = marshal.dumps((len(next(iter(self._hits), b"")), b"".join(nothing), found, self._asked))
        if write_kept(self._file, self._key, body):
            drop_old(self._file.parent, "history-*.bin", _KEPT)


def _use(row: _Row) -> Use:
    vendor, basis, strength, kind, line, value = row
    return Use(vendor, Basis(basis), Strength(strength), TraceKind(kind), line, value)
