"""Say why something is seen at a place of a tree, or why nothing is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flowdown.base.errors import UnusableArgument
from flowdown.catalogue.catalogue import Catalogue
from flowdown.pipeline.read_file import FileReading, read_again
from flowdown.pipeline.vendors import choose_vendors
from flowdown.pipeline.why import account_for, without_secrets
from flowdown.report.explanation import Account, Explained, Explanation, FileAccount
from flowdown.scan.run import Progress
from flowdown.scan.sighting import Question, Scan, Sighting

NEAR = 2
"""Lines around a place within which the nearest sighting is told."""
_LINE = re.compile(r"(.+):(\d{1,18})")
_COLUMN = re.compile(r":\d{1,18}\Z")


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """What is asked: places as `PATH`, `PATH:LINE` or `PATH:LINE:COLUMN`, of which tree, about which vendors."""

    places: tuple[str, ...]
    root: Path | None = None
    vendors: tuple[str, ...] = ()
    catalogues: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A place that is there: its tree's root, its path in that tree, its line (0 = the whole file)."""

    text: str
    root: Path
    path: str
    line: int
    is_folder_only: bool


def explain_places(request: ExplainRequest, cache: Path | None = None, progress: Progress | None = None) -> Explained:
    """Scan the trees that hold the places, and account for each.

    The whole tree is scanned, since what stands at a place can come from another file. Raises `UnusableArgument` for a
    place that is not there and for an unknown vendor, `Problems` for a broken catalogue file.
    """
    from flowdown import __version__
    from flowdown.catalogue import load
    from flowdown.scan.run import scan

    catalogue = load(request.catalogues, cache)
    vendors = choose_vendors(catalogue, request.vendors)
    asked = [_locate(place, request.root) for place in request.places]
    scans: dict[Path, Scan] = {}
    for each in asked:
        if each.root not in scans and not any(scanned.is_incomplete for scanned in scans.values()):
            scans[each.root] = scan([each.root], catalogue, cache, progress)
    readings = read_again([(each.root, each.path) for each in asked], catalogue, cache)
    explanations = tuple(
        _Explainer(scans[each.root], catalogue, request.catalogues, vendors).explain(each, reading)
        for each, reading in zip(asked, readings, strict=True)
        if each.root in scans
    )
    return Explained(
        tool=f"flowdown {__version__}",
        catalogue_digest=catalogue.digest,
        vendor_names=tuple(sorted((vendor.id, vendor.name) for vendor in catalogue.vendors.values())),
        explanations=explanations,
        is_incomplete=any(scanned.is_incomplete for scanned in scans.values()),
    )


def _locate(text: str, root: Path | None) -> _Asked:
    """Find the file that is meant: from the current folder, else from the root."""
    if not text.strip():
        raise UnusableArgument("which file?", hint="a place is written PATH or PATH:LINE")
    is_elsewhere = False
    for base in (Path(), root) if root is not None else (Path(),):
        for name, line in _split(text):
            outer, _, member = name.partition("!/")
            if _is_there(base / outer):
                if found := _place(text, base / outer, member, line, root):
                    return found
                is_elsewhere = True
    if is_elsewhere:
        raise UnusableArgument(f"`{text}` is not in the tree `{root}`")
    hint = "paths are taken from the current folder"
    hint += f" and from `{root}`" if root is not None else "; say `--root DIR` if they are relative to another"
    raise UnusableArgument(f"no such file `{text}`", hint=hint)


def _split(text: str) -> Iterator[tuple[str, int]]:
    """A place as path and line: a name may itself end in `:1`."""
    yield text, 0
    for shown in (text, _COLUMN.sub("", text)):
        if match := _LINE.fullmatch(shown):
            yield match[1], int(match[2])


def _is_there(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except (OSError, ValueError):
        return False


def _place(text: str, file: Path, member: str, line: int, root: Path | None) -> _Asked | None:
    """The place in its tree; None for a file outside the root."""
    if file.is_dir() and not file.is_symlink():
        raise UnusableArgument(
            f"`{text}` is a folder", hint=f"name a file of it; `flowdown scan {file}` shows them all"
        )
    if line == 0 and not text.endswith(file.name) and not member:
        raise UnusableArgument(f"`{text}` names no line", hint="lines count from 1")
    # A link in the tree keeps its own name; only the folders above it are resolved.
    folder = file.parent.resolve()
    found = None if root is not None else _root_of(folder)
    top = root.resolve() if root is not None else found or folder
    if root is not None and not root.is_dir():
        raise UnusableArgument(f"`{root}` is no folder")
    try:
        relative = (folder / file.name).relative_to(top)
    except ValueError:
        return None
    path = os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")
    is_folder_only = root is None and found is None
    return _Asked(text, root or top, f"{path}!/{member}" if member else path, line, is_folder_only)


def _root_of(folder: Path) -> Path | None:
    """The top of the git work tree that holds a folder, if one does."""
    from flowdown.scan.repository import Repository

    repository = Repository.around(bytes(folder))
    return Path(os.fsdecode(repository.top)) if repository else None


class _Explainer:
    """Accounts for places of one tree."""

    def __init__(self, scan: Scan, catalogue: Catalogue, folders: tuple[Path, ...], vendors: frozenset[str]) -> None:
        self._scan = scan
        self._catalogue = catalogue
        self._folders = folders
        self._vendors = vendors

    def explain(self, asked: _Asked, reading: FileReading) -> Explanation:
        """Everything that is to be said of a place."""
        in_file = [each for each in self._scan.sightings if each.place.path == asked.path]
        wanted = [each for each in in_file if not self._vendors or each.vendor in self._vendors]
        chosen, nearest = _at(wanted, asked.line)
        line = nearest or asked.line
        gaps = tuple(gap for gap in self._scan.gaps if _holds(gap.path, asked.path))
        return Explanation(
            asked=asked.text,
            tree=self._scan.trees[0].id,
            root=str(asked.root),
            path=asked.path,
            line=asked.line,
            nearest=nearest,
            accounts=tuple(self._account(each) for each in chosen),
            others=len(_at([each for each in in_file if each not in wanted], line)[0]) if self._vendors else 0,
            is_folder_only=asked.is_folder_only,
            questions=tuple(
                replace(each, because=tuple(map(without_secrets, each.because)))
                for each in self._scan.questions
                if _asks_about(each, asked.path, line)
            ),
            gaps=gaps,
            file=_tell(reading, gaps, asked.line),
        )

    def _account(self, sighting: Sighting) -> Account:
        return account_for(sighting, self._scan, self._catalogue, self._folders)


def _at(sightings: list[Sighting], line: int) -> tuple[list[Sighting], int]:
    """The sightings at a line; if there are none, the nearest within two lines, and where they stand."""
    if not line:
        return sightings, 0
    here = [each for each in sightings if each.place.line <= line <= max(each.place.line, each.place.end_line)]
    if here:
        return here, 0
    near = [each for each in sightings if _distance(each, line) <= NEAR]
    if not near:
        return [], 0
    best = min(near, key=lambda each: (_distance(each, line), each.place.line)).place.line
    return [each for each in near if each.place.line == best], best


def _distance(sighting: Sighting, line: int) -> int:
    place = sighting.place
    return min(abs(place.line - line), abs(max(place.line, place.end_line) - line))


def _holds(gap: str, path: str) -> bool:
    """Whether what could not be read is this file, or a folder or archive that holds it."""
    return gap == path or path.startswith((gap.rstrip("/") + "/", gap + "!/"))


def _asks_about(question: Question, path: str, line: int) -> bool:
    where = re.escape(path) + (f":{line}" if line else r":\d+")
    return re.search(rf"(?<![\w/.-]){where}(?!\d)", f"{question.about} {question.asks}") is not None


def _tell(reading: FileReading, gaps: tuple[object, ...], line: int) -> FileAccount:
    """What was done with the file, with the keywords near the line (all of them without one)."""
    near = tuple(hit for hit in reading.hits if not line or abs(hit.line - line) <= NEAR)
    said = [reading.says]
    if line and reading.lines and line > reading.lines:
        said.append(f"it has only {reading.lines:,} lines")
    if gaps:
        said.append("a part of it is a gap")
    return FileAccount(
        was_read=reading.was_read,
        says="; ".join(said),
        lines=reading.lines,
        detectors=reading.detectors,
        keywords=near,
        keyword_lines=len({hit.line for hit in reading.hits}),
    )
