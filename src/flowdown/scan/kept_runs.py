"""Keeps what was seen in short runs of a tree's files, named by their paths and contents, for every tree that has them.

Forks and successive commits of one repository share nearly all of their runs, wherever they lie.
"""

from __future__ import annotations

import hashlib
import marshal
import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias, cast

from flowdown import __version__
from flowdown.base.kept_file import read_kept, write_kept
from flowdown.scan.code_stamp import code_stamp
from flowdown.scan.seen import Look
from flowdown.scan.tree import File

_USUAL = 64
"""Files of a run, on average; a power of two."""
_MOST = 512
"""Files of a run at most."""

_Entry: TypeAlias = tuple[int, int, int, int, tuple[str, ...], bytes]


def cut_runs(files: Iterable[File]) -> Iterator[tuple[File, ...]]:
    """The files in runs whose ends the paths decide: a file that changes, comes or goes alters one run or two."""
    run: list[File] = []
    for file in files:
        run.append(file)
        is_end = zlib.crc32(file.path.encode("utf-8", "surrogatepass")) % _USUAL == 0
        if is_end or len(run) == _MOST:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


class KeptRuns:
    """A folder of what was seen in runs of files whose places are ids of blobs.

    Whatever is missing, damaged, or of another catalogue or version of the code is as good as not there. Several
    processes and machines may share the folder: each file is written whole, and never altered.
    """

    def __init__(self, folder: Path, catalogue: str, cache: Path | None = None) -> None:
        self._folder = folder
        self._stamp = f"{__version__}\0{catalogue}\0{code_stamp(cache)}"

    def name(self, run: Sequence[File]) -> str:
        """The name of a run."""
        state = hashlib.sha256(self._stamp.encode())
        for file in run:
            state.update(b"\0" + file.path.encode("utf-8", "surrogatepass") + b"\0" + file.place)
        return state.hexdigest()

    def recall(self, name: str) -> list[Look] | None:
        """What was seen in the files of a run; None if that is not known."""
        body = read_kept(self._place(name), name)
        if body is None:
            return None
        looks: list[Look] = []
        # What has the right digest was written by us, whole.
        for files, size, read, binary, detectors, inner in cast("list[_Entry]", marshal.loads(body)):
            look = Look(files=files, bytes=size, read=read, binary=binary, detectors=detectors, body=inner)
            look.is_recalled = True
            looks.append(look)
        return looks

    def note(self, name: str, looks: Sequence[Look]) -> None:
        """Keep what was seen, if all of it could be read; a folder that cannot be written is left alone."""
        if all(look.is_complete for look in looks):
            write_kept(self._place(name), name, marshal.dumps(list(map(_entry, looks))))

    def _place(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name[2:34]}.bin"


def _entry(look: Look) -> _Entry:
    body = pickle.dumps((look.yields, look.gaps), 5) if look.yields or look.gaps else b""
    return look.files, look.bytes, look.read, look.binary, tuple(look.detectors), body
