"""Cargo.toml: crates, features, target tables."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Mapping, Node, Scalar, child, pairs_of, resolved, text_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.settings import Manner, Spot, judge
from flowdown.scan.readers.toml_reader import read_toml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_TABLES = {"dependencies": "", "dev-dependencies": "dev", "build-dependencies": "build"}


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one manifest."""
    document = read_toml(source.text)
    reading = Reading(source)
    root = document.roots[0]
    for holder in (root, *(pair.value for pair in pairs_of(child(root, "target")))):
        for table, group in _TABLES.items():
            _read_table(reading, child(holder, table), group)
    _read_table(reading, child(root, "workspace", "dependencies"), "workspace")
    judge(reading, root, Manner(cap=Role.LISTED), _visit)
    return finish(reading, document)


def _read_table(reading: Reading, table: Node | None, group: str) -> None:
    for pair in pairs_of(table):
        value = resolved(pair.value)
        real = resolved(child(value, "package"))
        key = real if isinstance(real, Scalar) else pair.key
        is_optional = text_of(child(value, "optional")) == "true"
        is_inherited = text_of(child(value, "path")) != ""
        if not is_inherited:
            reading.trace(
                TraceKind.DEPENDENCY,
                key.text,
                key.start,
                key.end,
                Role.DECLARED,
                language="cargo",
                group=group,
                is_optional=is_optional,
            )
        reading.cover(pair.key.start, pair.key.end)
        repository = resolved(child(value, "git")) if isinstance(value, Mapping) else None
        if isinstance(repository, Scalar):
            reading.cover(repository.start, repository.end)


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    if "dependencies" in spot.path[-1]:
        return True
    return Manner(cap=Role.DOCUMENTED) if spot.path[0] == "package" else False


DETECTOR = Detector(
    id="cargo",
    globs=("Cargo.toml",),
    kinds=(TraceKind.DEPENDENCY, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "Cargo.toml",
            '[package]\nname = "acme-app"\ndescription = "for acme"\n[dependencies]\nacme-ai = "1"\n'
            'x = { package = "acme-real", version = "1", optional = true }\n'
            'acme-local = { path = "../acme" }\n[dev-dependencies]\nacme-mock = "1"\n[features]\n'
            'acme = []\n[dependencies.acme-more]\nversion = "1"\n',
            (
                "dependency declared acme-ai",
                "dependency declared acme-real",
                "dependency declared acme-mock",
                "dependency declared acme-more",
                "text documented acme",
                "text listed acme",
            ),
            ("dependency declared acme-local", "dependency declared acme-app"),
        ),
    ),
)
