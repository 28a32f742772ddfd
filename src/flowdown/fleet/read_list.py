"""Reads which trees a fleet has, from a list or a folder, and checks all of it before anything is scanned."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from flowdown.base.errors import FlowdownError, UnusableArgument, UnusableFile, Where, clip
from flowdown.fleet.find_trees import find_trees
from flowdown.fleet.tree import FleetTree, Kind
from flowdown.scan.commit_source import repository_at

LIST_LIMIT = 256 * 1024 * 1024
"""Bytes of a list."""
AS_IT_LIES = "."
"""In place of a revision: the folder with what is not committed."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """The trees of a fleet by name, what of the list is unusable (one line each), and what is in no tree."""

    trees: tuple[FleetTree, ...]
    faults: tuple[FlowdownError, ...] = ()
    beside: tuple[str, ...] = ()


def read_fleet(source: Path) -> Fleet:
    """The fleet that a list or a folder of repositories, archives and documents names.

    A line of a list is a path, from the list's own folder on, and behind tabs a revision and a name; `#` begins a
    remark. Raises `UnusableArgument` if the list itself cannot be read; each bad line is a fault of the fleet.
    """
    try:
        mode = source.stat().st_mode
        if stat.S_ISDIR(mode):
            found = find_trees(source.resolve())
            return Fleet(found.trees, found.faults, found.beside)
        with source.open("rb") as stream:
            content = stream.read(LIST_LIMIT + 1)
    except (OSError, ValueError) as error:
        raise UnusableArgument(f"cannot read `{source}`: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > LIST_LIMIT:
        raise UnusableArgument(f"the list `{source}` is longer than {LIST_LIMIT} bytes")
    return _Lines(source).read(content)


class _Lines:
    """The lines of a list, while they are read."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._folder = source.resolve().parent
        self._names: dict[str, int] = {}
        self._places: dict[tuple[str, Kind, str], int] = {}

    def read(self, content: bytes) -> Fleet:
        trees: list[FleetTree] = []
        faults: list[FlowdownError] = []
        for number, line in enumerate(content.split(b"\n"), 1):
            text = os.fsdecode(line).strip()
            if not text or text.startswith("#"):
                continue
            try:
                trees.append(self._tree(text, number))
            except UnusableArgument as error:
                faults.append(UnusableFile(error.message, Where(str(self._source), number), error.hint))
        return Fleet(tuple(sorted(trees)), tuple(faults))

    def _tree(self, text: str, number: int) -> FleetTree:
        written, revision, name = _fields(text)
        place = os.path.normpath(self._folder / written)
        kind = _kind(place, written, revision)
        wanted = "" if kind is not Kind.COMMIT else revision
        if first := self._places.get((place, kind, wanted)):
            raise UnusableArgument(f"`{clip(written)}` is in line {first} already")
        name = name or (f"{written}@{revision}" if wanted else written)
        if first := self._names.get(name):
            raise UnusableArgument(f"the name `{clip(name)}` is taken by line {first}")
        self._places[place, kind, wanted] = self._names[name] = number
        return FleetTree(name, place, kind, wanted)


def _fields(text: str) -> tuple[str, str, str]:
    words = [word.strip() for word in text.split("\t")]
    if len(words) > 3:
        raise UnusableArgument("more than path, revision and name")
    written, revision, name = (*words, "", "")[:3]
    if "\0" in text:
        raise UnusableArgument("a NUL is no part of a path")
    if revision.startswith("-"):
        raise UnusableArgument(f"`{clip(revision)}` is no revision")
    return written, revision, name


def _kind(place: str, written: str, revision: str) -> Kind:
    try:
        mode = Path(place).stat().st_mode
    except OSError as error:
        raise UnusableArgument(f"cannot read `{clip(written)}`: {(error.strerror or '').lower()}") from None
    if not os.access(place, os.R_OK | (os.X_OK if stat.S_ISDIR(mode) else 0)):
        raise UnusableArgument(f"cannot read `{clip(written)}`: permission denied")
    is_repository = stat.S_ISDIR(mode) and repository_at(Path(place)) is not None
    if revision not in ("", AS_IT_LIES) and not is_repository:
        raise UnusableArgument(f"`{clip(written)}` is no git repository and has no revision `{clip(revision)}`")
    if stat.S_ISREG(mode):
        return Kind.FILE
    if not stat.S_ISDIR(mode):
        raise UnusableArgument(f"`{clip(written)}` is neither a file nor a folder")
    return Kind.COMMIT if is_repository and revision != AS_IT_LIES else Kind.FOLDER
