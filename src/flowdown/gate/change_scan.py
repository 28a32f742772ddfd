"""Scans both sides of a change and says what shifted; only the changed files are read, and what they are read with."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from flowdown import __version__
from flowdown.catalogue.catalogue import Catalogue
from flowdown.gate.compare import compare
from flowdown.gate.related import imported, keywords_of, shared_names, sharing
from flowdown.gate.shift import TOLD, Shift
from flowdown.gate.two_sides import TwoSides
from flowdown.scan.git_change import GitChange, find_change
from flowdown.scan.lexer import load_lexers
from flowdown.scan.run import Tables, prepare, scan
from flowdown.scan.sighting import Coverage, Scan, Sighting, Tree
from flowdown.scan.summary import summarise
from flowdown.scan.surroundings import Surroundings, survey
from flowdown.scan.tree import present

_PASSES = 2
"""How often unchanged files that share names or vendors with what shifted are looked for."""


@dataclass(frozen=True, slots=True)
class ChangeScan:
    """A scan that holds only what came, the shifts, and how many files changed and were read beside them."""

    scan: Scan
    shifts: tuple[Shift, ...]
    base: str
    files: int
    beside: int


def scan_change(
    root: Path, revision: str, catalogue: Catalogue, cache: Path | None, *, is_staged: bool = False, tree: str = ""
) -> ChangeScan:
    """What the change below `root` since `revision` adds, makes stronger, weaker or removes.

    Raises `UnusableArgument` where there is no repository or no such commit.
    """
    change = find_change(root, revision, is_staged)
    with tempfile.TemporaryDirectory(prefix="flowdown-") as folder:
        looked = _Look(change, Path(folder), catalogue, cache)
        looked.look()
        return _tell(looked, root, tree or root.resolve().name or "root")


class _Look:
    """One look at a change: scanned with what it imports, then once more with what shares what shifted."""

    def __init__(self, change: GitChange, folder: Path, catalogue: Catalogue, cache: Path | None) -> None:
        self.change = change
        self.catalogue = catalogue
        self.sides = TwoSides(folder)
        self.beside: set[bytes] = set()
        self.changed = {edit.before_path for edit in change.edits} | {edit.after_path for edit in change.edits}
        self.moves = {present(edit.before_path): present(edit.after_path) for edit in change.edits}
        self.before = self.after = _nothing(catalogue)
        self.shifts: tuple[Shift, ...] = ()
        self._cache = cache
        self._lines: dict[tuple[str, str], list[str]] = {}

    @cached_property
    def _tables(self) -> Tables:
        return prepare(self.catalogue, self._cache)

    @cached_property
    def _tracked(self) -> list[bytes]:
        return self.change.tracked()

    @cached_property
    def _surroundings(self) -> Surroundings:
        suffixes = frozenset(suffix for lexer in load_lexers().values() for suffix in lexer.suffixes)
        return survey(self._tracked, suffixes)

    def look(self) -> None:
        """Scan until nothing more is to be read with the change."""
        if not self.change.edits:
            return
        self.sides.lay_edits(self.change.edits)
        contents = [side for edit in self.change.edits for side in (edit.before, edit.after) if side is not None]
        self._read_with(imported(self._tracked, self.changed, contents))
        self._scan()
        for _ in range(_PASSES - 1):
            if not self.shifts or not self._read_with(self._sharing()):
                break
            self._scan()

    def _read_with(self, paths: Sequence[bytes]) -> bool:
        fresh = [path for path in paths if path not in self.beside]
        self.beside.update(fresh)
        return self.sides.lay_unchanged(self.change.unchanged(fresh))

    def _scan(self) -> None:
        self.before, self.after = (self._scan_side(side) for side in (self.sides.before, self.sides.after))
        self.shifts = compare(
            self.before.sightings,
            self.after.sightings,
            self.moves,
            self._snippet(self.sides.before),
            self._snippet(self.sides.after),
        )

    def _scan_side(self, side: Path) -> Scan:
        return scan((side,), self.catalogue, self._cache, tables=self._tables, surroundings=self._surroundings)

    def _sharing(self) -> list[bytes]:
        # What is not taken for a use yet may be one by a name that other files use; what is one needs no other file.
        moved = [pair for shift in self.shifts for pair in self._moved(shift)]
        lines = [self._line(side, each) for side, each in moved if not each.is_use]
        vendors = sorted({shift.vendor for shift in self.shifts if shift.vendor and shift.direction in TOLD})
        return sharing(
            self.change.git, self.change.prefix, self.changed, shared_names(lines), keywords_of(self.catalogue, vendors)
        )

    def _moved(self, shift: Shift) -> Iterable[tuple[Path, Sighting]]:
        yield from ((self.sides.before, each) for each in shift.gone)
        yield from ((self.sides.after, each) for each in shift.came)

    def _snippet(self, side: Path) -> Callable[[Sighting], str]:
        return lambda sighting: "".join(self._line(side, sighting).split())

    def _line(self, side: Path, sighting: Sighting) -> str:
        key = (side.name, sighting.place.path)
        if key not in self._lines:
            try:
                text = (side / sighting.place.path).read_text(encoding="utf-8", errors="replace")
            except (OSError, ValueError):
                text = ""
            self._lines[key] = text.split("\n")
        lines = self._lines[key]
        return lines[sighting.place.line - 1] if 0 < sighting.place.line <= len(lines) else ""


def _tell(look: _Look, root: Path, tree: str) -> ChangeScan:
    """What a look saw, under the tree's own name; of questions and gaps only those that the change brings."""
    change = look.change
    shifts = tuple(_in_tree(shift, tree) for shift in look.shifts)
    came = sorted((each for shift in shifts for each in shift.came), key=lambda each: each.order)
    known = {replace(gap, tree="", line=0) for gap in look.before.gaps}
    gaps = [gap for gap in look.after.gaps if replace(gap, tree="", line=0) not in known]
    gaps += [*change.gaps, *look.sides.gaps]
    asked = {replace(question, because=()) for question in look.before.questions}
    finished = replace(
        look.after,
        trees=(Tree(tree, str(root), change.base),),
        sightings=tuple(came),
        dependences=summarise(came),
        questions=tuple(each for each in look.after.questions if replace(each, because=()) not in asked),
        gaps=tuple(sorted({replace(gap, tree=tree) for gap in gaps})),
        is_incomplete=look.before.is_incomplete or look.after.is_incomplete,
    )
    return ChangeScan(finished, shifts, change.base, len(change.edits), len(look.beside))


def _nothing(catalogue: Catalogue) -> Scan:
    """The scan of a change that changes no file."""
    coverage = Coverage(0, 0, 0, (), ())
    return Scan((), (), (), (), (), coverage, catalogue.digest, f"flowdown {__version__}")


def _in_tree(shift: Shift, tree: str) -> Shift:
    return replace(
        shift,
        came=tuple(replace(each, tree=tree) for each in shift.came),
        gone=tuple(replace(each, tree=tree) for each in shift.gone),
    )
