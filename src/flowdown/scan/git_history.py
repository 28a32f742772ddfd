"""The line of a repository's checked-out commit: which commits, when, and which files each of them changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flowdown.base.errors import UnusableArgument
from flowdown.scan.gap import Gap
from flowdown.scan.git_program import Git

_FILE_MODES = (b"100644", b"100755", b"100664")
_COMMIT = re.compile(rb"[0-9a-f]{40,64}")
_SLICE = 2000
"""Commits whose changes are asked for at once."""
_FAULTS = 100
"""Commits whose changes cannot be read before the rest is given up, too."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit with its time in seconds since 1970, and the commit before it on this line (empty: none)."""

    id: str
    time: int
    before: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """A path below the prefix, and the blob that lies there after a commit; empty where no file does."""

    path: bytes
    blob: str


def list_commits(git: Git, since: str) -> tuple[Commit, ...]:
    """The commits of the checked-out line, the oldest first: of a merge the side it was merged into.

    With `since` (a commit) only what came after it. Raises `UnusableArgument` with git's words where it fails.
    """
    limits = [f"^{since}"] if since else []
    listed = git.run("rev-list", "--first-parent", "--reverse", "--parents", "--timestamp", "HEAD", *limits)
    commits: list[Commit] = []
    for line in listed.decode("ascii", "replace").splitlines():
        words = line.split(" ")
        if len(words) > 1:
            commits.append(Commit(words[1], int(words[0]), words[2] if len(words) > 2 else ""))
    return tuple(commits)


def files_at(git: Git, commit: str, prefix: bytes) -> Iterator[FileChange]:
    """Every file below the prefix as a commit has it."""
    for entry in git.run("ls-tree", "-r", "-z", commit, *_scope(prefix)).split(b"\0"):
        head, _, path = entry.partition(b"\t")
        words = head.split(b" ")
        if len(words) == 3 and words[0] in _FILE_MODES and path.startswith(prefix):
            yield FileChange(path[len(prefix) :], words[2].decode("ascii"))


def changes_of(git: Git, commits: Sequence[Commit], prefix: bytes, gaps: list[Gap]) -> Iterator[tuple[int, FileChange]]:
    """What the commits changed, each with its commit's place in the list; one that cannot be read becomes a gap."""
    faults = 0
    for start in range(0, len(commits), _SLICE):
        at, end = start, min(start + _SLICE, len(commits))
        while at < end:
            try:
                yield from _parse(_diff(git, commits[at:end], prefix), prefix, at)
                break
            except UnusableArgument:
                broken = _first_broken(git, commits[at:end], prefix) + at
            faults += 1
            if faults > _FAULTS:
                gaps.append(Gap(".", f"the changes from commit {commits[at].id[:12]} on cannot be read"))
                return
            if broken > at:
                yield from _parse(_diff(git, commits[at:broken], prefix), prefix, at)
            gaps.append(Gap(".", f"the changes of commit {commits[broken].id[:12]} cannot be read"))
            at = broken + 1


def _first_broken(git: Git, commits: Sequence[Commit], prefix: bytes) -> int:
    """The first of some commits whose changes cannot be read, by halving; there is one."""
    low, high = 0, len(commits) - 1
    while low < high:
        middle = (low + high) // 2
        try:
            _diff(git, commits[low : middle + 1], prefix)
        except UnusableArgument:
            high = middle
        else:
            low = middle + 1
    return low


def _diff(git: Git, commits: Iterable[Commit], prefix: bytes) -> bytes:
    given = "".join(f"{each.id} {each.before}".rstrip() + "\n" for each in commits).encode("ascii")
    options = ("--stdin", "-r", "--raw", "-z", "--no-renames", "--no-abbrev", "--root", "--ignore-submodules=all")
    return git.run("diff-tree", *options, "--always", *_scope(prefix), given=given)


def _scope(prefix: bytes) -> list[str]:
    return ["--", prefix.rstrip(b"/").decode("utf-8", "surrogateescape")] if prefix else []


def _parse(raw: bytes, prefix: bytes, at: int) -> Iterator[tuple[int, FileChange]]:
    """The changes of the commits from a place on: each is told with `--always`, in order."""
    at -= 1
    fields = iter(raw.split(b"\0"))
    for field in fields:
        if field[:1] == b":":
            words = field.split(b" ")
            path = next(fields, b"")
            if len(words) == 5 and path.startswith(prefix):
                is_file = words[1] in _FILE_MODES
                yield at, FileChange(path[len(prefix) :], words[3].decode("ascii") if is_file else "")
        elif _COMMIT.fullmatch(field.strip()):
            at += 1
