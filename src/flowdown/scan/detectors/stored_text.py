"""Texts that are compared with or that define messages: snapshots, recordings, interface definitions, git's own files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_COMMENT = re.compile(r"^[ \t]*(?://|#|\"\"\")[^\n]*|[ \t]//[^\n]*", re.MULTILINE)
_COMPARED = (".httprr", ".snap", ".golden", ".ambr", ".approved", ".har", ".cassette", ".expected")


def detect(source: SourceFile) -> Iterator[Yield]:
    """Every hit as a mention: what is only expected or defined uses nothing."""
    if source.name.lower().endswith(_COMPARED):
        return finish(Reading(source), Document(), Role.COMPARED)
    comments = [found.span() for found in _COMMENT.finditer(source.text)]
    return finish(Reading(source), Document(comments=comments))


DETECTOR = Detector(
    id="stored-text",
    globs=(
        *("*" + suffix for suffix in _COMPARED),
        "*.proto",
        "*.thrift",
        "*.graphql",
        "*.gql",
        "*.avsc",
        "*.avdl",
        "*.smithy",
        "*.prisma",
        ".gitmodules",
        ".gitattributes",
        ".mailmap",
        "*MESSAGE_TEMPLATE*",
        "*.sum",
        "*.sha256",
        "*.tape",
        "*.puml",
        "*.mmd",
        "*.mermaid",
        "*.dot",
        "*.drawio",
        "*.jinja",
        "*.jinja2",
        "*.j2",
        "*.hbs",
        "*.mustache",
        "*.liquid",
        "*.tmpl",
        "*.tpl",
        "*.gotmpl",
        "*.imports",
        "*.factories",
        "**/META-INF/services/*",
        "**/*.dist-info/*",
        "**/*.egg-info/*",
    ),
    kinds=(TraceKind.TEXT,),
    detect=detect,
    examples=(
        DetectorExample("a.snap", 'exports["x"] = "acme-large-2";\n', ("text compared acme",), ("model-id",)),
        DetectorExample(
            "api.proto", "// from acme\nenum P { ACME = 1; }\n", ("text commented acme", "text listed ACME")
        ),
    ),
)
