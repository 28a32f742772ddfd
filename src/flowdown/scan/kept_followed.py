"""Keeps what was found by following names into the files of commits; only files that are new, or asked anew, are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from flowdown.base.pack import pack
from flowdown.scan.gap import Gap
from flowdown.scan.kept_looks import unpack_yields
from flowdown.scan.run_folder import Entry, Run, RunFolder, cut_runs, mark_of

if TYPE_CHECKING:
    from flowdown.scan.follow import Names
    from flowdown.scan.read import Reader
    from flowdown.scan.trace import Yield
    from flowdown.scan.tree import File

_Kept: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, str, str], ...], bytes]
"""The names that were followed into a file, those that were sought there or that it imports, and what was found."""


class KeptFollowed:
    """What was found in runs of program files whose places are ids of blobs."""

    def __init__(self, folder: Path, catalogue: str, cache: Path | None = None) -> None:
        self._runs = RunFolder(folder, "followed", catalogue, cache)

    def follow(self, names: Names, files: Iterable[File], reader: Reader) -> list[Yield]:
        """What some files say of names."""
        question = names.digest()
        found: list[Yield] = []
        for run in cut_runs(files):
            found.extend(self._in_run(names, question, run, reader))
        return found

    def _in_run(self, names: Names, question: bytes, run: Run, reader: Reader) -> list[Yield]:
        marks = list(map(mark_of, run.files))
        name = self._runs.name(marks, question)
        entries = self._runs.recall(name)
        found: list[Yield] = []
        if entries is not None:
            for file, entry in zip(run.files, entries, strict=True):
                found.extend(_recalled(entry) if entry is not None else names.follow_into(file, reader))
            return found
        near = self._runs.near(run.spot)
        new: list[Entry] = []
        for file, mark in zip(run.files, marks, strict=True):
            seen, entry = self._in_file(names, file, near.get(mark), reader)
            found.extend(seen)
            new.append(entry)
        self._runs.note(name, run.spot, marks, new)
        return found

    def _in_file(self, names: Names, file: File, before: Entry, reader: Reader) -> tuple[Sequence[Yield], Entry]:
        """What a file says, and what is kept of that: nothing of one that cannot be read whole or depends on others."""
        chunks = reader.read(file)
        found: list[Yield] = []
        entry: Entry = ((), (), (), b"")
        for chunk in chunks:
            if isinstance(chunk, Gap):
                entry = None
                continue
            if chunk.is_binary:
                continue
            asked = names.in_chunk(chunk)
            if not asked.is_any:
                entry = entry if chunk.is_whole else None
                continue
            key = tuple(sorted(asked.used)), tuple(sorted(asked.wanted)), tuple(map(tuple, sorted(asked.taken)))
            is_kept = chunk.is_whole and not asked.depends
            if is_kept and before is not None and cast(_Kept, before)[:3] == key:
                return _recalled(before), before
            seen = list(names.follow_in(chunk, asked))
            found.extend(seen)
            entry = (*key, pack((seen, [])) if seen else b"") if is_kept else None
        return found, entry


def _recalled(entry: Entry) -> Sequence[Yield]:
    body = cast(_Kept, entry)[3]
    return unpack_yields(body)[0] if body else ()
