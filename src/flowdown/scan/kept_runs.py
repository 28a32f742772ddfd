"""Keeps what was seen in the files of commits, for every tree that has them; only files that are new are looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, cast

from flowdown.base.pack import pack
from flowdown.scan.kept_followed import KeptFollowed
from flowdown.scan.run_folder import Entry, Run, RunFolder, mark_of
from flowdown.scan.seen import Look
from flowdown.scan.tree import File

_Kept: TypeAlias = tuple[int, int, int, int, tuple[str, ...], bytes]


class KeptRuns:
    """What was seen in runs of files whose places are ids of blobs."""

    def __init__(self, folder: Path, catalogue: str, cache: Path | None = None) -> None:
        self._runs = RunFolder(folder, "looks", catalogue, cache)
        self.followed = KeptFollowed(folder, catalogue, cache)

    def looks(self, run: Run, look_at: Callable[[File], Look]) -> list[Look]:
        """What is seen in each file of a run; `look_at` looks at one of which nothing is known."""
        marks = list(map(mark_of, run.files))
        name = self._runs.name(marks)
        entries = self._runs.recall(name)
        if entries is not None:
            return [
                look_at(file) if entry is None else _look(entry) for file, entry in zip(run.files, entries, strict=True)
            ]
        near = self._runs.near(run.spot)
        looks = [
            look_at(file) if (entry := near.get(mark)) is None else _look(entry)
            for file, mark in zip(run.files, marks, strict=True)
        ]
        self._runs.note(name, run.spot, marks, list(map(_entry, looks)))
        return looks


def _entry(look: Look) -> Entry:
    if not look.is_complete:
        return None
    body = look.body or (pack((look.yields, look.gaps)) if look.yields or look.gaps else b"")
    return look.files, look.bytes, look.read, look.binary, tuple(look.detectors), body


def _look(entry: Entry) -> Look:
    files, size, read, binary, detectors, body = cast(_Kept, entry)
    look = Look(files=files, bytes=size, read=read, binary=binary, detectors=detectors, body=body)
    look.is_recalled = True
    return look
