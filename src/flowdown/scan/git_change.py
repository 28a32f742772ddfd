"""What changed in a repository between a commit and what lies in the work tree or the index."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flowdown.base.cached import cached_property
from flowdown.base.errors import UnusableArgument
from flowdown.scan.gap import Gap
from flowdown.scan.git_program import Git
from flowdown.scan.open_file import read_small
from flowdown.scan.repository import Repository
from flowdown.scan.tree import present

SIZE_LIMIT = 64 * 1024 * 1024
"""Bytes of one changed file that are read; a longer one is a gap."""
UNCHANGED_LIMIT = 1024 * 1024
"""Bytes of an unchanged file that is read with a change."""
ALIKE = 0.6
"""The share of words from which on a file that came and one that went are one file that moved."""
_MOVES = 200
"""Files that came and went among which moves by likeness are sought; equal contents are always found."""
_COMPARED = 200_000
"""Bytes of a file whose words are compared."""
_WORD = re.compile(rb"\w+")
_FILE_MODES = (b"100644", b"100755", b"100664")


@dataclass(frozen=True, slots=True)
class Edit:
    """One file of a change, by its paths (bytes, from the tree's root) and contents on both sides.

    None where it is not there, or is no file (a link, a submodule). A moved file has two paths.
    """

    before_path: bytes
    after_path: bytes
    before: bytes | None
    after: bytes | None

    @property
    def path(self) -> str:
        """The path as shown: where it is now, or was."""
        return present(self.after_path if self.after is not None else self.before_path)


class Tracked:
    """The files below a prefix that git tracks; listed once, when they are first asked for."""

    def __init__(self, git: Git, prefix: bytes) -> None:
        self._git = git
        self._prefix = prefix

    @cached_property
    def _listed(self) -> list[tuple[bytes, bytes]]:
        """Their ids and paths."""
        prefix = self._prefix
        scope = ["--", prefix.rstrip(b"/").decode("utf-8", "surrogateescape")] if prefix else []
        lines = (line.partition(b"\t") for line in self._git.run("ls-files", "-s", "-z", *scope).split(b"\0"))
        # Mode, id and stage, each after a space; of a file in conflict there is no stage 0.
        files = ((head[7:-2], path) for head, _, path in lines if head.startswith(_FILE_MODES) and head.endswith(b" 0"))
        return [(blob, path[len(prefix) :]) for blob, path in files if path.startswith(prefix)]

    @cached_property
    def paths(self) -> list[bytes]:
        """Their paths below the prefix."""
        return [path for _, path in self._listed]

    @cached_property
    def blobs(self) -> dict[bytes, str]:
        """Their paths below the prefix, with the ids of their contents in the index."""
        return {path: blob.decode() for blob, path in self._listed}


@dataclass(frozen=True, slots=True)
class GitChange:
    """A change: from which commit, its edits sorted by path, what could not be read."""

    base: str
    git: Git
    prefix: bytes
    edits: tuple[Edit, ...]
    gaps: tuple[Gap, ...]
    is_staged: bool
    tracked: Tracked

    def unchanged(self, paths: Sequence[bytes]) -> dict[bytes, bytes]:
        """The contents of some tracked files below the prefix, as they are on the side that is looked at."""
        if not self.is_staged:
            read = (
                (path, read_small(bytes(self.git.top) + b"/" + self.prefix + path, UNCHANGED_LIMIT)) for path in paths
            )
            return {path: content for path, content in read if content is not None}
        listed = self.tracked.blobs
        blobs = zip(paths, self.git.blobs([listed.get(path, "") for path in paths], UNCHANGED_LIMIT), strict=True)
        return {path: content for path, content in blobs if content is not None}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of git's raw output."""

    path: bytes
    before_mode: bytes
    after_mode: bytes
    before: str
    after: str


def find_change(root: Path, revision: str, is_staged: bool) -> GitChange:
    """What changed below `root` since the work left `revision`; with `is_staged`, what the index would commit.

    Files that git does not track and does not ignore belong to the work tree's side. Raises `UnusableArgument` where
    there is no repository or no such commit.
    """
    folder = root.resolve() if root.is_dir() else root.resolve().parent
    repository = Repository.around(bytes(folder))
    if repository is None:
        raise UnusableArgument(f"`{root}` lies in no git repository")
    top = _path(repository.top)
    git = Git(top, _path(repository.git_folder))
    base = _base(git, repository, revision)
    prefix = bytes(root.resolve().relative_to(top)) if root.resolve() != top else b""
    scope = ["--", prefix.decode("utf-8", "surrogateescape")] if prefix else []
    cached = ["--cached"] if is_staged else []
    raw = ("diff-index", "--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=all", *cached, base, *scope)
    if is_staged:
        lines, untracked = list(_parse(git.run(*raw))), []
    else:
        folder, common = (_path(place) for place in (repository.git_folder, repository.common_folder))
        with git.bare_of_settings(common.resolve() / "objects", folder.resolve() / "index", len(base) > 40) as bare:
            lines = list(_parse(bare.run(*raw)))
            untracked = _untracked(bare, repository, scope)
    start = prefix + b"/" if prefix and root.is_dir() else prefix[: prefix.rfind(b"/") + 1]
    edits, gaps = _edits(git, lines, untracked, start, is_staged)
    return GitChange(base, git, start, tuple(edits), tuple(gaps), is_staged, Tracked(git, start))


def _base(git: Git, repository: Repository, revision: str) -> str:
    """Where the work left a revision; of none the commit that is checked out."""
    head = repository.revision or git.head()
    if not revision:
        return head or git.empty_tree()
    commit = git.resolve(revision)
    return git.merge_base(commit) if head and head != commit else commit


def _path(place: bytes) -> Path:
    return Path(os.fsdecode(place))


def _untracked(git: Git, repository: Repository, scope: Sequence[str]) -> list[bytes]:
    # The user's own excludes are not read: the same tree gives the same files, as in a walk.
    excludes = repository.common_folder + b"/info/exclude"
    more = ["--exclude-from=" + os.fsdecode(excludes)] if repository.excludes else []
    listed = git.run("ls-files", "-o", "-z", "--exclude-per-directory=.gitignore", *more, *scope)
    return [path for path in listed.split(b"\0") if path and not path.endswith(b"/")]


def _parse(raw: bytes) -> Iterator[_Line]:
    fields = raw.split(b"\0")
    for head, path in zip(fields[::2], fields[1::2], strict=False):
        words = head.lstrip(b":").split(b" ")
        if len(words) == 5:
            yield _Line(path, words[0], words[1], words[2].decode("ascii"), words[3].decode("ascii"))


def _edits(
    git: Git, lines: Sequence[_Line], untracked: Sequence[bytes], start: bytes, is_staged: bool
) -> tuple[list[Edit], list[Gap]]:
    if not is_staged:
        lines = [line for line in lines if not _is_as_it_was(bytes(git.top), line)]
    wanted = [line.before if line.before_mode in _FILE_MODES else "" for line in lines]
    staged = [line.after if is_staged and line.after_mode in _FILE_MODES else "" for line in lines]
    contents = dict(zip([*wanted, *staged], git.blobs([*wanted, *staged], SIZE_LIMIT), strict=True))
    gaps: list[Gap] = []
    plain: list[Edit] = []

    def read(line: _Line) -> bytes | None:
        if line.after_mode not in _FILE_MODES:
            return None
        found = contents.get(line.after) if is_staged else read_small(bytes(git.top) + b"/" + line.path, SIZE_LIMIT)
        if found is None:
            gaps.append(Gap(present(line.path[len(start) :]), "a changed file that could not be read"))
        return found

    for line, name in zip(lines, wanted, strict=True):
        before = contents.get(name) if name else None
        if name and before is None:
            gaps.append(Gap(present(line.path[len(start) :]), "the changed file's earlier content is not in the clone"))
        after = read(line)
        if before != after:
            path = line.path[len(start) :]
            plain.append(Edit(path, path, before, after))
    for whole in untracked:
        content = read_small(bytes(git.top) + b"/" + whole, SIZE_LIMIT)
        if content is not None:
            path = whole[len(start) :]
            plain.append(Edit(path, path, None, content))
    return sorted(join_moves(plain), key=lambda edit: (edit.after_path, edit.before_path)), gaps


def _is_as_it_was(top: bytes, line: _Line) -> bool:
    """Whether a file has the content that it had: of a copied work tree git holds each for changed until it looks."""
    if line.after.strip("0") or line.before_mode not in _FILE_MODES or line.after_mode not in _FILE_MODES:
        return False
    content = read_small(top + b"/" + line.path, SIZE_LIMIT)
    if content is None:
        return False
    digest = hashlib.sha1 if len(line.before) == 40 else hashlib.sha256
    return digest(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest() == line.before


def join_moves(edits: Sequence[Edit]) -> list[Edit]:
    """The edits, with a file that went and a file that came joined where they are one file that moved."""
    gone = [edit for edit in edits if edit.after is None and edit.before]
    came = [edit for edit in edits if edit.before is None and edit.after]
    if not gone or not came:
        return list(edits)
    pairs: dict[bytes, Edit] = {}
    taken: set[bytes] = set()
    by_content: dict[bytes, list[Edit]] = {}
    for edit in gone:
        by_content.setdefault(edit.before or b"", []).append(edit)
    for edit in came:
        for old in by_content.get(edit.after or b"", ()):
            if old.before_path not in taken:
                pairs[edit.after_path] = old
                taken.add(old.before_path)
                break
    rest_gone = [edit for edit in gone if edit.before_path not in taken][:_MOVES]
    rest_came = [edit for edit in came if edit.after_path not in pairs][:_MOVES]
    for _, new, old in sorted(_alike(rest_gone, rest_came), key=lambda each: (-each[0], each[1], each[2].before_path)):
        if new not in pairs and old.before_path not in taken:
            pairs[new] = old
            taken.add(old.before_path)
    joined: list[Edit] = []
    for edit in edits:
        if edit.after_path in pairs and edit.before is None:
            old = pairs[edit.after_path]
            joined.append(Edit(old.before_path, edit.after_path, old.before, edit.after))
        elif not (edit.after is None and edit.before_path in taken):
            joined.append(edit)
    return joined


def _alike(gone: Sequence[Edit], came: Sequence[Edit]) -> Iterator[tuple[float, bytes, Edit]]:
    """Pairs of equal suffix that share enough words, each with how much: a new form of the lines changes no word."""
    words = {edit.before_path: _word_counts(edit.before or b"") for edit in gone}
    for new in came:
        mine = _word_counts(new.after or b"")
        for old in gone:
            if _suffix(old.before_path) != _suffix(new.after_path):
                continue
            theirs = words[old.before_path]
            most = max(sum(mine.values()), sum(theirs.values()))
            share = sum((mine & theirs).values()) / most if most else 0.0
            if share >= ALIKE:
                yield share, new.after_path, old


def _word_counts(content: bytes) -> Counter[bytes]:
    return Counter(_WORD.findall(content[:_COMPARED]))


def _suffix(path: bytes) -> bytes:
    name = path.rsplit(b"/", 1)[-1]
    return name[name.rfind(b".") :] if b"." in name else name
