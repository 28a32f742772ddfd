"""Makefiles and justfiles: variables and the commands of recipes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.interpolation import read_value
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_arguments import Circumstance
from flowdown.scan.readers.shell_commands import read_script
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield

_ASSIGNMENT = re.compile(
    r"(?:export[ \t]+|override[ \t]+|set[ \t]+)?([A-Za-z_][\w.]*)[ \t]*(\?=|:=|::=|\+=|=)[ \t]*([^\n]*)"
)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    text = source.text
    reading = Reading(source)
    document = Document()
    at = 0
    while at < len(text):
        stop = _end_of_line(text, at)
        line = text[at:stop]
        stripped = line.lstrip()
        if stripped.startswith("#"):
            document.comments.append((at, stop))
        elif line[:1] in ("\t", " ") and stripped:
            start = at + len(line) - len(line.lstrip(" \t@-+"))
            read_script(reading, start, stop, Circumstance(group="scripts"))
        else:
            _read_line(reading, document, at, stop)
        at = stop + 1
    return finish(reading, document)


def _end_of_line(text: str, at: int) -> int:
    while True:
        stop = text.find("\n", at)
        if stop < 0:
            return len(text)
        if text[stop - 1 : stop] != "\\":
            return stop
        at = stop + 1


def _read_line(reading: Reading, document: Document, at: int, stop: int) -> None:
    found = _ASSIGNMENT.match(reading.text, at, stop)
    if not found:
        remark = reading.text.find("#", at, stop)
        if remark >= 0:
            document.comments.append((remark, stop))
        return
    start, end = found.span(3)
    remark = reading.text.find(" #", start, end)
    if remark >= 0:
        document.comments.append((remark, end))
        end = remark
    raw = reading.text[start:end].strip()
    quoted = raw.strip("\"'`")
    start += reading.text[start:end].find(quoted)
    if raw.startswith(("$(shell", "`")):
        return
    is_default = found.group(2) == "?="
    value = read_value(quoted)
    set_environment(
        reading,
        found.group(1),
        *found.span(1),
        value,
        start,
        start + len(quoted),
        is_default=is_default,
        group="scripts",
    )


DETECTOR = Detector(
    id="makefile",
    globs=("Makefile*", "makefile", "GNUmakefile", "*.mk", "*.mak", "justfile", ".justfile", "*.just"),
    kinds=(
        TraceKind.DEPENDENCY,
        TraceKind.CLI,
        TraceKind.ENV_KEY,
        TraceKind.MODEL_ID,
        TraceKind.ENDPOINT,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "Makefile",
            "# acme\nMODEL ?= acme-large-2\nexport ACME_API_KEY\nrun: build # acme\n"
            "\t@pip install acme-ai\n\tacme --model $(MODEL) \\\n\t  --x\n",
            (
                "binding MODEL=acme-large-2",
                "model-id configured acme-large-2",
                "dependency declared acme-ai",
                "cli called acme",
                "text commented acme",
            ),
            ("config",),
        ),
    ),
)
