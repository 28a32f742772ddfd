"""Walks a tree: every file that git would not ignore, in the order of their paths."""

# Paths are bytes here, which pathlib does not take.
# ruff: noqa: PTH116, PTH118, PTH119

from __future__ import annotations

import heapq
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from flowdown.base.errors import UnusableArgument
from flowdown.scan.gap import Gap
from flowdown.scan.ignore import SIZE_LIMIT, IgnoreRules
from flowdown.scan.open_file import read_small
from flowdown.scan.repository import Repository

RUN_LENGTH = 65536
"""Names of one folder that are kept as single objects; a larger folder is kept packed, in sorted runs."""

# How an entry's kind is written behind its name. Names hold neither `/` nor NUL, so that sorting the marked names
# sorts by whole path, and no mark can be mistaken.
_LINK, _SPECIAL, _END = b"\0l", b"\0s", b"\0\0"

_IGNORES_ITSELF = re.compile(rb"^/?\*[ \t]*\r?$", re.MULTILINE)


# A NamedTuple, since one is made for every file and a frozen dataclass costs three times as much.
class File(NamedTuple):
    """A file of a tree: where to open it, and its path as shown.

    That is relative and `/`-separated; bytes that are not UTF-8 are written `\\xNN`.
    """

    path: str
    place: bytes


@dataclass(slots=True)
class Tally:
    """What a walk passed over on purpose: ignored files and folders, links, and what is no file (sockets, devices)."""

    ignored: int = 0
    links: int = 0
    special: int = 0


@dataclass(slots=True)
class _Folder:
    """A folder being walked. `match` is its path from the repository's top; paths end in a slash or are empty."""

    entries: Iterator[bytes]
    place: bytes
    shown: str
    match: bytes
    rules: IgnoreRules | None
    repository: Repository | None
    is_ignored: bool


def walk(root: Path, *, honours_ignores: bool = True, tally: Tally | None = None) -> Iterator[File | Gap]:
    """Every file below `root`, or `root` itself if it is one, and a gap for what could not be read.

    In a repository it honours `.gitignore` files in every folder and above, and `info/exclude`; the user's own global
    excludes are not read, so that the same tree gives the same files. What git tracks is walked although a rule ignores
    it. Outside, where nothing tells what is tracked, only folders that ignore all of themselves (caches, environments)
    are passed over: what an archive of a repository holds was committed, whatever its rules say. A folder that was named is never ignored as a whole: rules
    above that ignore it, and a `*` in its own ignore file unless it is a repository's top, do not count.
    `.git` is never walked; a repository inside the tree is, by its own rules. No link is followed: one to a place
    inside the tree is counted, one to outside is a gap.
    Raises `UnusableArgument` if `root` is neither a file nor a folder that can be read.
    """
    place = os.fsencode(root)
    try:
        mode = os.stat(place).st_mode
    except (OSError, ValueError) as error:
        raise UnusableArgument(f"cannot read `{root}`: {reason_of(error)}") from None
    if stat.S_ISREG(mode):
        # A link that is named is followed: the reader itself refuses links.
        target = os.path.realpath(place)
        return iter((File(present(os.path.basename(place)), target),))
    if not stat.S_ISDIR(mode):
        raise UnusableArgument(f"`{root}` is neither a file nor a folder")
    return _Walk(place, honours_ignores, tally or Tally()).run()


def present(name: bytes) -> str:
    """A name as text: bytes that are not UTF-8 are written `\\xNN`."""
    return name.decode("utf-8", "backslashreplace")


def reason_of(error: Exception) -> str:
    """Why the system refused, in words."""
    text = getattr(error, "strerror", None) or str(error)
    return text[:1].lower() + text[1:]


class _Walk:
    """One walk over one folder's tree."""

    def __init__(self, root: bytes, honours_ignores: bool, tally: Tally) -> None:
        self._root = root
        self._honours_ignores = honours_ignores
        self._tally = tally
        self._real_root = os.path.realpath(root)
        self._gaps: list[Gap] = []

    def run(self) -> Iterator[File | Gap]:
        """Walk depth first, each folder's entries in the order of their paths."""
        gaps, tally = self._gaps, self._tally
        stack = [self._first_folder()]
        while stack:
            if gaps:
                yield from gaps
                gaps.clear()
            folder = stack[-1]
            place, shown, match, is_ignored = folder.place, folder.shown, folder.match, folder.is_ignored
            ignores = folder.rules.files.ignores if folder.rules else None
            for entry in folder.entries:
                if entry[-1] == 0x2F:
                    if below := self._enter(folder, entry):
                        stack.append(below)
                        break
                    continue
                name = entry
                if entry[-2:-1] == b"\0":
                    name = entry[:-2]
                if (is_ignored or (ignores and ignores(name, match + name))) and not (
                    folder.repository and folder.repository.tracks(match + name)
                ):
                    tally.ignored += 1
                elif name is entry:
                    try:
                        text = name.decode()
                    except UnicodeDecodeError:
                        text = present(name)
                    yield File(shown + text, place + name)
                elif entry.endswith(_LINK):
                    self._pass_link(place + name, shown + present(name))
                else:
                    tally.special += 1
            else:
                stack.pop()
        yield from gaps

    def _first_folder(self) -> _Folder:
        repository = Repository.around(self._real_root) if self._honours_ignores else None
        rules: IgnoreRules | None = None
        match = b""
        if repository:
            rules = IgnoreRules().below(repository.excludes, b"")
            match = self._real_root[len(repository.top.rstrip(b"/")) + 1 :]
            rules = self._rules_above(rules, repository.top, match.split(b"/") if match else [])
            match += b"/" if match else b""
        return self._open(self._root.rstrip(b"/") + b"/", "", match, rules, repository, is_ignored=False)

    @staticmethod
    def _rules_above(rules: IgnoreRules, top: bytes, names: list[bytes]) -> IgnoreRules:
        """The rules that hold in the named folder, without those of its own ignore file.

        A folder that is itself ignored was named on purpose: then no rule from above holds in it.
        """
        path = b""
        for name in names:
            text = read_small(os.path.join(top, path, b".gitignore"), SIZE_LIMIT)
            rules = rules.below(text, path) if text else rules
            if rules.folders.ignores(name, path + name):
                return IgnoreRules()
            path += name + b"/"
        return rules

    def _enter(self, folder: _Folder, entry: bytes) -> _Folder | None:
        """The folder below, unless it is ignored and nothing of it is tracked."""
        is_ignored = folder.is_ignored
        name = entry[:-1]
        if not is_ignored and folder.rules:
            is_ignored = folder.rules.folders.ignores(name, folder.match + name)
        match = folder.match + entry
        if is_ignored and not (folder.repository and folder.repository.tracks_below(match)):
            self._tally.ignored += 1
            return None
        shown = folder.shown + present(name) + "/"
        return self._open(folder.place + entry, shown, match, folder.rules, folder.repository, is_ignored=is_ignored)

    def _open(
        self,
        place: bytes,
        shown: str,
        match: bytes,
        rules: IgnoreRules | None,
        repository: Repository | None,
        *,
        is_ignored: bool,
    ) -> _Folder:
        entries, special = _list(place, shown, self._gaps)
        if self._honours_ignores:
            if shown and b".git" in special and (nested := Repository.at(place)):
                repository, match, is_ignored = nested, b"", False
                rules = IgnoreRules().below(nested.excludes, b"")
            if (
                b".gitignore" in special
                and (text := read_small(place + b".gitignore", SIZE_LIMIT))
                and (repository or _IGNORES_ITSELF.search(text))
            ):
                takes_all = bool(shown or (repository and not match))
                rules = (rules or IgnoreRules()).below(text, match, takes_all=takes_all)
        return _Folder(entries, place, shown, match, rules, repository, is_ignored)

    def _pass_link(self, place: bytes, path: str) -> None:
        """Count a link to something that the walk reads anyway; note a gap for any other."""
        try:
            target = os.path.realpath(place, strict=True)
        except FileNotFoundError:
            target = os.path.realpath(place)
        except OSError as error:
            self._gaps.append(Gap(path, f"link that cannot be followed: {reason_of(error)}"))
            return
        inside = self._real_root.rstrip(b"/") + b"/"
        if not (target + b"/").startswith(inside):
            self._gaps.append(Gap(path, "link out of the tree, not followed"))
        elif b"/.git/" in target[len(inside) - 1 :] + b"/":
            self._gaps.append(Gap(path, "link into .git, not followed"))
        else:
            self._tally.links += 1


def _list(place: bytes, shown: str, gaps: list[Gap]) -> tuple[Iterator[bytes], frozenset[bytes]]:
    """The marked names of a folder in the order of their paths, and which of `.git` and `.gitignore` it has."""
    names: list[bytes] = []
    runs: list[bytes] = []
    special: set[bytes] = set()
    try:
        with os.scandir(place) as entries:
            for entry in entries:
                name = entry.name
                if name == b".git":
                    special.add(name)
                elif entry.is_file(follow_symlinks=False):
                    names.append(name)
                    if name == b".gitignore":
                        special.add(name)
                elif entry.is_dir(follow_symlinks=False):
                    names.append(name + b"/")
                else:
                    names.append(name + (_LINK if entry.is_symlink() else _SPECIAL))
                if len(names) == RUN_LENGTH:
                    names.sort()
                    runs.append(_END.join(names))
                    names = []
    except (OSError, ValueError) as error:
        gaps.append(Gap(shown or ".", f"folder that cannot be read: {reason_of(error)}"))
    names.sort()
    if runs:
        return heapq.merge(*map(_unpack, runs), names), frozenset(special)
    return iter(names), frozenset(special)


def _unpack(run: bytes) -> Iterator[bytes]:
    at = 0
    while (end := run.find(_END, at)) >= 0:
        yield run[at:end]
        at = end + 2
    yield run[at:]
