"""Runs every detector over trees and weighs what they saw."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from flowdown import __version__
from flowdown.base.errors import UnusableArgument
from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import SignatureKind
from flowdown.scan.area import Area, area_of
from flowdown.scan.detector import Detector, Unreadable, load_detectors
from flowdown.scan.follow import follow
from flowdown.scan.gap import Gap
from flowdown.scan.ground import Ground
from flowdown.scan.identify import identify
from flowdown.scan.known import Known
from flowdown.scan.lexer import load_lexers
from flowdown.scan.prefilter import Prefilter
from flowdown.scan.read import Chunk, Reader
from flowdown.scan.readers.weights_header import SUFFIXES, named_models
from flowdown.scan.repository import Repository
from flowdown.scan.sighting import Coverage, Question, Scan, Sighting, Tree
from flowdown.scan.source_file import SourceFile
from flowdown.scan.strength import Weighed, weigh
from flowdown.scan.summary import summarise
from flowdown.scan.trace import (
    Place,
    Role,
    Text,
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


def scan(
    roots: Sequence[Path], catalogue: Catalogue, cache: Path | None = None, progress: Progress | None = None
) -> Scan:
    """Scan one or several trees (folders or single files) for the catalogue's vendors.

    `cache` is a folder for the prefilter's compiled tables. Raises `UnusableArgument` for a root that does not exist;
    everything unreadable inside a tree becomes a gap. An interrupt ends the scan early and marks it incomplete.
    """
    missing = [root for root in roots if not root.exists() and not root.is_symlink()]
    if missing:
        raise UnusableArgument(f"no such file or folder `{missing[0]}`")
    known = Known(catalogue)
    scanner = _Scanner(known, Prefilter.build(known.index.keywords(), cache), progress)
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
        tuple(load_detectors()),
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

    def __init__(self, known: Known, prefilter: Prefilter, progress: Progress | None) -> None:
        self.known = known
        self.prefilter = prefilter
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
        reader = Reader()
        tally = Tally()
        for found in walk(root, tally=tally):
            if isinstance(found, Gap):
                gaps.append(found)
                continue
            self.counts.files += 1
            if self.progress is not None and self.counts.files % 64 == 0:
                self.progress(found.path, self.counts.files)
            suffix = _suffix(found.path)
            if suffix in self.lexers:
                code_files.append(found)
            if suffix in self.lexers or suffix == ".ipynb":
                areas[area_of(found.path)] += 1
            for chunk in reader.read(found):
                if isinstance(chunk, Gap):
                    gaps.append(chunk)
                else:
                    self._chunk(chunk, yields, gaps)
        for name in ("ignored", "links", "special"):
            if getattr(tally, name):
                self.counts.skipped[name] += getattr(tally, name)

    def _chunk(self, chunk: Chunk, yields: list[Yield], gaps: list[Gap]) -> None:
        self.counts.bytes += len(chunk.data)
        if chunk.is_binary:
            if chunk.path.lower().endswith(SUFFIXES):
                yields.extend(_weights(chunk))
            self.counts.skipped["binary"] += 1
            return
        self.counts.read += 1
        spans = _longest([(start, end) for _, start, end in self.prefilter.hits(chunk.data) if chunk.owns(start)])
        if not spans and not self.known.index.agent_file(chunk.path):
            return
        points = chunk.points(sorted({edge for span in spans for edge in span}))
        at = dict(zip(sorted({edge for span in spans for edge in span}), points, strict=True))
        hits = [(at[start], at[end]) for start, end in spans]
        detectors = detectors_for(chunk.path)
        if not detectors:
            text = chunk.text
            found = [hit for span in hits for hit in self.known.any_of(text[slice(*self._whole(text, *span))])]
            words = sorted({hit.vendor for hit in found if hit.vendor and hit.kind not in _LOOSE})
            if words:
                gaps.append(
                    Gap(
                        chunk.path,
                        "no detector reads this kind of file",
                        chunk.part.line if not chunk.is_whole else 0,
                        "",
                        tuple(words),
                    )
                )
            return
        text = chunk.text
        quiet = frozenset(hit for hit in hits if self.known.is_quiet(text[hit[0] : hit[1]].lower()))
        whole = [self._whole(text, *hit) for hit in hits]
        quiet = frozenset(end for hit, end in zip(hits, whole, strict=True) if hit in quiet)
        libraries = frozenset(end for end in whole if self.known.is_library(text[end[0] : end[1]]))
        source = SourceFile(chunk.path, text, _longest(whole), chunk.part.line - 1, quiet=quiet, libraries=libraries)
        for detector in detectors:
            self.counts.by_detector[detector.id] += 1
            yields.extend(_detect(detector, source, gaps))
        if self.known.index.agent_file(chunk.path) and chunk.part.line == 1:
            yields.append(_agent_file(chunk.path))

    def _whole(self, text: str, start: int, end: int) -> tuple[int, int]:
        """A hit with the rest of its token, if the catalogue knows the whole: `gpt-` finds `gpt-4o-mini`."""
        token = _TOKEN.match(text, start)
        if token is None:
            return start, end
        word = token.group().rstrip(".:,/-")
        if start + len(word) > end and self.known.any_of(word):
            return start, start + len(word)
        return start, end


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


class _Words:
    """Which of some names occur in a file."""

    def __init__(self, names: tuple[str, ...]) -> None:
        import ahocorasick_rs

        self._names = names
        self._search = ahocorasick_rs.BytesAhoCorasick(
            [name.encode() for name in names], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def found(self, content: memoryview) -> frozenset[str]:
        """The names that occur."""
        return frozenset(self._names[index] for index, _, _ in self._search.find_matches_as_indexes(bytes(content)))


def _weights(chunk: Chunk) -> Iterator[Trace]:
    """The models that the beginning of a file of weights names."""
    for key, value in named_models(chunk.path, bytes(chunk.data)):
        place = Place(chunk.path, 1, 1, 1)
        because = (f"`{key}` of the file's own header",)
        yield Trace(TraceKind.WEIGHTS, Text(value), place, Role.CONFIGURED, name=key, because=because)


def _agent_file(path: str) -> Trace:
    """The file itself is the evidence, at its first line, whatever it says."""
    return Trace(TraceKind.AGENT_CONFIG, Text(path), Place(path, 1, 1, 1), Role.CONFIGURED)


def _detect(detector: Detector, source: SourceFile, gaps: list[Gap]) -> Iterator[Yield]:
    try:
        yield from detector.detect(source)
    except Unreadable as error:
        gaps.append(Gap(source.path, error.reason, error.line, detector.id))
    except (ValueError, IndexError, KeyError, RecursionError, AttributeError, TypeError) as error:
        # A detector's own fault must not lose the rest of the scan, and must not be silent either.
        gaps.append(Gap(source.path, f"the detector failed ({type(error).__name__})", 0, detector.id))


@lru_cache(maxsize=65536)
def detectors_for(path: str) -> tuple[Detector, ...]:
    """The detectors that claim a path by their most specific glob; several when equally specific."""
    ranked = [(detector.precision(path), detector) for detector in load_detectors().values()]
    best = max((precision for precision, _ in ranked), default=0)
    return tuple(detector for precision, detector in ranked if precision == best and precision > 0)


def _suffix(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def _longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Drop every span that lies inside another."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


_NAME = re.compile(r"^\s*name\s*=\s*[\"']?([\w.-]+)", re.MULTILINE)
_FROM_MODULES = frozenset({TraceKind.IMPORT, TraceKind.CLIENT, TraceKind.CALL})
_MANIFEST_LIMIT = 100_000
_TOKEN = re.compile(r"[\w.:/@-]{1,120}")
_LOOSE = frozenset({SignatureKind.WORD, SignatureKind.PROVIDER, SignatureKind.CLI})
"""Kinds of signature whose values are names of people and things too: no sign of a trace in a file of unknown kind."""
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
