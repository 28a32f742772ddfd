"""Finds program files that nothing imports, starts or tests: what stands in them is not used (contracts.md section 2)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flowdown.scan.area import Area, area_of
from flowdown.scan.candidate import Candidate
from flowdown.scan.gap import Gap
from flowdown.scan.read import Reader
from flowdown.scan.tree import File
from flowdown.scan.tree_source import TreeSource
from flowdown.scan.word_search import WordSet

_SUFFIXES = (".py", ".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs")
_ENTRY_NAME = re.compile(
    r"^(?:__\w+__|main|app|index|server|cli|run\w*|start\w*|setup|conf|conftest|settings|config|manage|wsgi|asgi|handler\w*"
    r"|lambda\w*|worker|bot|views|models|urls|admin|tasks|apps|plugin|extension|background|content\w*|popup|preload|route"
    r"|page|layout|middleware|schema|noxfile|fabfile|gulpfile|\w*\.config|test_\w*|\w*_test|\w*\.(?:test|spec|d|stories))$"
)
_ENTRY_FOLDERS = frozenset(
    (
        "bin scripts script tools pages routes api functions lambdas lambda cmd commands migrations plugins extensions "
        "examples jobs dags hooks public static assets dist build"
    ).split()
)
_DEFINITION = re.compile(
    r"(?:import|from|def|class|async\s+def|export|function|const|let|var|type|interface|async\s+function|declare|enum"
    r"|sys\.path|try\b|except\b|else\b|finally\b|if\s+TYPE_CHECKING|[\])}#\"'/*]|\w+\s*(?::[^=]+)?=(?!=))"
)
_STARTS = re.compile(r"^if\s+__name__\b|^#!|^@\w+\.|^(?:module\.)?exports\b|^export\s+default\b", re.MULTILINE)
_MANY = 3
"""Files of one folder that nobody names from which on something must load that folder as a whole."""
_FEWEST = 2
"""Program files of a product from which on one could be expected to name another."""
_LOADS = re.compile(rb"\b(?:import|from|require|load|use|module)\b")
_ENDING = re.compile(rb"\.(?:py|[cm]?[jt]sx?)\b")
_PATH_JOINTS = (b".", b"/", b"\\", b":")
_WORD_BYTE = re.compile(rb"[\w\x80-\xff]")
_LIMIT = 400_000
"""Bytes of a file that are searched for the names of others."""


class Naming:
    """What was asked of each file to find those that nothing reaches, and what it answered."""

    def __init__(self) -> None:
        self.defines: dict[str, bool] = {}
        """Whether a doubted file does nothing but define names."""
        self.asked: list[str] = []
        """The files whose names were sought in program files ..."""
        self.left: list[str] = []
        """... and those that no other named, which were sought in the rest of the tree."""
        self.named: dict[str, list[str]] = {}
        """The files that a file names, among those sought in it."""

    def answer(self, file: File, reader: Reader, *, is_program: bool) -> tuple[bool | None, list[str]]:
        """What a file answers to that."""
        defines = _only_defines(file, reader) if file.path in self.defines else None
        sought = self.asked if is_program else self.left
        return defines, sorted(_named(sought, (file,), reader)) if sought else []

    def known(self, path: str) -> tuple[bool | None, list[str]]:
        """What a file answered."""
        return self.defines.get(path), self.named.get(path, [])


def doubt_unreached(
    candidates: Iterable[Candidate], files: Sequence[File], tree: TreeSource, naming: Naming | None = None
) -> list[Candidate]:
    """The candidates of a tree, with uses in files that nothing reaches turned into mentions.

    `files` are the tree's program files; all of the `tree` is walked only if a file stays in doubt. `naming` is told
    what is asked of which file.
    """
    listed = [_without_bundles(candidate) for candidate in candidates]
    used_in = {candidate.trace.place.path for candidate in listed if candidate.is_use}
    unreached = find_unreached(used_in, files, tree, naming)
    if not unreached:
        return listed
    return [
        replace(each, is_use=False, because=(*each.because, f"nothing was seen to import, start or test {path}"))
        if (path := each.trace.place.path) in unreached and each.is_use
        else each
        for each in listed
    ]


def _without_bundles(candidate: Candidate) -> Candidate:
    """What stands in a copy of others' code, or in a bundle made of it, is no use of this tree's own."""
    if not candidate.is_use or area_of(candidate.trace.place.path) is not Area.VENDORED:
        return candidate
    return replace(candidate, is_use=False, because=(*candidate.because, "stands in a copy or bundle of others' code"))


def find_unreached(
    used_in: Iterable[str], files: Sequence[File], tree: TreeSource, naming: Naming | None = None
) -> frozenset[str]:
    """Those of some files of a tree that nothing reaches; only files that do nothing by themselves are doubted.

    A file counts as reached when any other file names it in an import, a path or a command, when its name or folder is
    one that frameworks load by themselves, or when its folder is full of files that nobody names.
    """
    doubted = {path for path in used_in if _can_be_doubted(path)}
    others = sum(file.path.endswith(_SUFFIXES) and area_of(file.path) is Area.PRODUCT for file in files)
    if not doubted or others < _FEWEST:
        return frozenset()
    by_path = {file.path: file for file in files}
    reader = tree.reader()
    naming = naming or Naming()
    naming.defines.update((path, _only_defines(by_path[path], reader)) for path in sorted(doubted) if path in by_path)
    doubted = {path for path, defines in naming.defines.items() if defines}
    if not doubted:
        return frozenset()
    folders = {_folder(path) for path in doubted}
    asked = doubted | {path for path in by_path if _folder(path) in folders and path.endswith(_SUFFIXES)}
    naming.asked = sorted(asked)
    unnamed = asked - _named(asked, files, reader, naming.named)
    if doubted & unnamed:
        naming.left = sorted(unnamed)
        rest = (file for file in tree.files() if file.path not in by_path)
        unnamed -= _named(unnamed, rest, reader, naming.named)
    crowded: dict[str, int] = defaultdict(int)
    for path in unnamed:
        crowded[_folder(path)] += 1
    return frozenset(path for path in doubted & unnamed if crowded[_folder(path)] < _MANY)


def _can_be_doubted(path: str) -> bool:
    stem = _stem(path)
    folders = path.lower().split("/")[:-1]
    return (
        path.endswith(_SUFFIXES)
        and area_of(path) is Area.PRODUCT
        and bool(folders)
        and not _ENTRY_NAME.match(stem)
        and _ENTRY_FOLDERS.isdisjoint(folders)
    )


def _only_defines(file: File, reader: Reader) -> bool:
    """Whether reading a file would do nothing but define names."""
    text = _content(file, reader).decode("utf-8", "replace")
    if not text or _STARTS.search(text):
        return False
    lines = (line for line in text.splitlines() if line and not line[0].isspace())
    return all(_DEFINITION.match(line) for line in lines)


def _named(
    asked: Iterable[str], files: Iterable[File], reader: Reader, told: dict[str, list[str]] | None = None
) -> set[str]:
    """Those of some paths that another file names; `told` is filled with what each of the files names."""
    by_stem: dict[str, list[str]] = defaultdict(list)
    for path in asked:
        by_stem[_stem(path)].append(path)
    words = WordSet(by_stem)
    found: set[str] = set()
    for file in files:
        stems = _named_in(_content(file, reader), words)
        named = {path for stem in stems for path in by_stem[stem] if path != file.path}
        found |= named
        if named and told is not None:
            told[file.path] = sorted(named)
    return found


def _named_in(content: bytes, words: WordSet) -> set[str]:
    """The names of files that a text names: behind a word that loads a module in the same line, or as a part of a path.

    Of names behind one such word only the first counts.
    """
    found: set[str] = set()
    line_end = done = 0
    loads: list[int] = []
    for at, stem in words.places(content):
        if at >= line_end:
            done = content.rfind(b"\n", 0, at) + 1
            line_end = content.find(b"\n", at)
            line_end = len(content) if line_end < 0 else line_end
            loads = [match.start() for match in _LOADS.finditer(content, done, line_end)]
        if at < done:
            continue
        end = at + len(stem.encode("utf-8", "replace"))
        is_part = at > done and content[at - 1 : at] in _PATH_JOINTS
        if not is_part and not any(done <= load < at for load in loads):
            continue
        if _is_whole(content, at, end):
            found.add(stem)
            ending = _ENDING.match(content, end)
            done = ending.end() if ending is not None else end
    return found


def _is_whole(content: bytes, start: int, end: int) -> bool:
    """Whether no letter, digit or `_` stands on either side of a name that begins and ends with one."""
    return _WORD_BYTE.match(content[start - 1 : start]) is None and _WORD_BYTE.match(content[end : end + 1]) is None


def _content(file: File, reader: Reader) -> bytes:
    parts = (each for each in reader.read(file) if not isinstance(each, Gap) and not each.is_binary)
    return b"".join(bytes(chunk.data[:_LIMIT]) for chunk in parts)


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
