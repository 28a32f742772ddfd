"""Modelfiles: the weights that a local model is made from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_FROM = re.compile(r"^[ \t]*(FROM|ADAPTER)[ \t]+[\"']?([^\s\"']+)", re.MULTILINE | re.IGNORECASE)
_COMMENT = re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    reading = Reading(source)
    for found in _FROM.finditer(source.text):
        name = found.group(2)
        if name.startswith(("/", "~")) and not reading.has_hit(*found.span(2)):
            continue
        reading.trace(
            TraceKind.WEIGHTS, name.removeprefix("./"), *found.span(2), Role.CONFIGURED, name=found.group(1).upper()
        )
    comments = [found.span() for found in _COMMENT.finditer(source.text)]
    return finish(reading, Document(comments=comments), Role.DOCUMENTED)


DETECTOR = Detector(
    id="model-recipe",
    globs=("Modelfile*", "*.modelfile"),
    kinds=(TraceKind.WEIGHTS, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "Modelfile",
            '# FROM acme-old\nFROM acme-3:8b\nSYSTEM """you are acme"""\n',
            ("weights configured acme-3:8b", "text commented acme", "text documented acme"),
            ("weights configured acme-old",),
        ),
        DetectorExample(
            "models/tuned.modelfile",
            'from "acme/acme-7b"\nADAPTER ./acme-tune.gguf\n',
            ("weights configured acme/acme-7b", "weights configured acme-tune.gguf"),
        ),
    ),
)
