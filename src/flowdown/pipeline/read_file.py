"""Reads files once more, to say what a scan did with each: whether it was read, by which detectors, which keywords hit."""

from __future__ import annotations

import bisect
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flowdown.catalogue.catalogue import Catalogue
from flowdown.report.explanation import KeywordHit
from flowdown.scan.gap import Gap
from flowdown.scan.known import Known
from flowdown.scan.prefilter import Prefilter
from flowdown.scan.read import Chunk, Reader
from flowdown.scan.tree import File

MOST_HITS = 200
"""Keywords of one file that are told."""
_WORD = re.compile(rb"[\w.:/@-]{1,120}")


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file as the scan met it."""

    was_read: bool
    says: str
    lines: int = 0
    detectors: tuple[str, ...] = ()
    hits: tuple[KeywordHit, ...] = ()


def read_again(files: Sequence[tuple[Path, str]], catalogue: Catalogue, cache: Path | None) -> list[FileReading]:
    """Read files, each given as root and path in the tree, as a scan does."""
    known = Known(catalogue)
    searcher = _Searcher(known, Prefilter.build(known.index.keywords(), cache))
    walked: dict[Path, dict[str, File]] = {}
    readings = []
    for root, path in files:
        if root not in walked:
            walked[root] = _walk(root, {path for other, path in files if other == root})
        outer = path.split("!/", 1)[0]
        found = walked[root].get(outer)
        readings.append(searcher.search(found, path) if found else FileReading(False, _why_not(root, outer)))
    return readings


def _walk(root: Path, paths: set[str]) -> dict[str, File]:
    """Those of some files that a walk of the tree meets."""
    from flowdown.scan.tree import walk

    outer = {path.split("!/", 1)[0] for path in paths}
    return {found.path: found for found in walk(root) if isinstance(found, File) and found.path in outer}


def _why_not(root: Path, path: str) -> str:
    """Why a file that is there was passed over by the walk."""
    place = root / path
    if ".git" in path.split("/"):
        return "the file was not read: git's own folder never is"
    if place.is_symlink():
        return "the file was not read: it is a link, and links are not followed"
    if place.exists() and not place.is_file():
        return "it was not read: it is no regular file"
    if any((root / parent).is_symlink() for parent in Path(path).parents):
        return "the file was not read: it lies behind a link, and links are not followed"
    return "the file was not read: an ignore rule of git takes it out, and git does not track it"


class _Searcher:
    """The catalogue's keywords, looked for in one file after another."""

    def __init__(self, known: Known, prefilter: Prefilter) -> None:
        self._known = known
        self._prefilter = prefilter
        self._reader = Reader()

    def search(self, file: File, path: str) -> FileReading:
        """What the scan did with a file, or with a member of an archive."""
        lines, hits, is_binary, was_met = 0, set[KeywordHit](), False, False
        for chunk in self._reader.read(file):
            if isinstance(chunk, Gap):
                continue
            if chunk.path != path:
                continue
            was_met = True
            is_binary = is_binary or chunk.is_binary
            if not chunk.is_binary:
                lines = self._note(chunk, hits)
        return self._tell(path, was_met, is_binary, lines, hits)

    def _note(self, chunk: Chunk, hits: set[KeywordHit]) -> int:
        """Note the keywords of a chunk; return the number of its last line."""
        data = bytes(chunk.data)
        starts = [0, *(match.end() for match in re.finditer(b"\n", data))]
        for _, start, end in self._prefilter.hits(chunk.data):
            if chunk.owns(start) and len(hits) < MOST_HITS:
                line = chunk.part.line + bisect.bisect_right(starts, start) - 1
                hits.add(self._hit(line, data, start, end))
        return chunk.part.line + len(starts) - 1 - (1 if data.endswith(b"\n") else 0)

    def _hit(self, line: int, data: bytes, start: int, end: int) -> KeywordHit:
        """A keyword with the rest of its word, if the catalogue knows the whole: `gpt-` finds `gpt-4o-mini`."""
        text = data[start:end].decode("utf-8", "backslashreplace")
        word = _WORD.match(data, start)
        whole = word.group().rstrip(b".:/-").decode("utf-8", "backslashreplace") if word else text
        known = self._known.any_of(whole) if len(whole) > len(text) else ()
        vendors = sorted({hit.vendor for hit in known or self._known.any_of(text) if hit.vendor})
        return KeywordHit(line, whole if known else text, tuple(vendors))

    def _tell(self, path: str, was_met: bool, is_binary: bool, lines: int, hits: set[KeywordHit]) -> FileReading:
        from flowdown.scan.kept_claims import load_claims

        detectors = load_claims(None).of(path)
        by = f"read by the detector{'s' if len(detectors) > 1 else ''} {', '.join(detectors)}"
        suffix = os.path.splitext(path)[1]  # noqa: PTH122
        if not was_met:
            return FileReading(False, "it was not read: see the gaps", 0, detectors)
        if is_binary:
            return FileReading(False, "the file was not read as text: it is binary", 0, ())
        if not hits and not self._known.index.agent_file(path):
            says = "the file was searched, and no keyword of the catalogue stands in it: no detector had to look closer"
            return FileReading(True, says, lines, (), ())
        if not detectors:
            what = f"files ending in `{suffix}`" if suffix else "files of this name"
            return FileReading(True, f"the file was searched, but no detector reads {what}", lines, (), _sorted(hits))
        return FileReading(True, f"the file was {by}", lines, detectors, _sorted(hits))


def _sorted(hits: set[KeywordHit]) -> tuple[KeywordHit, ...]:
    return tuple(sorted(hits))
