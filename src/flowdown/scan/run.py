"""Scans trees: walks them, looks at their files, and concludes what they depend on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from flowdown import __version__
from flowdown.base.errors import UnusableArgument
from flowdown.scan.detector_ids import ids_of_detectors
from flowdown.scan.gap import Gap
from flowdown.scan.kept_looks import KeptLooks
from flowdown.scan.repository import Repository
from flowdown.scan.seen import Look
from flowdown.scan.sighting import Coverage, Question, Scan, Sighting, Tree
from flowdown.scan.summary import summarise
from flowdown.scan.tables import Tables
from flowdown.scan.tree import File, Tally
from flowdown.scan.tree_source import FolderSource, TreeSource

if TYPE_CHECKING:
    from flowdown.base.stages import Stages
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.scan.surroundings import Surroundings
    from flowdown.scan.trace import Yield

Progress = Callable[[str, int, int], None]
"""Called now and then with the path that is being read, the number of files so far, and how many the tree has (0: not
known before it is walked)."""
Recall = Callable[[str, Collection[str]], bool]
"""Asked where what was concluded from a tree still holds: given its name and the paths of the files that were looked at
anew, whether whoever asks for the scan knows all that he wants of it."""
LOST = "."
"""The path of a gap that is a whole tree."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How a scan goes about it; no answer depends on it.

    `jobs`: the processes that large trees are shared among. `keeps`: what is seen is kept in the cache folder, and
    taken from there for what did not change. `stages` notes how long it takes.
    """

    jobs: int = 1
    keeps: bool = True
    stages: Stages | None = None

    def enter(self, stage: str) -> None:
        """Note that a stage of the run begins."""
        if self.stages is not None:
            self.stages.enter(stage)


USUAL = Effort()
"""One process; what is seen is kept."""


@dataclass(slots=True)
class _Counts:
    """What was read; with a doc string, since `dataclass` imports much to write a missing one."""

    files: int = 0
    read: int = 0
    bytes: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    by_detector: Counter[str] = field(default_factory=Counter)

    def add(self, seen: Look) -> None:
        """Count what was read of a file."""
        self.files += seen.files
        self.bytes += seen.bytes
        self.read += seen.read
        if seen.binary:
            self.skipped["binary"] += seen.binary
        self.by_detector.update(seen.detectors)


def prepare(catalogue: Catalogue, cache: Path | None = None) -> Tables:
    """The tables of a catalogue; `cache` is a folder for the prefilter's compiled ones."""
    return Tables(catalogue, cache)


def scan(
    roots: Sequence[Path],
    catalogue: Catalogue,
    cache: Path | None = None,
    progress: Progress | None = None,
    *,
    tables: Tables | None = None,
    surroundings: Surroundings | None = None,
    effort: Effort = USUAL,
    instead: Mapping[str, bytes] = MappingProxyType({}),
    recall: Recall | None = None,
) -> Scan:
    """Scan one or several trees (folders or single files) for the catalogue's vendors.

    `surroundings` are given where each root holds only a part of a tree. `instead`: by their paths in the tree, files that
    are read in another place, as they would be if they were changed; nothing of such a scan is kept.

    Where `recall` says of a single root that all is known, the scan says what was read, and nothing of what was seen.

    `cache` is a folder for compiled tables and for what was seen in files. Raises `UnusableArgument` for a single root
    that cannot be read; of several, such a one becomes a gap (`lost`). Everything unreadable inside a tree is a gap. An
    interrupt ends the scan early and marks it incomplete.
    """
    if len(roots) == 1 and _is_missing(roots[0]):
        raise UnusableArgument(f"no such file or folder `{roots[0]}`")
    scanner = _Scanner(tables or prepare(catalogue, cache), progress, surroundings, effort, instead)
    scanner.recall = recall if len(roots) == 1 else None
    trees: list[Tree] = []
    sightings: list[Sighting] = []
    questions: list[Question] = []
    gaps: list[Gap] = []
    incomplete = False
    kept_as = ""
    for root in roots:
        tree = _tree_of(root, trees)
        trees.append(tree)
        one = scanner.tree(tree, root) if len(roots) == 1 else scanner.tree_or_gap(tree, root)
        sightings.extend(one.sightings)
        questions.extend(one.questions)
        gaps.extend(one.gaps)
        kept_as = one.kept_as if len(roots) == 1 else ""
        if one.is_interrupted:
            incomplete = True
            break
    return _put_together(trees, _OneTree(sightings, questions, gaps, incomplete, kept_as), scanner)


def scan_source(
    tree: Tree,
    source: TreeSource,
    tables: Tables,
    progress: Progress | None = None,
    effort: Effort = USUAL,
    surroundings: Surroundings | None = None,
) -> Scan:
    """Scan one tree wherever its files lie, such as a commit of a repository without a work tree.

    `surroundings` are given where the source holds only a part of a tree.
    Everything unreadable inside it is a gap; an interrupt ends the scan early and marks it incomplete.
    """
    scanner = _Scanner(tables, progress, surroundings, effort)
    return _put_together([tree], scanner.look_at(tree, source), scanner)


def _put_together(trees: Sequence[Tree], found: _OneTree, scanner: _Scanner) -> Scan:
    sightings = sorted(found.sightings, key=lambda sighting: sighting.order)
    counts = scanner.counts
    coverage = Coverage(
        counts.files,
        counts.read,
        counts.bytes,
        tuple(sorted(counts.skipped.items())),
        ids_of_detectors(),
        tuple(sorted(counts.by_detector.items())),
    )
    return Scan(
        tuple(trees),
        tuple(sightings),
        summarise(sightings),
        tuple(sorted(set(found.questions))),
        tuple(sorted(set(found.gaps))),
        coverage,
        scanner.tables.catalogue.digest,
        f"flowdown {__version__}",
        found.is_interrupted,
        found.kept_as,
    )


def _tree_of(root: Path, others: list[Tree]) -> Tree:
    name = root.name if root.name not in ("", ".", "..") else root.resolve().name or "root"
    taken = {tree.id for tree in others}
    identity = name
    number = 2
    while identity in taken:
        identity, number = f"{name}-{number}", number + 1
    if _is_missing(root):
        return Tree(identity, str(root))
    folder = root.resolve() if root.is_dir() else root.resolve().parent
    repository = Repository.around(bytes(folder))
    return Tree(identity, str(root), repository.revision if repository else "")


def _is_missing(root: Path) -> bool:
    try:
        return not root.exists() and not root.is_symlink()
    except (OSError, ValueError):  # a loop of links, a NUL in a name
        return True


@dataclass(slots=True)
class _OneTree:
    """What was found in one tree."""

    sightings: Sequence[Sighting]
    questions: Sequence[Question]
    gaps: Sequence[Gap]
    is_interrupted: bool = False
    kept_as: str = ""


class _Scanner:
    """One run over several trees: the tables that are built once, and the counts."""

    def __init__(
        self,
        tables: Tables,
        progress: Progress | None,
        surroundings: Surroundings | None,
        effort: Effort,
        instead: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        self.tables = tables
        self.progress = progress
        self.surroundings = surroundings
        self.effort = effort
        self.instead = instead
        self.recall: Recall | None = None
        self.counts = _Counts()

    def tree_or_gap(self, tree: Tree, root: Path) -> _OneTree:
        """Scan one tree of several: whatever is wrong with it, the others are scanned."""
        try:
            if _is_missing(root):
                raise UnusableArgument("no such file or folder")
            return self.tree(tree, root)
        except UnusableArgument as error:
            reason = str(error)
        except MemoryError:
            reason = "not enough memory"
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            # A fault of our own must not lose the other trees, and must not be silent either.
            reason = f"the tree could not be scanned ({type(error).__name__})"
        return _OneTree((), (), (Gap(LOST, reason, tree=tree.id),))

    def tree(self, tree: Tree, root: Path) -> _OneTree:
        """Scan one tree below a folder."""
        return self.look_at(tree, FolderSource(root, self._kept(root), self.instead))

    def look_at(self, tree: Tree, source: TreeSource) -> _OneTree:
        """Scan one tree wherever its files lie."""
        self.effort.enter("walking, reading and detecting")
        kept = source.kept
        files: list[File] = []
        looks: list[Look] = []
        gaps: list[Gap] = []
        interrupted = False
        try:
            self._look(source, files, looks, gaps)
        except KeyboardInterrupt:
            interrupted = True
        self.effort.enter("recalling what was concluded" if kept is not None else "")
        if kept is not None and not interrupted:
            known = self._known(tree, source, kept, files, gaps)
            if known is not None:
                return known
        seen_gaps = list(gaps)
        yields = self._open(looks, gaps)
        pack: Callable[[], bytes] = bytes
        if not (files and yields):
            found = _OneTree((), (), _named(gaps, tree.id), interrupted)
        else:
            from flowdown.scan.conclude import conclude
            from flowdown.scan.reliance import Reliance

            reliance = Reliance() if kept is not None else None
            pack = reliance.pack if reliance is not None else pack
            drawn_from = partial(
                conclude,
                tree.id,
                source,
                files,
                yields,
                self.tables,
                self.surroundings,
                self.effort.enter,
                reliance=reliance,
            )
            try:
                drawn = drawn_from(is_interrupted=interrupted)
            except KeyboardInterrupt:  # what was seen is not lost; a second interrupt ends the run
                drawn = drawn_from(is_interrupted=True)
            found = _OneTree(drawn.sightings, drawn.questions, _named(gaps, tree.id), drawn.is_interrupted)
        self.effort.enter("keeping what was seen" if kept is not None else "")
        if kept is not None:
            if not found.is_interrupted:
                concluded = found.sightings, found.questions, found.gaps
                found.kept_as = kept.note_conclusion(tree.id, seen_gaps, concluded, pack)
            kept.save(is_part=found.is_interrupted)
        return found

    def _known(
        self, tree: Tree, source: TreeSource, kept: KeptLooks, files: Sequence[File], gaps: Sequence[Gap]
    ) -> _OneTree | None:
        """What was concluded before, if it holds."""
        if not kept.still_holds(tree.id, gaps, partial(self._stays, source, files)):
            return None
        kept.save()
        if self.recall is not None and self.recall(kept.name, kept.anew):
            return _OneTree((), (), (), kept_as=kept.name)
        return _OneTree(*kept.conclusion(), kept_as=kept.name)

    def _stays(self, source: TreeSource, files: Sequence[File], kept: bytes, changed: Collection[str]) -> bool:
        """Whether changed files, in which the same is seen as before, mean the same for the others."""
        from flowdown.scan.reliance import Reliance

        lexers = self.tables.lexers
        anew = (file for file in files if file.path in changed)
        return Reliance.unpack(kept, lexers).stays(anew, source.reader(), lexers)

    def _kept(self, root: Path) -> KeptLooks | None:
        cache = self.tables.cache
        if cache is None or not self.effort.keeps or self.surroundings is not None or self.instead:
            return None
        return KeptLooks(cache, root, self.tables.catalogue.digest)

    def _look(self, source: TreeSource, files: list[File], looks: list[Look], gaps: list[Gap]) -> None:
        tally = Tally()
        expected = -1
        for each in source.looks(self.tables, self.effort.jobs, tally):
            if isinstance(each, Gap):
                gaps.append(each)
                continue
            file, seen = each
            files.append(file)
            if seen.yields or seen.gaps or seen.body:
                looks.append(seen)
            self.counts.add(seen)
            if self.effort.stages is not None:
                self.effort.stages.recalled += bool(seen.is_recalled)
            if self.progress is not None and self.counts.files % 64 == 0:
                if expected < 0:
                    # Those of trees before this one are counted already.
                    before = self.counts.files - len(files)
                    expected = before + source.expected if source.expected else 0
                self.progress(file.path, self.counts.files, expected)
        for name in ("ignored", "links", "special"):
            if getattr(tally, name):
                self.counts.skipped[name] += getattr(tally, name)

    def _open(self, looks: Sequence[Look], gaps: list[Gap]) -> list[Yield]:
        """All that was yielded; what was kept is unpacked now."""
        yields: list[Yield] = []
        for look in looks:
            if look.body:
                KeptLooks.unpack(look)
            yields.extend(look.yields)
            gaps.extend(look.gaps)
        return yields


def lost(scanned: Scan) -> tuple[Gap, ...]:
    """The trees that could not be scanned at all."""
    return tuple(gap for gap in scanned.gaps if gap.path == LOST and not gap.line and not gap.detector)


def _named(gaps: Sequence[Gap], tree: str) -> list[Gap]:
    return [replace(gap, tree=tree) for gap in gaps]
