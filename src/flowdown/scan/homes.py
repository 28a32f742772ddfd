"""The files that bind a name, and what they are called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, takewhile

from flowdown.scan.area import Area, area_of
from flowdown.scan.trace import Binding

_JOINTS = re.compile(r"[.:>]")
_SHORTEST_BRAND = 3


class Homes:
    """The bindings of one name by their files: a name like `url` is bound all over a tree, and asked for as often."""

    def __init__(self, bound: list[Binding]) -> None:
        self.bound = bound
        self.by_path: dict[str, list[Binding]] = defaultdict(list)
        for each in bound:
            self.by_path[each.place.path].append(each)
        self._stems = {path: letters_of(stem_of(path)) for path in self.by_path}
        self._known = frozenset(self._stems.values())

    def owned_by(self, owners: set[str]) -> list[Binding]:
        """Those in files that are called like one of these, in order."""
        if owners.isdisjoint(self._known):
            return []
        return [each for each in self.bound if self._stems[each.place.path] in owners]

    def akin(self, owners: set[str], path: str) -> list[Binding]:
        """Those in files that are called like one of these and for the same thing as a path: `AcmeConfig` for `AcmeChat`."""
        there = letters_of(path)
        homes = {
            home
            for home, stem in self._stems.items()
            for owner in owners
            if stem.endswith(owner) and len(stem) - len(owner) > _SHORTEST_BRAND and stem[: -len(owner)] in there
        }
        return [each for each in self.bound if each.place.path in homes] if homes else []


def stem_of(path: str) -> str:
    """The name of a file without its endings."""
    return path.rsplit("/", 1)[-1].split(".", 1)[0]


def letters_of(name: str) -> str:
    """A name as it is compared with a file's: `modelConstants` is bound in `model_constants.py`."""
    return name.replace("_", "").replace("-", "").strip("$@!?").lower()


@lru_cache(maxsize=4096)
def names_of_home(path: str) -> tuple[str, str]:
    """The names of a file and of its folder as they are compared with those of owners."""
    return letters_of(stem_of(path)), letters_of(path.rpartition("/")[0].rpartition("/")[2])


def shared_folders(one: str, other: str) -> int:
    """How many folders from the root on two paths share."""
    pairs = zip(one.split("/")[:-1], other.split("/")[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def homes_of(path: str) -> Iterator[str]:
    """A file, and the folders that hold it from the inside out, each with a `/` behind it."""
    yield path
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        yield folder + "/"


def owns(there: str, function: str) -> bool:
    """Whether a function is called by the name of a file or its folder: `Maker.build()` in `Maker.cs`, `acme.New()` in `acme/`."""
    return letters_of(_JOINTS.split(function.rpartition(".")[0])[-1]) in names_of_home(there)


def module_name(path: str) -> str:
    """The dotted importable name of a file, as far as its path tells: `src/app/llm.py` is `src.app.llm`."""
    stem = path.rsplit(".", 1)[0]
    for tail in ("/__init__", "/index", "/mod"):
        stem = stem.removesuffix(tail)
    return stem.replace("/", ".")


def homes_to_build(path: str) -> Iterator[str]:
    """Where what is behind a framework's type may be built; a test that does not build it itself puts a fake there."""
    return islice(homes_of(path), 1 if area_of(path) is Area.TEST else None)
