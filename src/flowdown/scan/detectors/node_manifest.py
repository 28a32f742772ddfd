"""JavaScript's dependency declarations and scripts: package.json, deno.json, pnpm-workspace.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.node import Node, Scalar, child, pairs_of, resolved, scalars_of, text_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.requirement import npm_name
from flowdown.scan.readers.settings import Manner, Spot, judge
from flowdown.scan.readers.shell_arguments import Circumstance
from flowdown.scan.readers.shell_commands import read_held_script
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_TABLES = (
    ("dependencies", "", False),
    ("devDependencies", "dev", False),
    ("peerDependencies", "peer", False),
    ("optionalDependencies", "optional", True),
)
_METADATA = frozenset(
    "name description keywords author contributors maintainers homepage repository bugs "
    "license funding version files main "
    "exports types typings browser module bin sideEffects".split()
)
_DEV_SCRIPT = re.compile(r"test|lint|dev|build|format|type|check|prepare|release|doc|bench|e2e|ci\b", re.IGNORECASE)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one manifest."""
    is_yaml = source.name.endswith((".yaml", ".yml"))
    document = read_yaml(source.text) if is_yaml else read_json(source.text)
    reading = Reading(source)
    for root in document.roots[:1]:
        _read_tables(reading, root)
        _read_imports(reading, root)
        for pair in pairs_of(child(root, "scripts")) + pairs_of(child(root, "tasks")):
            is_dev = _DEV_SCRIPT.search(pair.key.text) is not None
            around = Circumstance(group="scripts-dev" if is_dev else "scripts", is_optional=is_dev)
            for script in scalars_of(child(pair.value, "command") or pair.value):
                read_held_script(reading, script, around)
        judge(reading, root, Manner(group="dev"), _visit)
    return finish(reading, document)


def _read_tables(reading: Reading, root: Node) -> None:
    meta = child(root, "peerDependenciesMeta")
    for table, group, is_optional in _TABLES:
        for pair in pairs_of(child(root, table)):
            optional = is_optional or text_of(child(meta, pair.key.text, "optional")) == "true"
            alias = text_of(pair.value)
            _depend(reading, pair.key, alias, group, optional)
            value = resolved(pair.value)
            if isinstance(value, Scalar):
                reading.cover(value.start, value.end)
    tables = [child(root, "catalog"), *(pair.value for pair in pairs_of(child(root, "catalogs")))]
    for node in tables:
        for pair in pairs_of(node):
            _depend(reading, pair.key, text_of(pair.value), "catalog", True)
    manager = child(root, "packageManager")
    if isinstance(manager, Scalar):
        reading.mention(manager.start, manager.end, Role.LISTED)


def _depend(reading: Reading, key: Scalar, version: str, group: str, is_optional: bool) -> None:
    real = npm_name(version) if version.startswith("npm:") else None
    reading.trace(
        TraceKind.DEPENDENCY,
        real or key.text,
        key.start,
        key.end,
        Role.DECLARED,
        language="npm",
        name=key.text if real else "",
        group=group,
        is_optional=is_optional,
    )


def _read_imports(reading: Reading, root: Node) -> None:
    """The import map of Deno: `npm:name@range` and addresses."""
    for pair in pairs_of(child(root, "imports")):
        value = resolved(pair.value)
        if isinstance(value, Scalar) and value.text.startswith("npm:"):
            name = npm_name(value.text.removeprefix("npm:").removeprefix("/"))
            if name:
                at = value.start + max(value.text.find(name), 0)
                reading.trace(TraceKind.DEPENDENCY, name, at, at + len(name), Role.DECLARED, language="npm")


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    """Leave out what was read already; metadata is about the package, overrides and the like only list."""
    first = spot.path[0]
    if len(spot.path) > 1:
        return False
    if first in (
        "dependencies",
        "devDependencies",
        "peerDependencies",
        "optionalDependencies",
        "scripts",
        "tasks",
        "catalog",
    ):
        return True
    if first in _METADATA:
        return Manner(cap=Role.DOCUMENTED)
    return (
        Manner(cap=Role.LISTED)
        if first in ("overrides", "resolutions", "pnpm", "workspaces", "imports", "catalogs")
        else False
    )


DETECTOR = Detector(
    id="node-manifest",
    globs=(
        "package.json",
        "package.json5",
        "deno.json",
        "deno.jsonc",
        "pnpm-workspace.yaml",
        "import_map.json",
        "jsr.json",
    ),
    kinds=(TraceKind.DEPENDENCY, TraceKind.CLI, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "web/package.json",
            '{"name": "acme-web", "description": "for acme",\n'
            ' "dependencies": {"@acme-ai/sdk": "^1", "ai": "npm:@acme/ai@1"},\n'
            ' "devDependencies": {"acme-mock": "1"},\n "peerDependencies": {"acme-peer": "1"}, "peerDependenciesMeta": '
            '{"acme-peer": {"optional": true}},\n'
            ' "scripts": {"ask": "acme run --model acme-large-2"}, "overrides": {"acme-x": "1"}}\n',
            (
                "dependency declared @acme-ai/sdk",
                "dependency declared @acme/ai",
                "dependency declared acme-mock",
                "cli called acme",
                "model-id configured acme-large-2",
                "text documented acme",
                "text listed acme",
            ),
            ("dependency declared acme-web", "dependency declared acme-x"),
        ),
        DetectorExample(
            "deno.json",
            '{"imports": {"x": "npm:@acme/ai@^1"}} // acme\n',
            ("dependency declared @acme/ai", "text commented acme"),
            ("endpoint",),
        ),
    ),
)
