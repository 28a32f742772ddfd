"""Follows names from file to file: where what one file binds is used, and where another binds what one uses."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from flowdown.base.cached import cached_property
from flowdown.scan import vocabulary
from flowdown.scan.code import read_bindings, read_consumptions
from flowdown.scan.code_config import LOADED
from flowdown.scan.code_derived import is_made_of
from flowdown.scan.code_file import CodeFile
from flowdown.scan.code_http import names_in
from flowdown.scan.code_wrappers import is_told_apart
from flowdown.scan.env_asked import ANY_LANGUAGE, names_sought, reads_of
from flowdown.scan.flow import is_distinctive, is_of_package
from flowdown.scan.gap import Gap
from flowdown.scan.heirs import Heirs, PackedHeirs, worth_following
from flowdown.scan.imported import Imported, PackedImported, Taken, binding_of
from flowdown.scan.known import Known
from flowdown.scan.lexer import Lexer
from flowdown.scan.loaded import DataFiles, offering
from flowdown.scan.read import Chunk, Reader, digest_of
from flowdown.scan.seen import Look
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import (
    CONNECTOR,
    KEPT,
    SENDER,
    Binding,
    Choice,
    Consumption,
    Join,
    Reference,
    Role,
    Space,
    Trace,
    TraceKind,
    Value,
    Yield,
)
from flowdown.scan.tree import File
from flowdown.scan.visibility import can_reach, family_of, kind_of_home
from flowdown.scan.word_search import WordSet
from flowdown.scan.worth_following import holds_something, name_worth_following

if TYPE_CHECKING:
    from flowdown.scan.kept_followed import KeptFollowed
    from flowdown.scan.reliance import Reliance

PackedNames: TypeAlias = tuple[dict[str, list[str]], dict[str, list[str]], list[str], PackedHeirs, PackedImported]
"""Names with the files that bind them, names that are sought, data files that offer models, and what is inherited or imported."""
_JOINTS = re.compile(r"[.:>]")


class Memory(Protocol):
    """What was found in files of a content, by the names that were followed into them."""

    def recall(self, key: bytes) -> Look | None:
        """What was found under a key."""

    def note(self, key: bytes, look: Look) -> None:
        """Remember what was found under a key."""


def follow(
    yields: Sequence[Yield],
    files: Sequence[File],
    known: Known,
    lexers: Mapping[str, Lexer],
    reader: Reader,
    memory: Memory | None = None,
    kept: KeptFollowed | None = None,
    reliance: Reliance | None = None,
) -> list[Yield]:
    """What the program files of a tree (by suffix their lexers) say of names that other files bind or use.

    Only names are followed that hold a model, host, client or key of the catalogue, or that a model or host is taken
    from, and that are told apart by themselves. `memory` holds what was found before where the same files are followed
    again for nearly the same names, `kept` what was found in files of the same content by any run. `reliance` is told
    what is found in which file.
    """
    heirs = Heirs()
    clients = (each for each in yields if isinstance(each, Trace) and worth_following(each, known.reaches))
    heirs.add(clients, files, lexers, reader)
    names = Names.of(yields, known, lexers, heirs)
    if reliance is not None:
        reliance.names = names
    if not names.is_any:
        return []
    near = [file for file in files if names.may_be_in(file.path)]
    if kept is not None:
        return kept.follow(names, near, reader)
    found: list[Yield] = []
    for file in near:
        seen = list(names.follow_into(file, reader, memory))
        found.extend(seen)
        if reliance is not None:
            reliance.note_followed(file.path, seen)
    return found


class Asked(NamedTuple):
    """What is asked of a file: the names that it may use or bind, those that it imports, and whether it depends on other files."""

    used: frozenset[str]
    wanted: frozenset[str]
    taken: frozenset[Taken]
    depends: bool
    """Whether it loads data files or inherits: then what it says depends on more than these names."""
    present: frozenset[str]
    """All words that occur."""

    @property
    def is_any(self) -> bool:
        """Whether anything is asked."""
        return bool(self.used or self.wanted or self.taken or self.depends)


class Names:
    """The names of one tree that are followed into its files."""

    def __init__(
        self,
        bound: Mapping[str, Collection[str]],
        asked: Mapping[str, Collection[str]],
        tables: DataFiles,
        lexers: Mapping[str, Lexer],
        heirs: Heirs,
        imported: Imported,
    ) -> None:
        self._bound = bound
        self._asked = asked
        self._tables = tables
        self._heirs = heirs
        self._imported = imported
        self._lexers = lexers
        self._spelled: dict[str, list[str]] = {}
        for name in self._bound:
            spelled = name.removesuffix("()").removeprefix(SENDER).removeprefix(LOADED).removeprefix(CONNECTOR)
            self._spelled.setdefault(spelled, []).append(name)

    @classmethod
    def of(cls, yields: Sequence[Yield], known: Known, lexers: Mapping[str, Lexer], heirs: Heirs) -> Names:
        """The names of what was seen in a tree."""
        tables, imported = DataFiles(offering(yields)), Imported(_plain_names(yields, known))
        return cls(_bound_names(yields, known), _asked_names(yields), tables, lexers, heirs, imported)

    def pack(self) -> PackedNames:
        """All that is needed to follow them once more."""
        bound = {name: sorted(homes) for name, homes in self._bound.items()}
        asked = {name: sorted(families) for name, families in self._asked.items()}
        return bound, asked, list(self._tables.paths), self._heirs.pack(), self._imported.pack()

    @classmethod
    def unpack(cls, packed: PackedNames, lexers: Mapping[str, Lexer]) -> Names:
        """The names that were packed."""
        bound, asked, paths, heirs, imported = packed
        return cls(bound, asked, DataFiles(paths), lexers, Heirs.unpack(heirs), Imported.unpack(imported))

    def is_inherited(self, path: str) -> bool:
        """Whether others inherit what a file holds: how its text says that is not told by what was seen in it."""
        return path in self._heirs.bases

    @property
    def is_any(self) -> bool:
        """Whether there are any."""
        return bool(self._bound or self._asked or self._tables.words or self._heirs.words or self._imported.words)

    def may_be_in(self, path: str) -> bool:
        """Whether any can be meant in a file: in another language than those that bind or ask for one none is."""
        return bool(self._tables.words) or not self._families.isdisjoint((family_of(path), ANY_LANGUAGE))

    def digest(self) -> bytes:
        """What tells these names from others, with all that decides into which files they are followed.

        Of the data files only the words count: what loads one is not to be kept.
        """
        homes = sorted((name, sorted(_told_apart(name, paths))) for name, paths in self._bound.items())
        asked = sorted((name, sorted(families)) for name, families in self._asked.items())
        said = repr((homes, asked, sorted(self._tables.words), self._heirs.pack(), self._imported.pack()))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()

    def in_chunk(self, chunk: Chunk) -> Asked:
        """What is asked of a file, or of one window of it."""
        present = self._words.found(chunk.data)
        spelled = (name for word in present for name in self._spelled.get(word, ()))
        used = frozenset(
            name for name in spelled if any(can_reach(name, home, chunk.path) for home in self._bound[name])
        )
        families = frozenset((family_of(chunk.path), ANY_LANGUAGE))
        wanted = frozenset(word for word in present if not families.isdisjoint(self._asked.get(word, ())))
        depends = bool(self._tables.words & present) or self._heirs.concern(chunk.path, present)
        is_near = self._imported.may_be_taken(chunk.path, present)
        taken = self._imported.taken_by(chunk.path, chunk.text) if is_near else frozenset()
        return Asked(used, wanted, taken, depends, present)

    def follow_in(self, chunk: Chunk, asked: Asked) -> Iterator[Yield]:
        """What a file says of the names that it is asked for."""
        if asked.is_any:
            source = SourceFile(chunk.path, chunk.text, (), chunk.part.line - 1)
            lexer = self._lexers["." + chunk.path.rsplit(".", 1)[-1].lower()]
            yield from self._heirs.read(source, lexer, asked.present)
            yield from self._tables.loads(source, lexer, asked.present)
            for taken in sorted(asked.taken):
                yield binding_of(chunk.path, taken, source.place(0, 1), "")
            if asked.used or asked.wanted or asked.taken:
                used = {name for name in asked.used if not name.startswith(LOADED)}
                names = used | {taken.local.lstrip(".") for taken in asked.taken}
                yield from read_consumptions(source, lexer, names)
                here = {name for name in asked.wanted if family_of(chunk.path) in self._asked[name]}
                yield from read_bindings(source, lexer, here)
                sought = {name for name in asked.wanted if ANY_LANGUAGE in self._asked[name]}
                yield from reads_of(CodeFile(source, lexer), sought) if sought else ()

    def follow_into(self, file: File, reader: Reader, memory: Memory | None = None) -> Iterator[Yield]:
        """What a file says of names, read or from memory."""
        for chunk in reader.read(file):
            if isinstance(chunk, Gap) or chunk.is_binary:
                continue
            asked = self.in_chunk(chunk)
            if memory is None:
                yield from self.follow_in(chunk, asked)
            elif asked.is_any:
                key = _key_of(chunk, asked, self._others if asked.depends else "")
                look = memory.recall(key)
                if look is None:
                    look = Look()
                    look.yields.extend(self.follow_in(chunk, asked))
                    memory.note(key, look)
                yield from look.yields

    @cached_property
    def _others(self) -> str:
        """What tells apart the other files on which those may depend that load data files or inherit."""
        return repr((self._heirs.pack(), self._tables.paths))

    @cached_property
    def _families(self) -> frozenset[str]:
        bound = (family_of(path) for paths in self._bound.values() for path in paths)
        asked = (family for families in self._asked.values() for family in families)
        return frozenset((*bound, *asked, *map(family_of, self._heirs.bases), *self._imported.families))

    @cached_property
    def _words(self) -> WordSet:
        words = *self._spelled, *self._asked, *self._tables.words
        return WordSet((*words, *self._heirs.words, *self._imported.words))


def _key_of(chunk: Chunk, asked: Asked, others: str) -> bytes:
    """A digest of all that decides what is found in a file; `others` tells the files apart on which it depends."""
    told = repr((chunk.path, chunk.part, sorted(asked.used), sorted(asked.wanted), sorted(asked.taken), others))
    return digest_of(b"followed\0" + digest_of(chunk.data) + told.encode("utf-8", "surrogatepass"))


def _told_apart(name: str, homes: Iterable[str]) -> Iterator[tuple[tuple[str, bool, bool, str], str]]:
    """The kinds of places that bind a name, as far as they decide where it is followed; a place that is the only one of its kind."""
    kinds: dict[tuple[str, bool, bool, str], list[str]] = {}
    for home in homes:
        kinds.setdefault(kind_of_home(name, home), []).append(home)
    for kind, paths in kinds.items():
        yield kind, paths[0] if len(paths) == 1 else ""


_FAULTS = frozenset(("err", "error", "ok"))
"""What a call gives beside what was asked for: a function that returns it gives no client."""


def _bound_names(yields: Sequence[Yield], known: Known) -> dict[str, set[str]]:
    """The names that are bound to something, each with the files that bind it."""
    bound: dict[str, set[str]] = {}
    # What a function binds for itself no other file means.
    names = [
        "" if isinstance(each, Binding) and each.block[1] else name_worth_following(each, known) for each in yields
    ]
    held = {
        (each.place.path, each.binds)
        for each, name in zip(yields, names, strict=True)
        if name and isinstance(each, Trace)
    }
    places = {
        (each.place.path, each.name)
        for each, name in zip(yields, names, strict=True)
        if name and isinstance(each, Binding)
    }
    holding = {each.place.path for each, name in zip(yields, names, strict=True) if name}
    for each, name in zip(yields, names, strict=True):
        if isinstance(each, Binding) and each.space is Space.SETTING:
            if holds_something(each.value, vocabulary.is_model_key(each.name), known):
                bound.setdefault(LOADED + each.name, set()).add(each.place.path)
            continue
        if isinstance(each, Binding) and each.name.startswith(SENDER):
            # A function that sends requests for others, where something is known of what they go to.
            if each.place.path in holding and is_told_apart(each.name.removeprefix(SENDER)):
                bound.setdefault(each.name, set()).add(each.place.path)
            continue
        if isinstance(each, Binding) and each.name.endswith("()") and isinstance(each.value, Reference):
            # A function that returns what one of its file's names holds.
            if (each.place.path, each.value.name) in held and each.value.name not in _FAULTS:
                bound.setdefault(each.name, set()).add(each.place.path)
            continue
        if not isinstance(each, Consumption) and each.block[1]:
            continue  # a function's own
        if isinstance(each, Binding) and (_is_shared_member(each, places) or is_made_of(each, places)):
            bound.setdefault(_JOINTS.split(each.name)[-1], set()).add(each.place.path)
            continue
        told = name.removeprefix(KEPT)
        if told and (is_distinctive(told) or is_of_package(told, each.place.path)):
            bound.setdefault(_JOINTS.split(told)[-1], set()).add(each.place.path)
    return bound


def _plain_names(yields: Sequence[Yield], known: Known) -> Iterator[tuple[str, str]]:
    """The names that files bind for all of themselves and that only an import tells apart, each with its file."""
    for each in yields:
        if not isinstance(each, Consumption) and not each.block[1] and not getattr(each, "scope", ""):
            name = name_worth_following(each, known)
            if name.isidentifier() and not is_distinctive(name):
                yield name, each.place.path


def _is_shared_member(each: Binding, places: Collection[tuple[str, str]]) -> bool:
    """Whether a member that a package's files share is given what a name of its file holds: `&Client{baseURL: place}`."""
    is_given = isinstance(each.value, Reference) and (each.place.path, each.value.name) in places
    return is_given and is_of_package(each.name, each.place.path)


def _asked_names(yields: Iterable[Yield]) -> dict[str, set[str]]:
    """The names from which calls take a model or a host and that nothing is known to bind, each with the languages that ask."""
    bound = {each.name.rsplit(".", 1)[-1] for each in yields if isinstance(each, Binding) and each.space is Space.CODE}
    asked: dict[str, set[str]] = {name: {ANY_LANGUAGE} for name in names_sought(yields)}
    for path, value in _asking(yields):
        for name in _code_names(value, path):
            if name not in bound:
                asked.setdefault(name, set()).add(family_of(path))
    return asked


def _asking(yields: Iterable[Yield]) -> Iterator[tuple[str, Value]]:
    """The values that are taken for a model or a host, each with its file."""
    for each in yields:
        if isinstance(each, Binding) and "." in each.name and vocabulary.is_host_key(each.name):
            yield each.place.path, each.value
        if not isinstance(each, Trace):
            continue
        if each.kind is TraceKind.ENDPOINT and each.role is Role.CALLED and each.language:
            # A request to an address that constants and names of addresses hold; what else a request is given may be called
            # as half of a large tree is.
            for name in names_in(each.value):
                if name.isupper() or vocabulary.is_host_key(name.removesuffix("()")):
                    yield each.place.path, Reference(Space.CODE, name)
        for argument in each.arguments:
            if vocabulary.is_model_key(argument.name) or vocabulary.is_host_key(argument.name):
                yield each.place.path, argument.value


def _code_names(value: Value, path: str) -> Iterator[str]:
    match value:
        case Reference(space=Space.CODE, name=name):
            last = _JOINTS.split(name)[-1]
            if is_distinctive(last) or is_of_package(last, path):
                yield last
        case Choice(parts) | Join(parts):
            for part in parts:
                yield from _code_names(part, path)
        case _:
            return
