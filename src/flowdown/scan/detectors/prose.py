"""Prose: every keyword in documents for people is a mention."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.detector import PROGRAMS, Detector, DetectorExample
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, Text, Trace, TraceKind, Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    for start, end in source.hits:
        yield Trace(TraceKind.TEXT, Text(source.text[start:end]), source.place(start, end), Role.DOCUMENTED)


DETECTOR = Detector(
    id="prose",
    globs=(
        *(
            "*." + suffix
            for suffix in "md mdx markdown rst txt adoc asciidoc org tex svg po pot srt vtt log diff patch csv tsv eml bib css scss less sass map".split()
        ),
        "LICENSE*",
        "COPYING*",
        "NOTICE*",
        "AUTHORS*",
        "CONTRIBUTORS*",
        "CHANGELOG*",
        "CHANGES*",
        "HISTORY*",
        "README*",
        "CODEOWNERS",
        "MAINTAINERS*",
    ),
    excludes=PROGRAMS,
    kinds=(TraceKind.TEXT,),
    detect=_detect,
    examples=(
        DetectorExample(
            "README.md", "Works with acme-large-2.\n", yields=("text documented acme",), never=("model-id", "import")
        ),
    ),
)
