"""What people and scanners say of a tree: waivers, baselines, reports. All of it names vendors, none of it uses one."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, Text, Trace, TraceKind, Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    for start, end in source.hits:
        yield Trace(TraceKind.TEXT, Text(source.text[start:end]), source.place(start, end), Role.LISTED)


DETECTOR = Detector(
    id="statement",
    globs=("flowdown.yaml", "flowdown-baseline.json", "*.flowdown.json", "*.sarif", "*.sarif.json"),
    kinds=(TraceKind.TEXT,),
    detect=_detect,
    examples=(
        DetectorExample(
            "flowdown.yaml",
            "waivers:\n  - {pattern: '*.py', vendor: acme, model: acme-large-2}\n",
            yields=("text listed acme",),
            never=("config", "model-id"),
        ),
    ),
)
