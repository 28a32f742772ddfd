"""pre-commit's configuration: repositories of hooks, their dependencies and commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import judge_document
from flowdown.scan.readers.node import Scalar, child, scalars_of, text_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.requirement import npm_name, python_name
from flowdown.scan.readers.script_keys import read_scripts
from flowdown.scan.readers.settings import Manner, Spot
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_REPOSITORY = re.compile(r"(?:https?://[^/]+/|git@[^:]+:)([\w.-]+/[\w.-]+?)(?:\.git)?/?\Z")


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    return judge_document(source, read_yaml(source.text), Manner(group="dev"), _visit)


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    key, value = spot.path[-1], spot.pair.value
    if key == "repo" and isinstance(value, Scalar):
        found = _REPOSITORY.match(value.text)
        if found:
            at = value.start + found.start(1)
            reading.trace(
                TraceKind.ACTION,
                found.group(1),
                at,
                at + len(found.group(1)),
                Role.CONFIGURED,
                name="repo",
                group="dev",
            )
            reading.cover(value.start, value.end)
            return True
    if key == "additional_dependencies":
        is_node = text_of(child(spot.mapping, "language")) == "node"
        for one in scalars_of(value):
            found_name = python_name(one.text)
            name = npm_name(one.text) if is_node or one.text.startswith("@") else found_name[0] if found_name else None
            if name:
                language = "npm" if is_node or one.text.startswith("@") else "pypi"
                reading.trace(
                    TraceKind.DEPENDENCY,
                    name,
                    one.start,
                    one.start + len(name),
                    Role.DECLARED,
                    language=language,
                    group="dev",
                )
        return True
    if key == "entry":
        return read_scripts(reading, value, manner)
    if key in ("files", "exclude", "types", "id", "alias", "stages"):
        return Manner(cap=Role.LISTED)
    return False


DETECTOR = Detector(
    id="pre-commit",
    globs=(".pre-commit-config.yaml", ".pre-commit-config.yml", ".pre-commit-hooks.yaml", "prek.toml.yaml"),
    kinds=(TraceKind.ACTION, TraceKind.DEPENDENCY, TraceKind.CLI, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            ".pre-commit-config.yaml",
            "repos:\n  - repo: https://github.com/acme/hooks # acme\n    hooks:\n"
            "      - id: acme-check\n        additional_dependencies: [acme-ai==1]\n"
            "        entry: acme review\n",
            (
                "action configured acme/hooks",
                "dependency declared acme-ai",
                "cli called acme",
                "text commented acme",
                "text listed acme",
            ),
            ("endpoint",),
        ),
    ),
)
