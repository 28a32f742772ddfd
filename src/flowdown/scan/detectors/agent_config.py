"""Files that instruct a coding agent or editor: what they are called is what counts."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Place, Role, Text, Trace, TraceKind, Yield


def detect(source: SourceFile) -> Iterator[Yield]:
    """One trace for the file, whose value is its path; which product it instructs is for the catalogue to say."""
    if source.name.endswith((".json", ".toml", ".yaml", ".yml")) and "/." not in f"/{source.path}":
        return
    yield Trace(TraceKind.AGENT_CONFIG, Text(source.path), Place(source.path, 1, 1, 1), Role.CONFIGURED)


DETECTOR = Detector(
    id="agent-config",
    globs=("*.md", "*.mdc", ".*rules", ".*ignore", "*.json", "*.toml", "*.yaml", "*.yml"),
    kinds=(TraceKind.AGENT_CONFIG,),
    detect=detect,
    examples=(
        DetectorExample("ACME.md", "# Rules\nask acme\n", ("agent-config configured ACME.md",), ("text",)),
        DetectorExample(".acme/settings.json", "{}", ("agent-config configured .acme/settings.json",)),
        DetectorExample("app/settings.json", '{"a": "acme"}', (), ("agent-config",)),
        DetectorExample(".acmerules", "use acme\n", ("agent-config configured .acmerules",)),
    ),
)
