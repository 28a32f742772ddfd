"""Finds the trees below a folder: repositories with and without work trees, archives, folders of documents."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flowdown.base.errors import FlowdownError, UnusableFile, Where
from flowdown.fleet.tree import FleetTree, Kind
from flowdown.scan.archive_kind import ARCHIVE_NAMES
from flowdown.scan.commit_source import repository_at
from flowdown.scan.tree import present, reason_of

_DEEPEST = 40
"""Folders inside one another that are looked into."""


@dataclass(frozen=True, slots=True)
class Found:
    """The trees below a folder, the folders that cannot be read, and the files that are in no tree."""

    trees: tuple[FleetTree, ...] = ()
    faults: tuple[FlowdownError, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(slots=True)
class _Folder:
    """What is in a folder; `has_loose`: it or a folder below holds a file that is no archive."""

    place: Path
    is_repository: bool = False
    has_repository: bool = False
    has_archive: bool = False
    has_loose: bool = False
    archives: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    folders: list[_Folder] = field(default_factory=list)


def find_trees(folder: Path) -> Found:
    """Every tree below a folder, by name; links are not followed.

    A repository is a tree, and so is a folder directly below with no repository in it; where nothing but archives lies,
    each of them is one.
    """
    faults: list[FlowdownError] = []
    top = _survey(folder, 0, faults)
    beside: list[Path] = []
    if top.is_repository:
        return Found((FleetTree(folder.name or "root", str(folder), Kind.COMMIT),))
    found = _split(top, beside, is_top=True)
    trees = sorted(FleetTree(_name(place, folder), str(place), kind) for place, kind in found)
    return Found(tuple(trees), tuple(faults), tuple(sorted(_name(place, folder) for place in beside)))


def _survey(place: Path, depth: int, faults: list[FlowdownError]) -> _Folder:
    found = _Folder(place, is_repository=repository_at(place) is not None)
    if found.is_repository:
        return found
    try:
        with os.scandir(place) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        faults.append(UnusableFile(f"folder that cannot be read: {reason_of(error)}", Where(str(place))))
        return found
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if depth < _DEEPEST:
                found.folders.append(_survey(place / entry.name, depth + 1, faults))
            else:
                faults.append(UnusableFile(f"lies more than {_DEEPEST} folders deep", Where(entry.path)))
        elif entry.is_file(follow_symlinks=False):
            (found.archives if entry.name.lower().endswith(ARCHIVE_NAMES) else found.loose).append(entry.name)
    below = found.folders
    found.has_repository = any(each.is_repository or each.has_repository for each in below)
    found.has_archive = bool(found.archives) or any(each.has_archive for each in below)
    found.has_loose = bool(found.loose) or any(each.has_loose or each.is_repository for each in below)
    return found


def _split(folder: _Folder, beside: list[Path], *, is_top: bool = False) -> Iterator[tuple[Path, Kind]]:
    if folder.is_repository:
        yield folder.place, Kind.COMMIT
    elif is_top or folder.has_repository or (folder.has_archive and not folder.has_loose):
        beside.extend(folder.place / name for name in folder.loose)
        yield from ((folder.place / name, Kind.FILE) for name in folder.archives)
        for each in folder.folders:
            yield from _split(each, beside)
    elif folder.has_loose:
        yield folder.place, Kind.FOLDER


def _name(place: Path, top: Path) -> str:
    return present(os.fsencode(place.relative_to(top)))
