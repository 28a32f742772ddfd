"""Looks at all files of a tree, in order: again only at those that changed, and by several processes if there are many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeAlias

from flowdown.scan.gap import Gap
from flowdown.scan.kept_looks import KeptLooks, State
from flowdown.scan.read import Reader
from flowdown.scan.seen import Look
from flowdown.scan.tables import Tables
from flowdown.scan.tree import File

_BATCH = 64
"""Files that are looked at together."""
_ALONE = 20_000
"""Files that one process looks at before others are started ..."""
_WORK = 4 * 1024 * 1024
"""... or bytes of files that detectors had to read."""

Seen: TypeAlias = tuple[File, Look]


def look_all(
    found: Iterable[File | Gap], tables: Tables, kept: KeptLooks | None, jobs: int = 1, reader: Reader | None = None
) -> Iterator[Seen | Gap]:
    """What is seen in each file, and the walk's gaps, in the order in which they are found.

    `reader`: of files that lie elsewhere than in a file system; they are looked at by one process.
    """
    reader = reader or Reader()
    steps = iter(found)
    files = work = 0
    while batch := list(islice(steps, _BATCH)):
        for each in batch:
            if isinstance(each, Gap):
                yield each
                continue
            look = _look(each, tables, reader, kept)
            files += 1
            work += look.bytes if look.detectors and not look.body else 0
            yield each, look
        if jobs > 1 and (files >= _ALONE or work >= _WORK):
            yield from _look_together(steps, tables, kept, jobs)


def _look(file: File, tables: Tables, reader: Reader, kept: KeptLooks | None) -> Look:
    if kept is None:
        return tables.looker.look_at(file, reader)
    look, state = kept.recall(file)
    if look is None:
        look = tables.looker.look_at(file, reader)
        kept.note(file, state, look)
    return look


def _look_together(
    steps: Iterator[File | Gap], tables: Tables, kept: KeptLooks | None, jobs: int
) -> Iterator[Seen | Gap]:
    """The same by several processes; what did not change is not sent to them."""
    from flowdown.scan.look_apart import LookApart

    with LookApart(tables.looker, jobs) as apart:
        waiting: list[list[tuple[File | Gap, Look | None, State | None]]] = []
        while True:
            while len(waiting) < 2 * jobs and (batch := list(islice(steps, _BATCH))):
                rows = [_row(each, kept) for each in batch]
                apart.send([each for each, look, _ in rows if isinstance(each, File) and look is None])
                waiting.append(rows)
            if not waiting:
                return
            answers = iter(apart.receive())
            for each, look, state in waiting.pop(0):
                if isinstance(each, Gap):
                    yield each
                    continue
                seen = next(answers) if look is None else look
                if look is None and kept is not None:
                    kept.note(each, state, seen)
                yield each, seen


def _row(each: File | Gap, kept: KeptLooks | None) -> tuple[File | Gap, Look | None, State | None]:
    if isinstance(each, Gap) or kept is None:
        return each, None, None
    return (each, *kept.recall(each))
