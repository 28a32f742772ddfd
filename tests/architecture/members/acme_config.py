"""Settings of Acme's own program: a new detector, for the test that one file is enough."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, Text, Trace, TraceKind, Yield

_LINE = re.compile(r"^key from (\w+)$", re.MULTILINE)


def detect(source: SourceFile) -> Iterator[Yield]:
    """Every `key from NAME`."""
    for match in _LINE.finditer(source.text):
        yield Trace(TraceKind.ENV_KEY, Text(match.group(1)), source.place(match.start(1)), Role.READ)


DETECTOR = Detector(
    id="acme-config",
    globs=("*.acmeconfig",),
    kinds=(TraceKind.ENV_KEY,),
    detect=detect,
    examples=(
        DetectorExample("a.acmeconfig", "key from ACME_API_KEY\n", ("env-key read ACME_API_KEY",)),
        DetectorExample("b.acmeconfig", "no key\n", never=("env-key",)),
    ),
)
