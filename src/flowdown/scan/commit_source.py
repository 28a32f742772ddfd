"""The tree of a commit as a scan sees it: its files among the repository's objects, no work tree needed."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.cached import cached_property
from flowdown.base.errors import UnusableArgument
from flowdown.scan.blob_stream import BlobStream, CommitReader
from flowdown.scan.gap import Gap
from flowdown.scan.git_program import Git
from flowdown.scan.kept_runs import KeptRuns
from flowdown.scan.look_all import Seen
from flowdown.scan.read import Reader
from flowdown.scan.repository import Repository
from flowdown.scan.run_folder import cut_runs
from flowdown.scan.tree import File, Tally, present

if TYPE_CHECKING:
    from flowdown.scan.kept_followed import KeptFollowed
    from flowdown.scan.tables import Tables

_FILE_MODES = (b"100644", b"100755", b"100664")
_LINK_MODE = b"120000"
_LINK_LIMIT = 4096
"""Bytes of a link's target that are read; none of a file system is longer."""


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: bytes
    blob: bytes
    path: bytes


def repository_at(place: Path) -> Repository | None:
    """The repository of a clone, or one without a work tree, that is exactly this folder."""
    folder = bytes(place)
    if found := Repository.at(folder):
        return found
    is_bare = all((place / name).exists() for name in ("HEAD", "objects", "refs"))
    return Repository(folder, folder) if is_bare else None


class CommitSource:
    """The files of one commit, told apart as in a clean checkout of it.

    `runs` keeps what is seen. Raises `UnusableArgument` where git cannot tell the commit or its tree.
    """

    kept = None

    def __init__(self, repository: Repository, revision: str, runs: KeptRuns | None = None) -> None:
        top, folder = (
            Path(place.decode("utf-8", "surrogateescape")) for place in (repository.top, repository.git_folder)
        )
        self._git = Git(top, folder)
        self._runs = runs
        self._stream = BlobStream(self._git)
        self.commit = self._git.resolve(revision)
        self.content = self._git.run("rev-parse", f"{self.commit}^{{tree}}").decode("ascii").strip()
        """The id of the commit's tree: the same for all that have the same files."""

    @cached_property
    def _entries(self) -> tuple[_Entry, ...]:
        listed = self._git.run("ls-tree", "-r", "-z", "--full-tree", self.content)
        entries = []
        for line in listed.split(b"\0"):
            head, _, path = line.partition(b"\t")
            words = head.split(b" ")
            if len(words) == 3:
                entries.append(_Entry(words[0], words[2], path))
        return tuple(entries)

    @property
    def expected(self) -> int:
        """How many files it has."""
        return len(self._entries)

    @property
    def followed(self) -> KeptFollowed | None:
        """What was found by following names into these files before."""
        return self._runs.followed if self._runs is not None else None

    @property
    def is_damaged(self) -> bool:
        """Whether an object was missing or broken so far."""
        return self._stream.is_damaged

    def looks(self, tables: Tables, jobs: int, tally: Tally) -> Iterator[Seen | Gap]:
        """What is seen in each file; in a run that is known nothing is read. One process reads the objects."""
        yield from self._links(tally)
        reader = self.reader()
        look_at = partial(tables.looker.look_at, reader=reader)
        if self._runs is None:
            yield from ((file, look_at(file)) for file in self.files())
            return
        for run in cut_runs(self.files()):
            yield from zip(run.files, self._runs.looks(run, look_at), strict=True)

    def files(self) -> Iterator[File]:
        """Every file, in the order of the paths; links and submodules are none."""
        return (File(present(each.path), each.blob) for each in self._entries if each.mode in _FILE_MODES)

    def reader(self) -> Reader:
        """What reads blobs, all from one process."""
        return CommitReader(self._stream)

    def top_text(self, name: str, limit: int) -> str:
        """The beginning of a file at the top of the tree."""
        found = next((each for each in self._entries if each.path == name.encode() and each.mode in _FILE_MODES), None)
        if found is None:
            return ""
        return self._content(found, 4 * limit).decode("utf-8", "replace")[:limit]

    def close(self) -> None:
        """End what reads objects."""
        self._stream.close()

    def _content(self, entry: _Entry, limit: int) -> bytes:
        if self._stream.begin(entry.blob.decode("ascii")):
            return b""
        view = memoryview(bytearray(limit))
        size = 0
        try:
            while size < limit and (count := self._stream.fill(view[size:])):
                size += count
        except OSError:
            return b""
        return bytes(view[:size])

    def _links(self, tally: Tally) -> Iterator[Gap]:
        """Count links to what is read anyway; a gap for any other, in the words of a walk."""
        for each in self._entries:
            if each.mode != _LINK_MODE:
                continue
            target = self._content(each, _LINK_LIMIT)
            inside = _resolve(posixpath.dirname(each.path), target)
            if inside is None:
                yield Gap(present(each.path), "link out of the tree, not followed")
            elif b".git" in inside.split(b"/")[:1]:
                yield Gap(present(each.path), "link into .git, not followed")
            else:
                tally.links += 1


def _resolve(folder: bytes, target: bytes) -> bytes | None:
    """Where a link leads, seen from the top; None if that is outside."""
    if not target or target.startswith(b"/"):
        return None
    found = posixpath.normpath(posixpath.join(folder, target))
    return None if found == b".." or found.startswith(b"../") else found


def open_commit(place: Path, revision: str = "", runs: KeptRuns | None = None) -> CommitSource:
    """The tree of a revision (empty: of what is checked out) of the repository in a folder.

    Raises `UnusableArgument` where there is no repository or no such commit.
    """
    repository = repository_at(place)
    if repository is None:
        raise UnusableArgument(f"`{place}` is no git repository")
    return CommitSource(repository, revision or "HEAD", runs)
