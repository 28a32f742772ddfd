"""Manifests in YAML: Dart's pubspec.yaml, conda's environment and recipe files, Helm's Chart.yaml, Crystal's shard.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Mapping, Node, Scalar, child, nodes_of, pairs_of, resolved, scalars_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.requirement import python_name
from flowdown.scan.readers.settings import Manner, Spot, judge
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_CONDA = re.compile(r"(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)")
_PUB_TABLES = {"dependencies": "", "dev_dependencies": "dev"}


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one manifest."""
    document = read_yaml(source.text)
    reading = Reading(source)
    name = source.name.lower()
    for root in document.roots:
        if name.startswith("pubspec"):
            _read_pubspec(reading, root)
        elif name == "chart.yaml":
            _read_chart(reading, root)
        else:
            _read_list(reading, child(root, "dependencies"), "")
            for section, group in (("host", ""), ("build", "build"), ("run", ""), ("run_constrained", "constrained")):
                _read_list(reading, child(root, "requirements", section), group)
            _read_list(reading, child(root, "test", "requires"), "test")
        judge(reading, root, Manner(cap=Role.LISTED), _visit)
    return finish(reading, document)


def _read_pubspec(reading: Reading, root: Node) -> None:
    for table, group in _PUB_TABLES.items():
        for pair in pairs_of(child(root, table)):
            key = pair.key
            if isinstance(resolved(pair.value), Mapping) and child(pair.value, "path") is not None:
                reading.cover(key.start, key.end)
                continue
            reading.trace(
                TraceKind.DEPENDENCY, key.text, key.start, key.end, Role.DECLARED, language="pub", group=group
            )


def _read_chart(reading: Reading, root: Node) -> None:
    for node in nodes_of(child(root, "dependencies")):
        name = resolved(child(node, "name"))
        if isinstance(name, Scalar):
            is_optional = child(node, "condition") is not None or child(node, "tags") is not None
            reading.trace(
                TraceKind.DEPENDENCY,
                name.text,
                name.start,
                name.end,
                Role.DECLARED,
                language="helm",
                is_optional=is_optional,
            )


def _read_list(reading: Reading, node: Node | None, group: str) -> None:
    for one in scalars_of(node):
        found = _CONDA.match(one.text)
        if found:
            at = one.start + found.start(1)
            reading.trace(
                TraceKind.DEPENDENCY,
                found.group(1),
                at,
                at + len(found.group(1)),
                Role.DECLARED,
                language="conda",
                group=group,
            )
    for inner in nodes_of(node):
        for one in scalars_of(child(inner, "pip")):
            name = python_name(one.text)
            if name:
                reading.trace(
                    TraceKind.DEPENDENCY,
                    name[0],
                    one.start + name[1],
                    one.start + name[2],
                    Role.DECLARED,
                    language="pypi",
                    group=group,
                )


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    if "dependencies" in spot.path[0] or spot.path[0] == "requirements":
        return True
    return (
        Manner(cap=Role.DOCUMENTED)
        if spot.path[0] in ("description", "name", "about", "homepage", "repository", "keywords")
        else False
    )


DETECTOR = Detector(
    id="yaml-manifest",
    globs=(
        "pubspec.yaml",
        "environment*.yml",
        "environment*.yaml",
        "conda*.yml",
        "conda*.yaml",
        "**/recipe*/*.yaml",
        "Chart.yaml",
        "*environment.yml",
        "*_env.yml",
    ),
    kinds=(TraceKind.DEPENDENCY, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "pubspec.yaml",
            "name: acme_app\ndependencies:\n  acme_ai: ^1.0.0 # acme\n  acme_local:\n    path: ../x\n"
            "dev_dependencies:\n  acme_mock: any\n",
            (
                "dependency declared acme_ai",
                "dependency declared acme_mock",
                "text commented acme",
                "text documented acme",
            ),
            ("dependency declared acme_local",),
        ),
        DetectorExample(
            "environment.yml",
            "name: acme\nchannels: [acme]\ndependencies:\n  - acme::acme-lib=1.2\n  - pip:\n    - acme-ai>=1\n",
            ("dependency declared acme-lib", "dependency declared acme-ai", "text listed acme"),
            ("config",),
        ),
    ),
)
