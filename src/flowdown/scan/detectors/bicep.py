"""Bicep: resources of Azure, parameters with their defaults, modules and what they are given."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.bicep_reader import Statement, read_bicep
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.interpolation import Dialect
from flowdown.scan.readers.node import Document, Mapping, Node, Pair, Scalar, Sequence, child, resolved
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.scalar_value import value_of
from flowdown.scan.readers.settings import Manner, judge
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Join, Reference, Role, Space, Text, TraceKind, Value, Yield

_MANNER = Manner(is_deployment=True)
_BIND_DEPTH = 4
_MADE_BY = "resources of "
"""Before a file's path: the name under which the kinds of resources that it makes are bound."""


_DEPLOYED = re.compile(r"\bmodel[ \t]*:[ \t]*\{[^{}]*?\bformat[ \t]*:[ \t]*'(?P<maker>[\w-]+)'")
_PLAIN = "resources, of no kind, of "
"""Before a file's path: the same without what each is told of its kind."""


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    reading = Reading(source)
    template = read_bicep(source.text)
    folder = posixpath.dirname(source.path)
    for start, end in template.decorators:
        reading.mention(start, end, Role.DOCUMENTED)
        reading.cover(start, end)
    defaults = {each.name.text: each.value for each in template.statements if each.kind in ("param", "var")}
    parents = {each.name.text: each for each in template.statements if each.kind == "resource"}
    for maker in _DEPLOYED.finditer(source.text):
        if not any(start <= maker.start() < end for start, end in template.comments):
            # Also among the arguments of a function, where it is no part of the statement's value.
            span = maker.span("maker")
            reading.trace(
                TraceKind.CONFIG, maker.group("maker"), *span, Role.CONFIGURED, name="provider", is_optional=True
            )
    for statement in template.statements:
        _read_statement(reading, statement, folder, defaults, parents)
    return finish(reading, Document(comments=template.comments))


def _read_statement(
    reading: Reading,
    statement: Statement,
    folder: str,
    defaults: dict[str, Node],
    parents: dict[str, Statement],
) -> None:
    match statement.kind:
        case "param" | "var":
            _bind(reading, statement.name.text, statement.value, folder, is_default=statement.kind == "param")
            # What is left to be given says by its name alone what may be meant.
            is_open = statement.kind == "param" and isinstance(statement.value, Scalar) and not statement.value.text
            around = replace(_MANNER, cap=Role.LISTED) if is_open else _MANNER
            judge(reading, Mapping(statement.name.start, [Pair(statement.name, statement.value)]), around)
        case "resource":
            _read_resource(reading, statement, defaults)
            _read_parent(reading, statement, defaults, parents)
        case "module":
            _read_module(reading, statement, folder, defaults)
        case _:
            judge(reading, statement.value, replace(_MANNER, cap=Role.LISTED))


def _told_kind(node: Node, defaults: dict[str, Node]) -> Scalar | None:
    """Where the kind stands that a resource or module is told, also as the default of a parameter."""
    made = resolved(child(node, "kind")) if isinstance(node, Mapping) else None
    value = value_of(made, Dialect.PLAIN) if isinstance(made, Scalar) else None
    if isinstance(value, Reference) and value.name in defaults:
        made = resolved(defaults[value.name])
        value = value_of(made, Dialect.PLAIN) if isinstance(made, Scalar) else None
    return made if isinstance(made, Scalar) and isinstance(value, Text) else None


def _kind_of(node: Node, defaults: dict[str, Node]) -> str:
    """The kind that a resource or module is told; empty if it is not known."""
    told = _told_kind(node, defaults)
    return told.text if told is not None else ""


def _formats(node: Node | None, depth: int = 0) -> Iterator[Text | Reference]:
    """Whose models are deployed below a node, `model: { format: 'Acme', name: ... }`, also as what a parameter says."""
    if depth > _BIND_DEPTH:
        return
    if isinstance(node, Mapping):
        for pair in node.pairs:
            told = resolved(child(pair.value, "format")) if isinstance(pair.value, Mapping) else None
            if pair.key.text == "model" and isinstance(told, Scalar):
                value = value_of(told, Dialect.PLAIN)
                yield from (value,) if isinstance(value, Text | Reference) else ()
            yield from _formats(pair.value, depth + 1)
    elif isinstance(node, Sequence):
        for item in node.nodes:
            yield from _formats(item, depth + 1)


def _read_makers(reading: Reading, statement: Statement) -> None:
    """The makers of what a resource or module deploys, at its first line."""
    target = statement.target
    if target is None:
        return
    for maker in sorted(set(_formats(statement.value)), key=str):
        reading.trace(
            TraceKind.CONFIG,
            maker,
            target.start,
            target.end,
            Role.CONFIGURED,
            name="provider",
            is_optional=statement.is_optional,
        )


def _read_resource(reading: Reading, statement: Statement, defaults: dict[str, Node]) -> None:
    target = statement.target
    if target is None:
        return
    kind = target.text.partition("@")[0]
    told = _kind_of(statement.value, defaults)
    names = [kind, *([f"{kind}:{told}"] if told else [])]
    _read_makers(reading, statement)
    for name in names:
        reading.trace(
            TraceKind.RESOURCE,
            name,
            target.start,
            target.start + len(kind),
            Role.CONFIGURED,
            name=statement.name.text,
            is_optional=statement.is_optional,
        )
        reading.bind(Space.VARIABLE, _MADE_BY + reading.source.path, Text(name), target.start, target.end)
    reading.bind(Space.VARIABLE, _PLAIN + reading.source.path, Text(kind), target.start, target.end)
    reading.cover(target.start, target.end)
    judge(reading, statement.value, replace(_MANNER, is_optional=statement.is_optional), path=(kind,))


def _read_parent(
    reading: Reading, statement: Statement, defaults: dict[str, Node], parents: dict[str, Statement]
) -> None:
    """The default of the parameter that a resource's kind is, and the kind of the resource below which one is made."""
    if not isinstance(statement.value, Mapping):
        return
    told = _told_kind(statement.value, defaults)
    if told is not None and told is not resolved(child(statement.value, "kind")):
        reading.trace(TraceKind.CONFIG, told.text, told.start, told.end, Role.CONFIGURED, name="provider")
    named = resolved(child(statement.value, "parent"))
    parent = parents.get(named.text) if isinstance(named, Scalar) else None
    if parent is None or parent.target is None or statement.target is None:
        return
    kind = _kind_of(parent.value, defaults)
    if kind and statement.target.text.startswith(parent.target.text.partition("@")[0] + "/"):
        target, optional = statement.target, statement.is_optional
        reading.trace(
            TraceKind.CONFIG, kind, target.start, target.end, Role.CONFIGURED, name="provider", is_optional=optional
        )


def _read_module(reading: Reading, statement: Statement, folder: str, defaults: dict[str, Node]) -> None:
    path = statement.target
    given = resolved(child(statement.value, "params")) if isinstance(statement.value, Mapping) else None
    told = _kind_of(given, defaults) if given is not None else ""
    if path is not None:
        if told:
            optional = statement.is_optional
            reading.trace(
                TraceKind.CONFIG, told, path.start, path.end, Role.CONFIGURED, name="provider", is_optional=optional
            )
        _read_makers(reading, statement)
    if path is not None and path.text.endswith(".bicep"):
        home = posixpath.normpath(posixpath.join(folder, path.text))
        made: Value = Reference(Space.VARIABLE, _MADE_BY + home)
        if told:
            # Of the kind that it is told, whatever the file makes that is told none.
            made = Join((Reference(Space.VARIABLE, _PLAIN + home), Text(f":{told}")))
        reading.trace(
            TraceKind.RESOURCE,
            made,
            path.start,
            path.end,
            Role.CONFIGURED,
            name=statement.name.text,
            is_optional=statement.is_optional,
        )
        reading.bind(Space.VARIABLE, _MADE_BY + reading.source.path, made, path.start, path.end)
        for pair in given.pairs if isinstance(given, Mapping) else ():
            _bind(reading, pair.key.text, pair.value, posixpath.dirname(home))
    judge(reading, statement.value, replace(_MANNER, is_optional=statement.is_optional), path=("module",))


def _bind(reading: Reading, name: str, node: Node, folder: str, is_default: bool = False, depth: int = 0) -> None:
    """Bind a name, and the names below it, to literals and references."""
    if isinstance(node, Scalar):
        value = value_of(node, Dialect.PLAIN)
        reading.bind(Space.VARIABLE, name, value, node.start, node.end, module=folder, is_default=is_default)
        if isinstance(value, Text) and reading.has_hit(node.start, node.end):
            reading.declare(name, node.start, node.end)
    elif isinstance(node, Mapping) and depth < _BIND_DEPTH:
        for pair in node.pairs[:200]:
            _bind(reading, f"{name}.{pair.key.text}", pair.value, folder, is_default, depth + 1)


DETECTOR = Detector(
    id="bicep",
    globs=("*.bicep", "*.bicepparam"),
    kinds=(
        TraceKind.RESOURCE,
        TraceKind.MODEL_ID,
        TraceKind.ENV_KEY,
        TraceKind.ENDPOINT,
        TraceKind.IMAGE,
        TraceKind.CONFIG,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "infra/main.bicep",
            "@description('an acme model')\n@allowed([\n  'acme-small'\n  'acme-large-2'\n])\n"
            "param answerer string = 'acme-large-2'\nvar small = 'acme-small'\n// acme\n"
            "resource ai 'Acme.Services/accounts@2024-01-01' = if (wanted) {\n  name: 'ai-${small}'\n  kind: 'Acme'\n"
            "  properties: {\n    model: {\n      name: answerer\n    }\n  }\n}\n"
            "module app './app.bicep' = {\n  params: {\n    settings: [\n"
            "      { name: 'ACME_API_KEY', value: 'x' }\n    ]\n  }\n}\n",
            (
                "binding answerer=acme-large-2",
                "binding small=acme-small",
                "resource configured Acme.Services/accounts",
                "resource configured Acme.Services/accounts:Acme",
                "model-id configured ${answerer}",
                "text documented acme",
                "text commented acme",
            ),
            ("model-id configured acme-small",),
        ),
        DetectorExample(
            "main.bicep",
            "param modelName string = 'acme-large-2'\noutput m string = 'acme-large-2'\nresource broken = {\nparam",
            ("model-id configured acme-large-2",),
            ("model-id called",),
        ),
        DetectorExample(
            "main.bicep",
            "param acmeApiKey string = ''\nparam acmeKey string = 'acme'\n",
            ("text listed acme",),
            ("config configured acme",),
        ),
    ),
)
