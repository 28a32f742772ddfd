"""A folder of what is known of runs of a tree's files, by their contents, and of which runs lay at a spot last.

Forks and successive commits of one repository share nearly all of their runs, and most files of a run that differs.
"""

from __future__ import annotations

import hashlib
import marshal
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias, cast

from flowdown import __version__
from flowdown.base.kept_file import read_kept, write_kept
from flowdown.scan.code_stamp import code_stamp
from flowdown.scan.tree import File

_USUAL = 64
"""Files of a run, on average; a power of two."""
_MOST = 512
"""Files of a run at most."""
_NEAR = 4
"""Runs that are remembered of a spot."""
_MARK = 16

Entry: TypeAlias = "tuple[object, ...] | None"
"""What is known of one file, as plain values; None where it could not be read."""


class Run(NamedTuple):
    """Some files that follow one another, and where they lie: between which two paths."""

    files: tuple[File, ...]
    spot: str


def cut_runs(files: Iterable[File]) -> Iterator[Run]:
    """The files in runs whose ends the paths decide: a file that changes, comes or goes alters one run or two."""
    run: list[File] = []
    before = ""
    for file in files:
        run.append(file)
        is_end = zlib.crc32(file.path.encode("utf-8", "surrogatepass")) % _USUAL == 0
        if is_end or len(run) == _MOST:
            yield Run(tuple(run), f"{before}\0{file.path}")
            run, before = [], file.path
    if run:
        yield Run(tuple(run), f"{before}\0")


def mark_of(file: File) -> bytes:
    """What tells a file from all others: its path and the id of its content."""
    return hashlib.blake2b(file.path.encode("utf-8", "surrogatepass") + b"\0" + file.place, digest_size=_MARK).digest()


class RunFolder:
    """What is known of the files of runs, an entry a file.

    Whatever is missing, damaged, or of another catalogue or version of the code is as good as not there. Several
    processes and machines may share the folder: each file is written whole. What lies at a spot is only a hint of where
    to look: whoever writes it last is right, and entries are taken from there by the marks of their files.
    """

    def __init__(self, folder: Path, what: str, catalogue: str, cache: Path | None = None) -> None:
        self._folder = folder
        self._stamp = f"{__version__}\0{catalogue}\0{code_stamp(cache)}\0{what}"

    def name(self, marks: Iterable[bytes], question: bytes = b"") -> str:
        """The name of a run; `question`: what else decides what is known of its files."""
        state = hashlib.sha256(self._stamp.encode() + b"\0" + question)
        for mark in marks:
            state.update(mark)
        return state.hexdigest()

    def recall(self, name: str) -> list[Entry] | None:
        """The entries of a run; None if it is not known."""
        kept = self._read(name)
        return kept[1] if kept is not None else None

    def near(self, spot: str) -> dict[bytes, Entry]:
        """What is known of files that lay at a spot last, by their marks."""
        found: dict[bytes, Entry] = {}
        for name in self._names_at(spot):
            marks, entries = self._read(name) or ([], [])
            for mark, entry in zip(marks, entries, strict=True):
                if entry is not None:
                    found.setdefault(mark, entry)
        return found

    def note(self, name: str, spot: str, marks: list[bytes], entries: list[Entry]) -> None:
        """Keep what is known; a folder that cannot be written is left alone."""
        if write_kept(self._place(name), name, marshal.dumps((marks, entries))):
            others = [each for each in self._names_at(spot) if each != name]
            hint = self._spot(spot)
            write_kept(self._place(hint), hint, marshal.dumps([name, *others[: _NEAR - 1]]))

    def _names_at(self, spot: str) -> list[str]:
        hint = self._spot(spot)
        body = read_kept(self._place(hint), hint)
        return cast("list[str]", marshal.loads(body)) if body is not None else []

    def _spot(self, spot: str) -> str:
        return hashlib.sha256(f"{self._stamp}\0at\0{spot}".encode("utf-8", "surrogatepass")).hexdigest()

    def _read(self, name: str) -> tuple[list[bytes], list[Entry]] | None:
        body = read_kept(self._place(name), name)
        # What has the right digest was written by us, whole.
        return cast("tuple[list[bytes], list[Entry]]", marshal.loads(body)) if body is not None else None

    def _place(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name[2:34]}.bin"
