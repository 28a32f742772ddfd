"""Finds which data files a tree's code loads: by their name, as a resource, or with all that lies in their folder."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from flowdown.scan.area import Area, area_of
from flowdown.scan.homes import shared_folders
from flowdown.scan.lexer import Lexed, Lexer, SpanKind
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Consumption, Space, Trace, TraceKind, Yield
from flowdown.scan.vocabulary import is_prose

_LOADS = re.compile(
    r"(?i)load|read|open|require|import|resource|config_for|parse|fetch|include|embed|path|file|join|extension|oftype|asset"
)
_LISTS = re.compile(
    r"\b(?:r?glob|readdir(?:Sync)?|listdir|iterdir|scandir|ReadDir|WalkDir|walk|dir_ls|list\.files|Dir\[|Dir\.(?:glob|children"
    r"|each_child)|embed\.FS|import\.meta\.glob|require\.context|Directory\.(?:Get|Enumerate)Files|contentsOfDirectory|read_dir)"
)
_EMBEDDED = re.compile(r"//go:embed\s")
_COMPOUND = re.compile(r"[a-z][A-Z]|[a-z][-_][a-z]")
_SHORTEST = 3
_LONGEST_NAME = 200
_PRODUCT = frozenset({Area.PRODUCT, Area.EXAMPLE})


def offering(yields: Iterable[Yield]) -> set[str]:
    """The paths of the data files that offer models."""
    return {each.place.path for each in yields if isinstance(each, Trace) and each.is_offered and not each.language}


class DataFiles:
    """The data files of a tree that offer models, and the words by which code can name them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = sorted(paths)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        self._by_folder: dict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            if area_of(path) not in _PRODUCT:
                continue
            if len(_stem(path)) >= _SHORTEST:
                self._by_stem[_stem(path)].append(path)
            folder = path.rpartition("/")[0].rpartition("/")[2]
            if len(folder) >= _SHORTEST:
                self._by_folder[folder].append(path)
        self.words = frozenset((*self._by_stem, *self._by_folder))

    def loads(self, source: SourceFile, lexer: Lexer, present: frozenset[str]) -> Iterator[Consumption]:
        """The places where a program file names data files that it loads."""
        wanted = self.words & present
        if not wanted or area_of(source.path) not in _PRODUCT:
            return
        lexed = Lexed(source.text, lexer)
        lists = _LISTS.search(source.text) is not None
        for word in sorted(wanted):
            for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", source.text):
                named = self._named(lexed, match.start(), word, lists)
                for path in _nearest(source.path, named):
                    place = source.place(match.start(), match.end())
                    yield Consumption(Space.FILE, path, place, TraceKind.TEXT)

    def _named(self, lexed: Lexed, at: int, word: str, lists: bool) -> list[str]:
        """The data files that a word at a place stands for."""
        span = lexed.span_at(at)
        if span is None:
            return []
        inner = lexed.inner(span)
        if span.kind is SpanKind.COMMENT:
            inner = inner.partition(" ")[2].strip() if _EMBEDDED.match(inner) else ""
        if not inner or len(inner) > _LONGEST_NAME or is_prose(inner):
            return []
        whole = [path for path in self._by_stem.get(word, ()) if _ends(inner, path)]
        if whole:
            return whole
        line = lexed.text[lexed.line_start(at) : at + 160].split("\n")
        # A resource by its bare name: a name that is one of its kind, or where something is loaded.
        is_told = _COMPOUND.search(word) or _LOADS.search(" ".join(line[:2]).replace(inner, ""))
        if inner.rpartition("/")[2] == word and word in self._by_stem and is_told:
            return self._by_stem[word]
        if lists and inner.rstrip("/*").rpartition("/")[2].removesuffix("/*") == word:
            return self._by_folder.get(word, [])
        if lists or _EMBEDDED.match(lexed.text, span.start):
            return [path for path in self._by_folder.get(word, ()) if f"{word}/*" in inner]
        return []


def _ends(inner: str, path: str) -> bool:
    """Whether a text ends with a file's name, and with its folders as far as it says any."""
    name = inner.split("?", 1)[0].strip("\"'` ")
    if name.rpartition("/")[2] != path.rpartition("/")[2]:
        return False
    folders = [part for part in name.split("/")[:-1] if part and part[0] not in ".~@$%{#" and part[-1] not in "}%"]
    return not folders or folders[-1].lower() in path.lower().split("/")


def _nearest(home: str, paths: list[str]) -> list[str]:
    """Of several files that a name can stand for, those that lie nearest to the file that names them."""
    if len({path.rpartition("/")[2] for path in paths}) != 1 or len(paths) < 2:
        return paths
    shared = {path: shared_folders(home, path) for path in paths}
    return [path for path in paths if shared[path] == max(shared.values())]


def _stem(path: str) -> str:
    return path.rpartition("/")[2].rsplit(".", 1)[0]


def steps_of(consumption: Consumption) -> tuple[str, ...]:
    """In words: where a data file is loaded."""
    return (f"`{consumption.name}` is loaded at {consumption.place.path}:{consumption.place.line}",)
