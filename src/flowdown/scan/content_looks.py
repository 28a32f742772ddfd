"""Keeps what was seen in small files by path and content, wherever they lie: for both sides of a change, and for the next run."""

from __future__ import annotations

import hashlib
import marshal
from pathlib import Path
from typing import TypeAlias, cast

from flowdown import __version__
from flowdown.base.kept_file import drop_old, read_kept, write_kept
from flowdown.base.pack import pack
from flowdown.scan.claims import Claims
from flowdown.scan.code_stamp import code_stamp
from flowdown.scan.known import Known
from flowdown.scan.look import Looker
from flowdown.scan.prefilter import Prefilter
from flowdown.scan.read import Reader, digest_of, has_mark
from flowdown.scan.seen import Look
from flowdown.scan.sighting import Scan
from flowdown.scan.tree import File

_SIZE_LIMIT = 1024 * 1024
"""Bytes of a file that is kept; a longer one is looked at each time."""
_MOST = 4000
"""Files of one repository that are kept; those that were not asked for last go first."""
_BODY_LIMIT = 1024 * 1024
"""Bytes of what is kept of one file."""
_TOTAL_LIMIT = 16 * 1024 * 1024
"""Bytes of what is kept of the files that were not asked for in this run."""
_KEPT = 8
"""Repositories that are kept."""

_Entry: TypeAlias = tuple[int, int, int, int, tuple[str, ...], bytes]


class ContentLooks:
    """What was seen in files of one repository, told apart by path and content: a detector sees nothing else.

    What was found by following names into a file is kept likewise, told apart by these names too, and the scan of a
    part of the repository, told apart by all its files.

    What is missing or damaged, or of another catalogue or version of the code, is as good as not there.
    """

    def __init__(self, cache: Path | None, repository: bytes, catalogue: str) -> None:
        self._file: Path | None = None
        self._key = ""
        self._kept: dict[bytes, _Entry] = {}
        self._asked: dict[bytes, _Entry] = {}
        self._looks: dict[bytes, Look] = {}
        if cache is not None:
            self._key = f"{__version__}\0{catalogue}\0{code_stamp(cache)}"
            name = hashlib.sha256(self._key.encode() + b"\0" + repository).hexdigest()[:32]
            self._file = cache / f"contents-{name}.bin"
            body = read_kept(self._file, self._key)
            if body is not None:  # what has the right digest was written by us, whole
                self._kept = cast("dict[bytes, _Entry]", marshal.loads(body))

    def recall(self, key: bytes) -> Look | None:
        """What was seen in the file of a key."""
        look = self._looks.get(key)
        if look is None and key in self._kept:
            from flowdown.scan.kept_looks import KeptLooks

            entry = self._asked[key] = self._kept[key]
            files, size, read, binary, detectors, body = entry
            look = Look(files=files, bytes=size, read=read, binary=binary, detectors=detectors, body=body)
            if body:
                KeptLooks.unpack(look)
            look.is_recalled = True
            self._looks[key] = look
        return look

    def note(self, key: bytes, look: Look) -> None:
        """Remember what was seen in the file of a key, if all of it could be read."""
        if not look.is_complete:
            return
        self._looks[key] = look
        body = pack((look.yields, look.gaps)) if look.yields or look.gaps else b""
        if len(body) <= _BODY_LIMIT:
            self._asked[key] = (look.files, look.bytes, look.read, look.binary, tuple(look.detectors), body)

    def recall_scan(self, key: bytes) -> Scan | None:
        """The scan of a part of the repository under a key."""
        entry = self._asked.get(key) or self._kept.get(key)
        if entry is None:
            return None
        self._asked[key] = entry
        from flowdown.scan.kept_looks import unpack_scan

        return unpack_scan(entry[-1])

    def note_scan(self, key: bytes, scan: Scan) -> None:
        """Remember the scan of a part, if it came to its end."""
        body = b"" if scan.is_incomplete else pack(scan)
        if 0 < len(body) <= _BODY_LIMIT:
            self._asked[key] = (0, 0, 0, 0, (), body)

    def save(self) -> None:
        """Write what was asked for in this run, and of what was not as much as there is room for."""
        if self._file is None or self._asked.keys() <= self._kept.keys():
            return
        kept = dict(self._asked)
        total = 0
        for key, entry in self._kept.items():
            total += 0 if key in kept else len(entry[-1])
            if len(kept) >= _MOST or total > _TOTAL_LIMIT:
                break
            kept.setdefault(key, entry)
        if write_kept(self._file, self._key, marshal.dumps(kept)):
            drop_old(self._file.parent, "contents-*.bin", _KEPT)


class RememberingLooker(Looker):
    """Looks only once at a path with the same content."""

    def __init__(self, known: Known, prefilter: Prefilter, claims: Claims, looks: ContentLooks) -> None:
        super().__init__(known, prefilter, claims)
        self.looks = looks

    def look_at(self, file: File, reader: Reader) -> Look:
        """Look at a file, unless the same was looked at before."""
        content = reader.small(file, _SIZE_LIMIT)
        if content is None:
            return super().look_at(file, reader)
        key = _key_of(file.path, content)
        look = self.looks.recall(key)
        if look is None:
            look = super().look_at(file, reader)
            self.looks.note(key, look)
        return look

    def look_content(self, path: str, content: bytes) -> Look:
        """The same for content that is at hand, and is plain text."""
        if len(content) > _SIZE_LIMIT or has_mark(content):
            return super().look_content(path, content)
        key = _key_of(path, content)
        look = self.looks.recall(key)
        if look is None:
            look = super().look_content(path, content)
            self.looks.note(key, look)
        return look


def _key_of(path: str, content: bytes) -> bytes:
    return digest_of(path.encode("utf-8", "surrogatepass") + b"\0" + digest_of(content))
