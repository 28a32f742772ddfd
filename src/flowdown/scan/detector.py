"""A detector: which files it reads, and how it turns one into traces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import cache, lru_cache

from flowdown.scan.detector_ids import PACKAGE
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield

PROGRAMS = tuple(f"*.{suffix}" for suffix in "py js mjs ts rb go rs java kt cs php sh ps1 ipynb".split())
"""Programs, whatever else they are called after: `readme.py` is no prose."""


@dataclass(frozen=True, slots=True)
class DetectorExample:
    """A small file and what must come of it.

    `yields` holds `kind role value` triples as one string each (`"model-id configured acme-large-2"`): every
    one must be among the traces. `never` holds such triples (or their first words) that must not be.
    """

    path: str
    text: str
    yields: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Detector:
    """One way of reading files.

    `globs` match the whole relative path when they hold a `/`, else the file's name; `*` does not cross `/`
    and `**` does. A file is read by every detector that claims it most specifically first; `detect` must not
    raise on any text, and may raise `Unreadable` to report a gap.
    """

    id: str
    globs: tuple[str, ...]
    kinds: tuple[TraceKind, ...]
    detect: Callable[[SourceFile], Iterable[Yield]]
    examples: tuple[DetectorExample, ...]
    excludes: tuple[str, ...] = ()

    def claims(self, path: str) -> bool:
        """Whether this detector reads a file of this path."""
        return self.precision(path) > 0

    def precision(self, path: str) -> int:
        """How specifically a file of this path is claimed: literal characters of the best glob; 0 = not at all."""
        name = path.rsplit("/", 1)[-1]
        if any(_matches(glob, path, name) for glob in self.excludes):
            return 0
        return max((precision_of(glob) for glob in self.globs if _matches(glob, path, name)), default=0)


class Unreadable(Exception):
    """Raised by a detector that cannot make sense of a file it claims; becomes a gap."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def precision_of(glob: str) -> int:
    """How specific a glob is: its literal characters, and one for being there at all."""
    return 1 + len(glob) - glob.count("*")


def _matches(glob: str, path: str, name: str) -> bool:
    if "/" in glob:
        return glob_pattern(glob).match(path) is not None
    return glob_pattern(glob).match(name) is not None


@lru_cache(maxsize=4096)
def glob_pattern(glob: str) -> re.Pattern[str]:
    """A glob as a pattern, for a whole path if it holds a `/`, else for a name."""
    if "/" not in glob:
        return re.compile(translate(glob), re.IGNORECASE)
    # `**/` also stands for no folder at all; `*` stays inside one folder.
    pattern = ""
    rest = glob
    while rest:
        if rest.startswith("**/"):
            pattern, rest = pattern + r"(?:.*/)?", rest[3:]
        elif rest.startswith("**"):
            pattern, rest = pattern + r".*", rest[2:]
        elif rest[0] == "*":
            pattern, rest = pattern + r"[^/]*", rest[1:]
        elif rest[0] == "?":
            pattern, rest = pattern + r"[^/]", rest[1:]
        else:
            pattern, rest = pattern + re.escape(rest[0]), rest[1:]
    return re.compile(pattern + r"\Z", re.IGNORECASE)


@cache
def load_detectors() -> Mapping[str, Detector]:
    """Every detector of the folder, by id."""
    from flowdown.base.openset import load_modules

    return load_modules(PACKAGE, "DETECTOR", Detector)


@cache
def load_detector(identity: str) -> Detector:
    """One detector by its id."""
    from flowdown.base.openset import load_module

    return load_module(PACKAGE, identity, "DETECTOR", Detector)
