"""Scans both sides of a change and says what shifted; only the changed files are read, and what they are read with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flowdown import __version__
from flowdown.base.cached import cached_property
from flowdown.base.canonical import digest
from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import Basis
from flowdown.gate.compare import compare
from flowdown.gate.fresh_questions import fresh_questions
from flowdown.gate.holders import FIRST_HOLDERS, MOST_HOLDERS, Holders
from flowdown.gate.keyword_index import KeywordIndex
from flowdown.gate.related import (
    MOST_IMPORTED,
    edited_names,
    holding,
    imported,
    keywords_of,
    nearest,
    shared_names,
    takes_names,
    with_names,
)
from flowdown.gate.screen import Screen, nothing_seen
from flowdown.gate.shift import TOLD, Shift
from flowdown.gate.two_sides import TwoSides
from flowdown.gate.waiver import STATEMENT
from flowdown.scan.git_change import Edit, GitChange, find_change
from flowdown.scan.part_source import PartSource
from flowdown.scan.read import digest_of
from flowdown.scan.run import scan_source
from flowdown.scan.sighting import Coverage, Scan, Sighting, Tree
from flowdown.scan.summary import summarise
from flowdown.scan.surroundings import Surroundings, survey
from flowdown.scan.tables import Tables
from flowdown.scan.trace import TraceKind
from flowdown.scan.tree import present

_FOLLOWED = frozenset({TraceKind.MODEL_ID, TraceKind.ENDPOINT, TraceKind.ENV_KEY, TraceKind.CONFIG, TraceKind.CLIENT})
"""Kinds of what a name can hold in one file and stand for in another."""
_PART = Tree("part", "")
"""In place of the tree of which only a part is scanned."""


@dataclass(frozen=True, slots=True)
class ChangeScan:
    """A scan that holds only what came, the shifts, and how many files changed and were read beside them.

    `contents` are those of files in which something came, as they are now; `statement` is the `flowdown.yaml` of the
    side that is looked at, None if there is none.
    """

    scan: Scan
    shifts: tuple[Shift, ...]
    base: str
    files: int
    beside: int
    contents: Mapping[str, bytes]
    statement: bytes | None


def scan_change(
    root: Path, revision: str, catalogue: Catalogue, cache: Path | None, *, is_staged: bool = False, tree: str = ""
) -> ChangeScan:
    """What the change below `root` since `revision` adds, makes stronger, weaker or removes.

    Raises `UnusableArgument` where there is no repository or no such commit.
    """
    change = find_change(root, revision, is_staged)
    looked = _Look(change, catalogue, cache)
    looked.look()
    return _tell(looked, root, tree or root.resolve().name or "root")


class _Look:
    """One look at a change: scanned with what it imports, with what uses its names, and beside what has its vendors."""

    def __init__(self, change: GitChange, catalogue: Catalogue, cache: Path | None) -> None:
        self.change = change
        self.catalogue = catalogue
        self.sides = TwoSides()
        self.beside: set[bytes] = set()
        self.changed = {edit.before_path for edit in change.edits} | {edit.after_path for edit in change.edits}
        self.moves = {present(edit.before_path): present(edit.after_path) for edit in change.edits}
        self.before = self.after = self.elsewhere = nothing_seen(catalogue)
        self.shifts: tuple[Shift, ...] = ()
        self._cache = cache
        self._lines: dict[tuple[PartSource, str], list[str]] = {}

    @cached_property
    def _tables(self) -> Tables:
        return Tables(self.catalogue, self._cache, bytes(self.change.git.top))

    @cached_property
    def _tracked(self) -> list[bytes]:
        return self.change.tracked.paths

    @cached_property
    def _surroundings(self) -> Surroundings:
        return survey(self._tracked, frozenset(self._tables.lexers))

    @cached_property
    def _around(self) -> bytes:
        """What tells the surroundings from others."""
        around = self._surroundings
        return digest_of(repr((sorted(around.areas.items()), sorted(around.modules))).encode("utf-8", "surrogatepass"))

    def look(self) -> None:
        """Scan until nothing more is to be read with the change."""
        if not self.change.edits:
            return
        screen = Screen(self._tables)
        telling = [edit for edit in self.change.edits if screen.may_shift(edit)]
        near = self._near([edit for edit in telling if not screen.only_mentions(edit)])
        self.beside.update(near)
        if not telling and all(screen.mentions(*each) is not None for each in near.items()):
            now = [edit.after for edit in self.change.edits if edit.after is not None]
            self.after = nothing_seen(self.catalogue, [*near.values(), *now])
            return
        self.sides.hold_edits(self.change.edits)
        self.sides.hold_unchanged(near)
        self._scan()
        if self._read_with(self._using_names()):
            self._scan()
        self._look_elsewhere()
        self._tables.looks.save()

    def _near(self, telling: Sequence[Edit]) -> dict[bytes, bytes]:
        """The unchanged files that the change is read with, with their contents.

        An edit that by itself shifts nothing is read only with those that share a name with what it edits: without one
        nothing flows from them to there.
        """
        paths = {path for edit in telling for path in (edit.before_path, edit.after_path)}
        near = self.change.unchanged(imported(self._tracked, self.changed, _sides(telling), paths)) if telling else {}
        told = set(map(id, telling))
        quiet = [edit for edit in self.change.edits if takes_names(edit) and id(edit) not in told]
        room = MOST_IMPORTED - len(near)
        if quiet and room:
            others = imported(self._tracked, {*self.changed, *near}, _sides(quiet), ())[:room]
            near |= with_names(self.change.unchanged(others), edited_names(quiet))
        return near

    def statement(self) -> bytes | None:
        """What the tree's owners say of it, as it is on the side that is looked at."""
        name = STATEMENT.encode()
        for edit in self.change.edits:
            if name in (edit.after_path, edit.before_path):
                return edit.after if edit.after_path == name else None
        return self.change.unchanged([name]).get(name)

    def _read_with(self, paths: Sequence[bytes]) -> bool:
        fresh = [path for path in paths if path not in self.beside]
        self.beside.update(fresh)
        return self.sides.hold_unchanged(self.change.unchanged(fresh))

    def _scan(self) -> None:
        self.before, self.after = (self._scan_side(side) for side in (self.sides.before, self.sides.after))
        self._compare(())

    def _compare(self, elsewhere: Sequence[Sighting]) -> None:
        self.shifts = compare(
            self.before.sightings,
            self.after.sightings,
            self.moves,
            self._snippet(self.sides.before),
            self._snippet(self.sides.after),
            elsewhere,
        )

    def _scan_side(self, side: PartSource) -> Scan:
        """The scan of one side, as a run before found it with the very same files or made now."""
        key = digest_of(self._around + side.digest())
        scan = self._tables.looks.recall_scan(key)
        if scan is None:
            scan = scan_source(_PART, side, self._tables, surroundings=self._surroundings)
            self._tables.looks.note_scan(key, scan)
        return scan

    def _using_names(self) -> list[bytes]:
        """Unchanged files that use the names at which something stands that came or went, and is no use by itself."""
        moved = [pair for shift in self.shifts for pair in self._moved(shift)]
        names = shared_names(
            self._line(side, each) for side, each in moved if not each.is_use and each.kind in _FOLLOWED
        )
        if not names:
            return []
        suffixes = frozenset(path.rpartition(b".")[2].lower() for path in self.changed) | {b"env"}
        rest = (path for path in self._blobs if path not in self.changed)
        found = holding((self.change.prefix + path for path in rest), names, self._top, suffixes)
        return nearest(path[len(self.change.prefix) :] for path in found)

    def _sought(self) -> list[tuple[str, Basis]]:
        """The vendors that come or go, as far as is seen."""
        return sorted(
            {(shift.vendor, shift.basis) for shift in self.shifts if shift.vendor and shift.direction in TOLD}
        )

    def _look_elsewhere(self) -> None:
        """Whether the unchanged rest of the tree has the vendors that come or go."""
        sought = self._sought()
        if not sought:
            return
        numbers = {each: self._tables.prefilter.numbers_of(keywords_of(self.catalogue, [each])) for each in sought}
        holders = self._holders(frozenset().union(*numbers.values()))
        for most in (FIRST_HOLDERS, MOST_HOLDERS - FIRST_HOLDERS):
            some = holders.take((numbers[each] for each in sought), most, self.beside)
            if not some:
                return
            self.beside.update(some)
            self.sides.hold_elsewhere(self.change.unchanged(some))
            self.elsewhere = self._scan_side(self.sides.elsewhere)
            self._compare(self.elsewhere.sightings)
            sought = [each for each in self._sought() if each in numbers]

    def _holders(self, wanted: frozenset[int]) -> Holders:
        name = digest([self.catalogue.digest, str(self.change.git.top), __version__]).removeprefix("sha256:")[:24]
        index = KeywordIndex.load(self._cache, name)
        prefix = self.change.prefix
        blobs = {prefix + path: blob for path, blob in self._blobs.items() if path not in self.changed}
        found = index.find(blobs, wanted, self._top, self._tables.prefilter)
        index.save()
        return Holders({path[len(prefix) :]: held for path, held in found.items()}, self._top + b"/" + prefix)

    @cached_property
    def _blobs(self) -> dict[bytes, str]:
        return self.change.tracked.blobs

    @property
    def _top(self) -> bytes:
        return bytes(self.change.git.top)

    def _moved(self, shift: Shift) -> Iterable[tuple[PartSource, Sighting]]:
        yield from ((self.sides.before, each) for each in shift.gone)
        yield from ((self.sides.after, each) for each in shift.came)

    def _snippet(self, side: PartSource) -> Callable[[Sighting], str]:
        squeezed: dict[tuple[str, int], str] = {}  # a line can be a whole file, and hold thousands of sightings

        def snippet(sighting: Sighting) -> str:
            spot = sighting.place.path, sighting.place.line
            if spot not in squeezed:
                squeezed[spot] = "".join(self._line(side, sighting).split())
            return squeezed[spot]

        return snippet

    def _line(self, side: PartSource, sighting: Sighting) -> str:
        path = sighting.place.path
        if (side, path) not in self._lines:
            content = side.shown(path)
            self._lines[side, path] = content.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
        lines = self._lines[side, path]
        return lines[sighting.place.line - 1] if 0 < sighting.place.line <= len(lines) else ""


def _sides(edits: Iterable[Edit]) -> list[bytes]:
    return [side for edit in edits for side in (edit.before, edit.after) if side is not None]


def _tell(look: _Look, root: Path, tree: str) -> ChangeScan:
    """What a look saw, under the tree's own name; of questions and gaps only those that the change brings."""
    change = look.change
    shifts = tuple(_in_tree(shift, tree) for shift in look.shifts)
    came = sorted((each for shift in shifts for each in shift.came), key=lambda each: each.order)
    known = {replace(gap, tree="", line=0) for gap in look.before.gaps}
    gaps = [gap for gap in look.after.gaps if replace(gap, tree="", line=0) not in known]
    gaps += change.gaps
    finished = replace(
        look.after,
        trees=(Tree(tree, str(root), change.base),),
        sightings=tuple(came),
        dependences=summarise(came),
        questions=fresh_questions(look.before.questions, look.after.questions, look.moves),
        gaps=tuple(sorted({replace(gap, tree=tree) for gap in gaps})),
        is_incomplete=look.before.is_incomplete or look.after.is_incomplete,
        coverage=_together(look.after.coverage, look.elsewhere.coverage),
    )
    wanted = {each.place.path for each in came}
    contents = {edit.path: edit.after for edit in change.edits if edit.after is not None and edit.path in wanted}
    return ChangeScan(finished, shifts, change.base, len(change.edits), len(look.beside), contents, look.statement())


def _together(side: Coverage, elsewhere: Coverage) -> Coverage:
    """What was read of the side that is looked at, and of files that only hold its vendors."""
    both = (Counter(dict(side.skipped)) + Counter(dict(elsewhere.skipped))).items()
    by_detector = (Counter(dict(side.by_detector)) + Counter(dict(elsewhere.by_detector))).items()
    return Coverage(
        side.files + elsewhere.files,
        side.read + elsewhere.read,
        side.bytes + elsewhere.bytes,
        tuple(sorted(both)),
        side.detectors,
        tuple(sorted(by_detector)),
    )


def _in_tree(shift: Shift, tree: str) -> Shift:
    return replace(
        shift,
        came=tuple(replace(each, tree=tree) for each in shift.came),
        gone=tuple(replace(each, tree=tree) for each in shift.gone),
    )
