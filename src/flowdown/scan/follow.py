"""Follows names from file to file: where what one file binds is used, and where another binds what one uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from flowdown.catalogue.kinds import Basis
from flowdown.scan import vocabulary
from flowdown.scan.code import read_bindings, read_consumptions
from flowdown.scan.flow import is_distinctive
from flowdown.scan.gap import Gap
from flowdown.scan.heirs import Heirs, worth_following
from flowdown.scan.known import Known
from flowdown.scan.lexer import Lexer
from flowdown.scan.loaded import DataFiles
from flowdown.scan.read import Chunk, Reader
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import (
    Binding,
    Choice,
    Consumption,
    Join,
    Reference,
    Role,
    Space,
    Text,
    Trace,
    TraceKind,
    Unknown,
    Value,
    Yield,
    literal,
)
from flowdown.scan.tree import File
from flowdown.scan.word_search import WordSet

_JOINTS = re.compile(r"[.:>]")
Memory: TypeAlias = dict[tuple[object, ...], tuple[Yield, ...]]
"""What was found in a file of a content, by the names that were followed into it."""


def follow(
    yields: Sequence[Yield],
    files: Sequence[File],
    known: Known,
    lexers: Mapping[str, Lexer],
    reader: Reader,
    memory: Memory | None = None,
) -> list[Yield]:
    """What the program files of a tree (by suffix their lexers) say of names that other files bind or use.

    Only names are followed that hold a model, host, client or key of the catalogue, or that a model or host is taken
    from, and that are told apart by themselves. `memory` holds what was found before where the same files are followed
    again for nearly the same names.
    """
    bound = _bound_names(yields, known)
    asked = _asked_names(yields)
    tables = DataFiles(yields)
    heirs = Heirs()
    heirs.add(
        (each for each in yields if isinstance(each, Trace) and worth_following(each, known.reaches)),
        files,
        lexers,
        reader,
    )
    if not bound and not asked and not tables.words and not heirs.words:
        return []
    spelled: dict[str, list[str]] = {}
    for name in bound:
        spelled.setdefault(name.removesuffix("()"), []).append(name)
    words = WordSet((*spelled, *asked, *tables.words, *heirs.words))
    found: list[Yield] = []
    for file in files:
        for chunk in reader.read(file):
            if not isinstance(chunk, Gap) and not chunk.is_binary:
                present = words.found(chunk.data)
                used = {name for word in present for name in spelled.get(word, ()) if bound[name] != {chunk.path}}
                if heirs.words & present:
                    source = SourceFile(chunk.path, chunk.text, (), chunk.part.line - 1)
                    found.extend(heirs.read(source, lexers["." + chunk.path.rsplit(".", 1)[-1].lower()], present))
                if memory is None or tables.words & present:
                    found.extend(_follow_in(chunk, used, asked, present, tables, lexers))
                elif used or asked & present:
                    key = chunk.path, chunk.part, bytes(chunk.data), frozenset(used), asked & present
                    if key not in memory:
                        memory[key] = tuple(_follow_in(chunk, used, asked, present, tables, lexers))
                    found.extend(memory[key])
    return found


def _follow_in(
    chunk: Chunk,
    used: set[str],
    asked: frozenset[str],
    present: frozenset[str],
    tables: DataFiles,
    lexers: Mapping[str, Lexer],
) -> Iterator[Yield]:
    wanted = asked & present
    if used or wanted or tables.words & present:
        source = SourceFile(chunk.path, chunk.text, (), chunk.part.line - 1)
        lexer = lexers["." + chunk.path.rsplit(".", 1)[-1].lower()]
        yield from tables.loads(source, lexer, present)
        if used or wanted:
            yield from read_consumptions(source, lexer, used)
            yield from read_bindings(source, lexer, wanted)


def _bound_names(yields: Sequence[Yield], known: Known) -> dict[str, set[str]]:
    """The names that are bound to something, each with the files that bind it."""
    bound: dict[str, set[str]] = {}
    held = {
        (each.place.path, each.binds)
        for each in yields
        if isinstance(each, Trace) and _name_worth_following(each, known)
    }
    for each in yields:
        if isinstance(each, Binding) and each.name.endswith("()") and isinstance(each.value, Reference):
            # A function that returns what one of its file's names holds.
            if (each.place.path, each.value.name) in held:
                bound.setdefault(each.name, set()).add(each.place.path)
            continue
        if not isinstance(each, Consumption) and each.block[1]:
            continue  # a function's own: no other file means it
        name = _name_worth_following(each, known)
        if name and is_distinctive(name):
            bound.setdefault(_JOINTS.split(name)[-1], set()).add(each.place.path)
    return bound


def _asked_names(yields: Iterable[Yield]) -> frozenset[str]:
    """The names from which calls take a model or a host and that nothing is known to bind."""
    bound = {each.name.rsplit(".", 1)[-1] for each in yields if isinstance(each, Binding) and each.space is Space.CODE}
    asked: set[str] = set()
    for each in yields:
        if isinstance(each, Binding) and "." in each.name and vocabulary.is_host_key(each.name):
            asked.update(_code_names(each.value))
        if not isinstance(each, Trace):
            continue
        for argument in each.arguments:
            if vocabulary.is_model_key(argument.name) or vocabulary.is_host_key(argument.name):
                asked.update(_code_names(argument.value))
    return frozenset(asked - bound)


def _code_names(value: Value) -> Iterator[str]:
    match value:
        case Reference(space=Space.CODE, name=name):
            last = _JOINTS.split(name)[-1]
            if is_distinctive(last):
                yield last
        case Choice(parts) | Join(parts):
            for part in parts:
                yield from _code_names(part)
        case _:
            return


def _name_worth_following(each: Yield, known: Known) -> str:
    """The name that holds a model, a host of the catalogue, one of its clients or keys; else empty."""
    if isinstance(each, Binding) and each.space is Space.CODE:
        return each.name if _holds_something(each.value, vocabulary.is_model_key(each.name), known) else ""
    if isinstance(each, Trace) and each.kind is TraceKind.CLIENT and each.role is not Role.DECLARED:
        # A library without a wire builds no client of anybody's.
        hits = known.library_hits(each)
        return "" if all(hit.product and hit.basis is Basis.LIBRARY for hit in hits) else each.binds
    if isinstance(each, Trace) and each.kind is TraceKind.ENV_KEY and each.role is Role.DECLARED and each.language:
        text = literal(each.value) or ""
        return text if known.index.env_key(text) else ""
    return ""


def _holds_something(value: Value, is_model: bool, known: Known) -> bool:
    match value:
        case Text(text):
            if vocabulary.urls_in(text):
                return any(known.index.host(host, path) for host, path, _ in vocabulary.urls_in(text))
            return known.index.model(text, is_model) is not None or bool(known.url_path(text))
        case Choice(parts) | Join(parts):
            return any(_holds_something(part, is_model, known) for part in parts)
        case Reference(default=default):
            return default is not None and _holds_something(default, is_model, known)
        case Unknown():
            return False
