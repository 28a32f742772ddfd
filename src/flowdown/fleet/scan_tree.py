"""Scans one tree of a fleet, unless what it holds was scanned before, under whatever name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flowdown import __version__
from flowdown.base.errors import FlowdownError
from flowdown.fleet.part import Parts
from flowdown.fleet.tree import FleetTree, Kind
from flowdown.scan.code_stamp import code_stamp
from flowdown.scan.commit_source import CommitSource, open_commit
from flowdown.scan.gap import Gap
from flowdown.scan.kept_runs import KeptRuns
from flowdown.scan.run import scan_source
from flowdown.scan.sighting import Scan, Tree
from flowdown.scan.tables import Tables
from flowdown.scan.tree import reason_of, walk
from flowdown.scan.tree_source import FolderSource, TreeSource

_UNNAMED = Tree("", "")
_STEP = 1024 * 1024


class TreeTooBroken(FlowdownError):
    """A tree of which nothing could be read."""


class PartNotKept(FlowdownError):
    """What was seen could not be written into the fleet's folder."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """How one tree was scanned: under which key its part is, and whether that was there before."""

    key: str
    stamp: str
    """Which catalogue and code saw it."""
    content: str
    commit: str = ""
    is_known: bool = False
    is_damaged: bool = False
    """Objects of the repository are missing or broken: another clone of the same commit may show more."""
    files: int = 0
    bytes: int = 0
    sightings: int = 0
    gaps: int = 0


class TreeScanner:
    """Scans trees with one catalogue; what is seen goes into the folders of a fleet."""

    def __init__(self, tables: Tables, parts: Parts, runs: Path) -> None:
        self._tables = tables
        self._parts = parts
        self.stamp = stamp_of(tables.catalogue.digest, tables.cache)
        self._runs = KeptRuns(runs, tables.catalogue.digest, tables.cache)

    def scan(self, tree: FleetTree) -> Scanned:
        """Scan a tree and keep its part.

        Raises `FlowdownError` for a tree that cannot be read at all, `PartNotKept` where the part cannot be kept.
        """
        with self._open(tree) as (source, content, commit):
            key = self._key(content)
            known = self._parts.read(key, _UNNAMED)
            found = known or scan_source(_UNNAMED, source, self._tables)
            _refuse_unreadable(found)
            is_damaged = known is None and isinstance(source, CommitSource) and source.is_damaged
            if is_damaged:
                # INVARIANT: what a damaged clone does not show is missing in its own part only.
                key = self._key(f"{content}\0{tree.place}")
            self._keep(key, None if known is not None else found)
        return Scanned(
            key,
            self.stamp,
            content,
            commit,
            known is not None,
            is_damaged,
            found.coverage.files,
            found.coverage.bytes,
            len(found.sightings),
            len(found.gaps),
        )

    def _keep(self, key: str, found: Scan | None) -> None:
        """Keep what was seen, or (None) what was known already."""
        try:
            if found is None:
                self._parts.offer(key)
            else:
                self._parts.write(key, found)
        except OSError as error:
            raise PartNotKept(f"cannot be kept: {reason_of(error)}") from None

    def _key(self, content: str) -> str:
        return hashlib.sha256(f"{self.stamp}\0{content}".encode("utf-8", "surrogatepass")).hexdigest()

    @contextmanager
    def _open(self, tree: FleetTree) -> Iterator[tuple[TreeSource, str, str]]:
        """The source of a tree, what tells its content from any other, and its commit."""
        place = Path(tree.place)
        if tree.kind is not Kind.COMMIT:
            name = place.name if tree.kind is Kind.FILE else ""
            yield FolderSource(place, None), f"{tree.kind}:{name}:{_digest_of_files(place)}", ""
            return
        source = open_commit(place, tree.revision, self._runs)
        try:
            yield source, f"tree:{source.content}", source.commit
        finally:
            source.close()


def stamp_of(catalogue: str, cache: Path | None = None) -> str:
    """What else than a tree's content decides what is seen in it: catalogue and code."""
    return hashlib.sha256(f"{__version__}\0{catalogue}\0{code_stamp(cache)}".encode()).hexdigest()[:32]


def _digest_of_files(root: Path) -> str:
    """A digest of all that a walk of a folder or file finds: paths, contents, what cannot be read."""
    state = hashlib.sha256()
    for each in walk(root):
        state.update(f"{each.path}\0".encode("utf-8", "surrogatepass"))
        if isinstance(each, Gap):
            state.update(f"!{each.reason}\0".encode("utf-8", "surrogatepass"))
            continue
        inner = hashlib.sha256()
        try:
            with open(each.place, "rb", buffering=0) as stream:  # noqa: PTH123  a path in bytes
                while part := stream.read(_STEP):
                    inner.update(part)
        except OSError as error:
            inner.update(f"!{error.errno}".encode())
        state.update(inner.digest())
    return state.hexdigest()


def _refuse_unreadable(scan: Scan) -> None:
    """Where nothing at all could be read the tree has failed: an empty answer would pass for a clean one."""
    coverage = scan.coverage
    if scan.gaps and coverage.files and not coverage.read and len(scan.gaps) >= coverage.files:
        raise TreeTooBroken(f"none of {coverage.files} files can be read: {scan.gaps[0].reason}")
