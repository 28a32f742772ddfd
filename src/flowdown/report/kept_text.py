"""Keeps what a report in JSON says of a tree's conclusion: where that still holds, it is not written anew."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from flowdown import __version__
from flowdown.base.content import digest_of_folders
from flowdown.base.kept_file import drop_old, map_kept, write_kept
from flowdown.report.json_text import END, member_parts
from flowdown.report.scan_v1 import ScanV1
from flowdown.scan.code_stamp import code_stamp

_FIRST, _END = "sightings", "coverage"
"""The members from the one up to the other follow from the conclusion alone; what was read is counted at each run."""
_LEAST = 300
"""Sightings that are worth keeping the text of."""
_CHUNK = 1 << 18
"""Bytes that are unpacked at a time."""
_MOST = 50
"""Trees of which the text is kept at most."""


class KeptText:
    """The text about one tree in the user's cache folder.

    What is missing, damaged, of another conclusion or written by other code is as good as not there.
    """

    def __init__(self, cache: Path, root: Path) -> None:
        self._cache = cache
        place = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:32]
        self._file = cache / "texts" / f"{place}.bin"
        self._packed: memoryview | None = None

    def recall(self, name: str) -> bool:
        """Whether the text about a conclusion is there."""
        self._packed = map_kept(self._file, self._key(name))
        return self.is_recalled

    @property
    def is_recalled(self) -> bool:
        """Whether there is a text, so that the report needs nothing of what was seen."""
        return self._packed is not None

    def parts(self, shape: ScanV1, name: str) -> Iterator[str]:
        """The whole report in parts, with the text that was recalled; where none was, what is written now is kept."""
        yield from member_parts(shape, end=_FIRST)
        if self._packed is not None:
            yield from _unpacked(self._packed)
        elif name and len(shape.sightings) >= _LEAST:
            yield from self._keep(member_parts(shape, _FIRST, _END), name)
        else:
            yield from member_parts(shape, _FIRST, _END)
        yield from member_parts(shape, _END)
        yield END

    def _keep(self, parts: Iterable[str], name: str) -> Iterator[str]:
        packer = zlib.compressobj(1)
        packed: list[bytes] = []
        for part in parts:
            packed.append(packer.compress(part.encode("utf-8")))
            yield part
        packed.append(packer.flush())
        if write_kept(self._file, self._key(name), *packed):
            drop_old(self._file.parent, "*.bin", _MOST)

    def _key(self, name: str) -> str:
        # What depends on a tree is summed up by the scanner's code, and written by ours.
        written = digest_of_folders([(Path(__file__).parent, ".py")], "texts", self._cache)
        return f"{__version__} {code_stamp(self._cache)} {written} {name}"


def _unpacked(packed: memoryview) -> Iterator[str]:
    import codecs

    unpacker = zlib.decompressobj()
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(packed), _CHUNK):
        yield decoder.decode(unpacker.decompress(packed[start : start + _CHUNK]))
    yield decoder.decode(unpacker.flush(), final=True)
