"""Tells from a repository's history when each vendor came into it and when it left: by which commit, at which place."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flowdown import __version__
from flowdown.base.errors import UnusableArgument
from flowdown.catalogue.catalogue import Catalogue
from flowdown.scan.alone import Alone, Use
from flowdown.scan.gap import Gap
from flowdown.scan.git_history import Commit, FileChange, changes_of, files_at, list_commits
from flowdown.scan.git_objects import BlobReader, in_pack_order, read_blobs
from flowdown.scan.git_program import Git
from flowdown.scan.history_cache import KeptBlobs
from flowdown.scan.history_periods import Period, Stay, find_periods
from flowdown.scan.keyword_vendors import COUNTED, KeywordVendors, Side
from flowdown.scan.repository import Repository
from flowdown.scan.sighting import STRENGTHS, Tree
from flowdown.scan.surroundings import survey
from flowdown.scan.tables import Tables
from flowdown.scan.tree import present

SIZE_LIMIT = 64 * 1024 * 1024
"""Bytes of one blob that is read; a longer one is a gap."""
_MANY = 2000
"""Blobs from which on it pays to ask in which order they lie in the packs."""
_MOST_GAPS = 100
"""Gaps of one kind that are named; of more the number is told."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class History:
    """When vendors came and went along the checked-out line of a repository.

    `commits` is how many were looked at; `since` the commit after which they begin (empty: all of them). Of the `blobs`
    (different contents of files) `read` were read now, with so many `bytes`, and `known` from earlier runs.
    """

    tree: Tree
    since: str
    commits: int
    periods: tuple[Period, ...]
    gaps: tuple[Gap, ...]
    blobs: int
    read: int
    bytes: int
    known: int
    catalogue_digest: str
    tool: str
    is_incomplete: bool = False


def read_history(
    root: Path, catalogue: Catalogue, cache: Path | None = None, since: str = "", progress: Progress | None = None
) -> History:
    """Read the history of the tree below `root`, or what came into it since a revision.

    Every file is looked at by itself, at every commit of the line of first parents at which it changed. Raises
    `UnusableArgument` where there is no repository or no such revision.
    """
    folder = root.resolve() if root.is_dir() else root.resolve().parent
    repository = Repository.around(bytes(folder))
    if repository is None:
        raise UnusableArgument(f"`{root}` lies in no git repository")
    line = _Line(repository, root, since)
    looked = _Look(line, catalogue, cache)
    periods = looked.look(progress)
    tree = Tree(root.resolve().name or "root", str(root), repository.revision)
    return History(
        tree,
        line.base,
        len(line.commits),
        tuple(sorted(periods, key=lambda each: (each.vendor, each.basis, each.entered.time))),
        tuple(sorted(set(line.gaps))),
        len(looked.blobs),
        looked.read,
        looked.bytes,
        looked.known,
        catalogue.digest,
        f"flowdown {__version__}",
        looked.is_interrupted,
    )


def no_history(root: Path, catalogue: Catalogue, gap: Gap) -> History:
    """What is told of a tree whose history cannot be read."""
    tree = Tree(root.resolve().name or "root", str(root))
    return History(tree, "", 0, (), (gap,), 0, 0, 0, 0, catalogue.digest, f"flowdown {__version__}")


class _Line:
    """The commits that are looked at, and how long each content lay at each path."""

    def __init__(self, repository: Repository, root: Path, since: str) -> None:
        self.git = Git(Path(repository.top.decode("utf-8", "surrogateescape")), _path(repository.git_folder))
        self.gaps: list[Gap] = []
        self.base = self.git.resolve(since) if since else ""
        self.commits: tuple[Commit, ...] = ()
        top = self.git.top.resolve()
        inside = bytes(root.resolve().relative_to(top)) if root.resolve() != top else b""
        self.prefix = inside + b"/" if inside and root.is_dir() else inside[: inside.rfind(b"/") + 1]
        if not self.git.head():
            return
        commits = list_commits(self.git, self.base)
        self.base = self._start(commits, repository)
        self.commits = commits[1:] if commits and commits[0].id == self.base else commits

    def _start(self, commits: Sequence[Commit], repository: Repository) -> str:
        """The commit whose files are there before anything is told to come."""
        if self.base:
            return commits[0].before or self.base if commits else self.git.head()
        if commits and (_path(repository.common_folder) / "shallow").exists():
            known = commits[0].id
            self.gaps.append(Gap(".", f"a shallow clone: what lies before commit {known[:12]} is not known"))
            return known
        return ""

    def stays(self) -> list[tuple[bytes, Stay]]:
        """Every content that lay at a path, with the path as git has it."""
        there: dict[bytes, tuple[str, int]] = {}
        found: list[tuple[bytes, Stay]] = []
        shown: dict[bytes, str] = {}

        def end(path: bytes, blob: str, start: int, number: int) -> None:
            found.append((path, Stay(shown.setdefault(path, present(path)), blob, start, number)))

        def change(number: int, each: FileChange) -> None:
            before = there.pop(each.path, None)
            if before is not None:
                end(each.path, *before, number)
            if each.blob:
                there[each.path] = (each.blob, number)

        if self.base:
            for each in files_at(self.git, self.base, self.prefix):
                change(-1, each)
        for number, each in changes_of(self.git, self.commits, self.prefix, self.gaps):
            change(number, each)
        for path, (blob, start) in there.items():
            end(path, blob, start, -1)
        return found


class _Look:
    """One look at all contents of a line: every one for its keywords, and into as few as will do."""

    def __init__(self, line: _Line, catalogue: Catalogue, cache: Path | None) -> None:
        self._line = line
        self._stays = line.stays()
        self.blobs = {stay.blob for _, stay in self._stays}
        self._tables = Tables(catalogue, cache)
        around = survey([path for path, stay in self._stays if stay.end < 0], frozenset(self._tables.lexers))
        self._alone = Alone(self._tables, around)
        # What is the tree's own is nobody's: who is used in a file is kept for the same modules only.
        own = repr(sorted(around.modules)).encode("utf-8", "backslashreplace")
        self._kept = KeptBlobs(cache, bytes(line.git.top), catalogue.digest, hashlib.sha256(own).digest()[:8])
        self._faults: dict[str, Gap] = {}
        self.read = self.bytes = self.known = 0
        self.is_interrupted = False

    def look(self, progress: Progress | None) -> list[Period]:
        """Read what is not known yet, and find the times in which each vendor was used."""
        found: list[Period] = []
        try:
            self._read(progress)
            with BlobReader(self._line.git) as reader:
                for side, stays in sorted(self._by_side().items()):
                    look, place = partial(self._shown, side, reader), partial(self._use, side, reader)
                    found.extend(find_periods(side[0], stays, self._line.commits, look, place))
        except KeyboardInterrupt:
            self.is_interrupted = True
        faults = sorted(self._faults.values())
        self._line.gaps.extend(faults[:_MOST_GAPS])
        if len(faults) > _MOST_GAPS:
            self._line.gaps.append(Gap(".", f"{len(faults) - _MOST_GAPS} more contents of files could not be read"))
        self._kept.save()
        return found

    def _read(self, progress: Progress | None) -> None:
        """Seek the keywords in every content that is not known."""
        paths = {stay.blob: stay.path for _, stay in self._stays}
        wanted = [blob for blob in paths if self._kept.hits(blob) is None]
        self.known = len(paths) - len(wanted)
        if len(wanted) > _MANY:
            wanted = in_pack_order(self._line.git, wanted)
        for blob in read_blobs(self._line.git, wanted, SIZE_LIMIT):
            if blob.content is None:
                path = paths[blob.name]
                self._faults[blob.name] = Gap(path, f"an earlier content ({blob.name[:12]}): {blob.fault}")
                continue
            self.read += 1
            self.bytes += len(blob.content)
            self._kept.note_hits(blob.name, self._alone.keywords(blob.content))
            if progress is not None and self.read % 64 == 0:
                progress(paths[blob.name], self.read, len(wanted))

    def _by_side(self) -> dict[Side, list[Stay]]:
        """By vendor, and by whether it counts, all contents that could show it."""
        sides_of = KeywordVendors(self._tables.catalogue, self._tables.prefilter).of
        by_numbers: dict[tuple[int, ...], frozenset[Side]] = {}
        grouped: dict[Side, list[Stay]] = defaultdict(list)
        paths = {stay.path for _, stay in self._stays}
        instructed = {path: self._alone.instructed(path) for path in paths}
        readable = frozenset(filter(self._alone.can_use, paths))
        for _, stay in self._stays:
            if stay.path not in readable:
                continue
            numbers = (self._kept.hits(stay.blob) or ((), b""))[0]
            if numbers not in by_numbers:
                by_numbers[numbers] = sides_of(numbers)
            for side in by_numbers[numbers]:
                grouped[side].append(stay)
            for vendor in instructed[stay.path]:
                for counts in (True, False):
                    if (vendor, counts) not in by_numbers[numbers]:
                        grouped[vendor, counts].append(stay)
        return grouped

    def _shown(self, side: Side, reader: BlobReader, stay: Stay) -> Use | None:
        """The use by which a content shows a vendor, or one of the same file with the same lines round its keywords."""
        seen = self._kept.hits(stay.blob)
        return self._use(side, reader, stay, seen[1] if seen is not None else b"")

    def _use(self, side: Side, reader: BlobReader, stay: Stay, content: bytes = b"") -> Use | None:
        """The strongest use by which a content shows a vendor."""
        content = content or bytes.fromhex(stay.blob)
        uses = self._kept.uses(content, stay.path)
        if uses is None:
            blob = reader.read(stay.blob, SIZE_LIMIT)
            if blob.content is None:
                self._faults[blob.name] = Gap(stay.path, f"an earlier content ({blob.name[:12]}): {blob.fault}")
                return None
            uses = self._alone.uses(stay.path, blob.content)
            self._kept.note_uses(content, stay.path, uses)
        vendor, counts = side
        shown = (use for use in uses if use.vendor == vendor and (use.basis in COUNTED) is counts)
        return min(shown, key=lambda use: (STRENGTHS.index(use.strength), use.line), default=None)


def _path(place: bytes) -> Path:
    return Path(place.decode("utf-8", "surrogateescape"))
