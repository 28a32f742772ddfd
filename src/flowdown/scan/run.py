"""Runs every detector over trees and weighs what they saw."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from flowdown import __version__
from flowdown.base.errors import UnusableArgument
from flowdown.catalogue.catalogue import Catalogue
from flowdown.scan.area import Area, area_of
from flowdown.scan.detector import ids_of_detectors
from flowdown.scan.follow import follow
from flowdown.scan.gap import Gap
from flowdown.scan.ground import Ground
from flowdown.scan.identify import identify
from flowdown.scan.kept_looks import KeptLooks
from flowdown.scan.known import Known
from flowdown.scan.lexer import load_lexers
from flowdown.scan.look import Look, Looker
from flowdown.scan.look_all import look_all
from flowdown.scan.prefilter import Prefilter
from flowdown.scan.repository import Repository
from flowdown.scan.sighting import Coverage, Question, Scan, Sighting, Tree
from flowdown.scan.strength import Weighed, weigh
from flowdown.scan.summary import summarise
from flowdown.scan.trace import (
    Trace,
    TraceKind,
    Yield,
    literal,
)
from flowdown.scan.tree import File, Tally, walk
from flowdown.scan.unreached import doubt_unreached

Progress = Callable[[str, int], None]
"""Called now and then with the path that is being read and the number of files so far."""


@dataclass(slots=True)
class _Counts:
    files: int = 0
    read: int = 0
    bytes: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    by_detector: Counter[str] = field(default_factory=Counter)

    def add(self, seen: Look) -> None:
        """Count what was read of a file."""
        self.bytes += seen.bytes
        self.read += seen.read
        if seen.binary:
            self.skipped["binary"] += seen.binary
        self.by_detector.update(seen.detectors)


@dataclass(frozen=True, slots=True)
class Effort:
    """How a scan goes about it; no answer depends on it.

    `jobs`: the processes that large trees are shared among. `keeps_looks`: what is seen in files is kept in the cache
    folder, and taken from there for files that did not change.
    """

    jobs: int = 1
    keeps_looks: bool = True


def scan(
    roots: Sequence[Path],
    catalogue: Catalogue,
    cache: Path | None = None,
    progress: Progress | None = None,
    effort: Effort = Effort(),
) -> Scan:
    """Scan one or several trees (folders or single files) for the catalogue's vendors.

    `cache` is a folder for compiled tables and for what was seen in files. Raises `UnusableArgument` for a root that does not exist;
    everything unreadable inside a tree becomes a gap. An interrupt ends the scan early and marks it incomplete.
    """
    missing = [root for root in roots if not root.exists() and not root.is_symlink()]
    if missing:
        raise UnusableArgument(f"no such file or folder `{missing[0]}`")
    known = Known(catalogue)
    scanner = _Scanner(known, Prefilter.build(known.index.keywords(), cache), progress, cache, effort)
    trees: list[Tree] = []
    sightings: list[Sighting] = []
    questions: list[Question] = []
    gaps: list[Gap] = []
    incomplete = False
    for root in roots:
        tree = _tree_of(root, trees)
        trees.append(tree)
        one = scanner.tree(tree, root)
        sightings.extend(one.sightings)
        questions.extend(one.questions)
        gaps.extend(one.gaps)
        if one.is_interrupted:
            incomplete = True
            break
    sightings.sort(key=lambda sighting: sighting.order)
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
        tuple(sorted(set(questions))),
        tuple(sorted(set(gaps))),
        coverage,
        catalogue.digest,
        f"flowdown {__version__}",
        incomplete,
    )


def _tree_of(root: Path, others: list[Tree]) -> Tree:
    name = root.name if root.name not in ("", ".", "..") else root.resolve().name or "root"
    taken = {tree.id for tree in others}
    identity = name
    number = 2
    while identity in taken:
        identity, number = f"{name}-{number}", number + 1
    folder = root.resolve() if root.is_dir() else root.resolve().parent
    repository = Repository.around(bytes(folder))
    return Tree(identity, str(root), repository.revision if repository else "")


@dataclass(slots=True)
class _OneTree:
    sightings: list[Sighting]
    questions: list[Question]
    gaps: list[Gap]
    is_interrupted: bool


class _Scanner:
    """One run over several trees: the tables that are built once, and the counts."""

    def __init__(
        self, known: Known, prefilter: Prefilter, progress: Progress | None, cache: Path | None, effort: Effort
    ) -> None:
        self.known = known
        self.cache = cache
        self.effort = effort
        self.looker = Looker(known, prefilter)
        self.progress = progress
        self.counts = _Counts()
        self.lexers = {suffix: lexer for lexer in load_lexers().values() for suffix in lexer.suffixes}

    def tree(self, tree: Tree, root: Path) -> _OneTree:
        """Scan one tree."""
        yields: list[Yield] = []
        gaps: list[Gap] = []
        areas: Counter[Area] = Counter()
        code_files: list[File] = []
        interrupted = False
        try:
            self._first_pass(root, yields, gaps, areas, code_files)
            yields.extend(follow(yields, code_files, self.known, self.lexers))
        except KeyboardInterrupt:
            interrupted = True
        own = frozenset(_top_modules(code_files)), self._published_module(root)
        yields = [each for each in yields if not (isinstance(each, Trace) and _is_own(each, own))]
        ground = Ground(yields, self.known)
        candidates = doubt_unreached(identify(ground), code_files, lambda: _files(root))
        weighed = weigh(candidates, ground.built, areas)
        sightings = list(_sightings(tree.id, weighed))
        return _OneTree(sightings, ground.questions, [replace(gap, tree=tree.id) for gap in gaps], interrupted)

    def _published_module(self, root: Path) -> str:
        """The module of the package that a tree publishes, if the catalogue knows that package; else empty."""
        name = _published_name(root)
        return name if name and self.known.package("pypi", name.replace("_", "-")) else ""

    def _first_pass(
        self, root: Path, yields: list[Yield], gaps: list[Gap], areas: Counter[Area], code_files: list[File]
    ) -> None:
        tally = Tally()
        kept = None
        if self.cache is not None and self.effort.keeps_looks:
            kept = KeptLooks(self.cache, root, self.known.catalogue.digest)
        for each in look_all(walk(root, tally=tally), self.looker, kept, self.effort.jobs):
            if isinstance(each, Gap):
                gaps.append(each)
                continue
            found, seen = each
            self.counts.files += 1
            if self.progress is not None and self.counts.files % 64 == 0:
                self.progress(found.path, self.counts.files)
            suffix = _suffix(found.path)
            if suffix in self.lexers:
                code_files.append(found)
            if suffix in self.lexers or suffix == ".ipynb":
                areas[area_of(found.path)] += 1
            yields.extend(seen.yields)
            gaps.extend(seen.gaps)
            self.counts.add(seen)
        if kept is not None:
            kept.save()
        for name in ("ignored", "links", "special"):
            if getattr(tally, name):
                self.counts.skipped[name] += getattr(tally, name)


def _files(root: Path) -> Iterator[File]:
    return (found for found in walk(root, tally=Tally()) if isinstance(found, File))


def _top_modules(files: Sequence[File]) -> Iterator[str]:
    """The names under which the tree's own Python packages at its top (or below `src`, `lib`) are imported."""
    for file in files:
        if not file.path.endswith(".py"):
            continue
        parts = file.path.split("/")
        if parts[0] in ("src", "lib", "python") and len(parts) > 1:
            parts = parts[1:]
        yield parts[0].removesuffix(".py")


def _is_own(trace: Trace, own: tuple[frozenset[str], str]) -> bool:
    """Whether an import takes the tree's own module, however it is named.

    What a tree publishes under that very name is the known package itself: there only its own folder's imports are its own.
    """
    modules, published = own
    if trace.language != "python" or trace.kind not in _FROM_MODULES or trace.receiver:
        return False
    module = (trace.callee or literal(trace.value) or "").split(".", 1)[0]
    if module not in modules:
        return False
    return module.lower() != published or module in trace.place.path.split("/")[:-1]


def _published_name(root: Path) -> str:
    """The name under which a tree's Python package is published, as a module's name; empty if it says none."""
    for name in ("pyproject.toml", "setup.cfg", "setup.py"):
        try:
            text = (root / name).read_text(encoding="utf-8", errors="replace")[:_MANIFEST_LIMIT]
        except OSError:
            continue
        found = _NAME.search(text)
        if found is not None:
            return re.sub(r"[-.]+", "_", found.group(1)).lower()
    return ""


def _suffix(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


_NAME = re.compile(r"^\s*name\s*=\s*[\"']?([\w.-]+)", re.MULTILINE)
_FROM_MODULES = frozenset({TraceKind.IMPORT, TraceKind.CLIENT, TraceKind.CALL})
_MANIFEST_LIMIT = 100_000
_SECRET = re.compile(r"//[^/@\s]*@")
_QUERY = re.compile(r"(://[^\s?`'\"]+)\?[^\s`'\"]+")


def without_secrets(step: str) -> str:
    """A step in words without the credentials and queries of the addresses that it quotes."""
    return _QUERY.sub(r"\1", _SECRET.sub("//", step))


def _shown(value: str) -> str:
    """A value as it is kept: without credentials and queries of URLs, at most 200 characters."""
    text = _SECRET.sub("//", value)
    if "://" in text:
        text = text.split("?", 1)[0]
    return text if len(text) <= 200 else text[:197] + "..."


def _masked(question: Question) -> Question:
    steps = tuple(map(without_secrets, question.because))
    return replace(question, asks=without_secrets(question.asks), because=steps)


def _sightings(tree: str, weighed: Sequence[Weighed]) -> Iterator[Sighting]:
    seen: set[tuple[object, ...]] = set()
    for each in weighed:
        candidate = each.candidate
        place = candidate.trace.place
        # A key that is handed on stands twice in its line, once as it is set and once as it is read.
        column = 0 if candidate.kind is TraceKind.ENV_KEY else place.column
        key = (place.path, place.line, column, candidate.vendor, candidate.product, each.basis, candidate.kind)
        if key in seen:
            continue
        seen.add(key)
        yield Sighting(
            tree,
            candidate.vendor,
            candidate.product,
            each.basis,
            candidate.route,
            candidate.kind,
            place,
            candidate.trace.role,
            candidate.is_use,
            each.strength,
            _shown(candidate.value),
            candidate.signature,
            tuple(dict.fromkeys(map(without_secrets, candidate.because))),
            candidate.is_ancestor,
        )
