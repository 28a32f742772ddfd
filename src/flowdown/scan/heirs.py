"""Members that a file has from another: those of a class that it extends, and those that the files of a Go package share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from flowdown.base.cached import cached_property
from flowdown.scan import vocabulary
from flowdown.scan.client_types import is_client_type
from flowdown.scan.code_calls import options_of
from flowdown.scan.code_file import CodeFile
from flowdown.scan.code_http import names_in
from flowdown.scan.consume import bindings, consumptions
from flowdown.scan.gap import Gap
from flowdown.scan.lexer import Lexer
from flowdown.scan.read import Reader
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Binding, Role, Space, Text, Trace, TraceKind, Value, Yield, literal
from flowdown.scan.tree import File
from flowdown.scan.visibility import is_apart

TOLD = "#told"
"""Behind the path of an heir: the addresses that it gives to the class which it extends."""
_CLASS_HEAD = re.compile(r"\bclass\s+\w")
_CLASS = re.compile(r"\bclass[ \t]+([A-Z]\w*)")
_SUPER = re.compile(r"\b(?:super|base|parent::__construct|super\(\s*\)\s*\.\s*__init__)\s*(\()")
_JOINTS = re.compile(r"[.:>]")
Member: TypeAlias = tuple[str, str, tuple[str, ...]]
"""The file of a class, a member that holds a client, and the names from which that takes its host."""
PackedHeirs: TypeAlias = tuple[dict[str, list[Member]], dict[str, dict[str, list[str]]]]
_MOST = 200
"""Files with clients whose classes are looked up."""


class Heirs:
    """The clients that classes hold as members, by what their heirs call the class."""

    def __init__(self) -> None:
        self._by_class: dict[str, list[Member]] = defaultdict(list)
        self._by_folder: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def pack(self) -> PackedHeirs:
        """All of it as plain values, in order."""
        by_folder = {
            folder: {name: sorted(paths) for name, paths in sorted(shared.items())}
            for folder, shared in sorted(self._by_folder.items())
        }
        return {owner: sorted(members) for owner, members in sorted(self._by_class.items())}, by_folder

    @classmethod
    def unpack(cls, packed: PackedHeirs) -> Heirs:
        """What was packed."""
        made = cls()
        by_class, by_folder = packed
        made._by_class.update(by_class)
        for folder, shared in by_folder.items():
            made._by_folder[folder].update({name: set(paths) for name, paths in shared.items()})
        return made

    @cached_property
    def bases(self) -> frozenset[str]:
        """The files that hold what others have from them."""
        owned = (path for members in self._by_class.values() for path, _, _ in members)
        shared = (path for names in self._by_folder.values() for paths in names.values() for path in paths)
        return frozenset((*owned, *shared))

    def concern(self, path: str, present: frozenset[str]) -> bool:
        """Whether a file in which some words occur may have something from another."""
        return bool(self._near(path, present)) or any(
            self._bases_of(owner, path) for owner in self._by_class.keys() & present
        )

    def _near(self, path: str, present: frozenset[str]) -> set[str]:
        """The names that other files of a Go file's package hold."""
        shared = self._by_folder.get(path.rpartition("/")[0], {}) if path.endswith(".go") else {}
        return {name for name, paths in shared.items() if name in present and paths != {path}}

    def _bases_of(self, owner: str, path: str) -> list[Member]:
        """The members of a class of this name that a file may inherit; none where the class is only its own."""
        bases = [each for each in self._by_class[owner] if not is_apart(each[0], path)]
        return bases if any(there != path for there, _, _ in bases) else []

    @cached_property
    def words(self) -> frozenset[str]:
        """One of these stands in every file that has something from another."""
        names = (name for shared in self._by_folder.values() for name in shared)
        return frozenset((*self._by_class, *names))

    def add(self, clients: Iterable[Trace], files: Sequence[File], lexers: Mapping[str, Lexer], reader: Reader) -> None:
        """Note the clients that members hold, each with the class round it."""
        held: dict[str, list[Trace]] = defaultdict(list)
        for each in clients:
            path = each.place.path
            if path.endswith(".go"):
                self._by_folder[path.rpartition("/")[0]][_last(each.binds)].add(path)
            elif not each.block[1]:
                held[path].append(each)
        if not held:
            return
        for file in [file for file in files if file.path in held][:_MOST]:
            for chunk in reader.read(file):
                if isinstance(chunk, Gap) or chunk.is_binary:
                    continue
                starts, text = chunk.part.line, chunk.text
                found = [(starts + text.count("\n", 0, each.start()), each.group(1)) for each in _CLASS.finditer(text)]
                for each in held[file.path]:
                    owner = next((name for line, name in reversed(found) if line <= each.place.line), "")
                    if owner:
                        hosts = tuple(_hosts_of(each))
                        self._by_class[owner].append((file.path, _last(each.binds), hosts))

    def read(self, source: SourceFile, lexer: Lexer, present: frozenset[str]) -> Iterator[Yield]:
        """What a file calls upon that it has from another, and where it points that."""
        near = self._near(source.path, present)
        if near:
            yield from _members(CodeFile(source, lexer), near)
        heads: list[int] = []
        for owner in sorted(self._by_class.keys() & present):
            bases = self._bases_of(owner, source.path)
            if not bases:
                continue
            heads = heads or [found.start() for found in _CLASS_HEAD.finditer(source.text)]
            extends = re.compile(
                rf"\bclass\s+\w+[^\n{{}}]{{0,160}}?(?:\bextends\s{{1,9}}|[(:<,]\s{{0,9}})(?:\w{{1,60}}(?:\.|::)){{0,6}}{re.escape(owner)}\b"
            )
            header = next((found for head in heads if (found := extends.match(source.text, head))), None)
            if header is not None:
                file = CodeFile(source, lexer)
                yield from _inherited(file, bases, file.source.place(*header.span()).line, header.end())


def worth_following(each: Yield, is_of_catalogue: Callable[[Trace], bool]) -> bool:
    """Whether something yielded is a client of the catalogue that a name holds."""
    if not isinstance(each, Trace) or each.kind is not TraceKind.CLIENT or not each.binds or each.binds.endswith("()"):
        return False
    if each.role is Role.DECLARED and not is_client_type(each):
        return False
    return is_of_catalogue(each)


def _inherited(file: CodeFile, bases: Sequence[Member], line: int, start: int) -> Iterator[Yield]:
    place = file.source.place(start, start + 1)
    for path in sorted({path for path, _, _ in bases}):
        yield Binding(Space.FILE, file.source.path, Text(path), place, file.module)
    yield from _members(file, {name for _, name, _ in bases}, line)
    yield from bindings(file, {host for _, _, hosts in bases for host in hosts})
    for match in _SUPER.finditer(file.masked, start):
        arguments = file.expressions.arguments(match.start(1))
        told: list[Value] = [
            each.value
            for each in arguments
            if vocabulary.is_host_key(each.name)
            or (isinstance(each.value, Text) and vocabulary.urls_in(each.value.text))
        ]
        told.extend(each.value for each in options_of(file, arguments))
        for value in told:
            yield Binding(Space.FILE, file.source.path + TOLD, value, file.source.place(*match.span()), file.module)


def _members(file: CodeFile, names: set[str], line: int = 1) -> Iterator[Yield]:
    """The calls upon members of these names."""
    for each in consumptions(file, names, (line, 0)):
        if isinstance(each, Trace) and not (literal(each.value) or "").startswith(each.receiver):
            yield each


def _hosts_of(client: Trace) -> Iterator[str]:
    for argument in client.arguments:
        if vocabulary.is_host_key(argument.name):
            yield from names_in(argument.value)


def _suffix(path: str) -> str:
    return "." + path.rsplit(".", 1)[-1].lower()


def _last(name: str) -> str:
    return _JOINTS.split(name)[-1]
