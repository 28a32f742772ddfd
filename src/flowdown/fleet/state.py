"""Tells cheaply whether a tree is as it was: the commit of a repository, sizes and times of files."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from flowdown.fleet.tree import FleetTree, Kind
from flowdown.scan.commit_source import repository_at

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def state_of(tree: FleetTree) -> str:
    """The state of a tree; empty where it cannot be told without reading the tree."""
    place = Path(tree.place)
    try:
        if tree.kind is Kind.COMMIT:
            return _commit(place, tree.revision)
        return _stamp_of_file(place) if tree.kind is Kind.FILE else _stamp_of_folder(place)
    except OSError:
        return ""


def is_unchanged(noted: str, tree: FleetTree, state: str) -> bool:
    """Whether a tree with this state now is as it was when its state was noted."""
    if not noted or not state:
        return False
    return noted == state or (noted.startswith(f"{state} ") and noted == damaged_state(tree, state))


def damaged_state(tree: FleetTree, state: str) -> str:
    """The state of a clone some of whose objects are missing or broken: other than before as soon as objects come."""
    repository = repository_at(Path(tree.place))
    if repository is None or not state:
        return ""
    marks = hashlib.sha256()
    try:
        with os.scandir(os.path.join(repository.common_folder, b"objects")) as entries:  # noqa: PTH118
            for entry in sorted(entries, key=lambda entry: entry.name):
                marks.update(b"%b\0%d\0" % (entry.name, entry.stat(follow_symlinks=False).st_mtime_ns))
    except OSError:
        return ""
    return f"{state} {marks.hexdigest()}"


def _commit(place: Path, revision: str) -> str:
    """The id of a revision, without running git: on a broken repository that could hang."""
    repository = repository_at(place)
    if repository is None or _COMMIT.fullmatch(revision):
        return revision if repository is not None else ""
    return repository.id_of(revision) if revision else repository.revision


def _stamp_of_file(place: Path) -> str:
    found = place.stat()
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}:{found.st_ino}"


def _stamp_of_folder(place: Path) -> str:
    """A digest of the names, sizes, times and numbers of all that lies below."""
    state = hashlib.sha256()
    for folder, below, names in os.walk(os.fsencode(place)):
        below.sort()
        for name in sorted(names):
            found = os.stat(folder + b"/" + name, follow_symlinks=False)  # noqa: PTH116  a path in bytes
            state.update(b"%b/%b\0%d:%d:" % (folder, name, found.st_size, found.st_mtime_ns))
            state.update(b"%d:%d\0" % (found.st_ctime_ns, found.st_ino))
    return state.hexdigest()
