"""Scripts without a suffix: programs in `bin` folders, git hooks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample, Unreadable
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_commands import read_script
from flowdown.scan.readers.written_document import read_documents
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield

_SHELL = re.compile(r"#![^\n]*\b(?:ba|z|da|k|a)?sh\b")


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one script, if it is one of a shell."""
    if source.text.startswith("#!") and not _SHELL.match(source.text):
        raise Unreadable("a program without a suffix, in a language that is not told by its name")
    reading = Reading(source)
    read_script(reading, 0, len(source.text))
    read_documents(reading)
    yield from finish(reading, Document())


DETECTOR = Detector(
    id="script-file",
    globs=(
        "**/bin/*",
        "**/script/*",
        "**/scripts/*",
        "**/.husky/*",
        "**/.githooks/*",
        "**/.hooks/*",
        "**/hooks/*",
        "**/sbin/*",
    ),
    excludes=("*.*", "Makefile*", "Dockerfile*", "README*", "LICENSE*", "Jenkinsfile*", "Procfile*"),
    kinds=(
        TraceKind.CLI,
        TraceKind.DEPENDENCY,
        TraceKind.ENDPOINT,
        TraceKind.ENV_KEY,
        TraceKind.MODEL_ID,
        TraceKind.IMAGE,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "bin/setup",
            "#!/usr/bin/env bash\n# acme\nacme login\n",
            ("cli called acme", "text commented acme"),
            ("gap",),
        ),
        DetectorExample(".husky/pre-commit", "npx @acme/check\n", ("dependency declared @acme/check",)),
    ),
)
