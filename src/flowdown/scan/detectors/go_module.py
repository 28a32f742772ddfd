"""Go's module files: go.mod and go.work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_LINE = re.compile(
    r"^[ \t]*(?:(require|tool|replace|exclude|retract|module)[ \t]+\(?)?[ "
    r"\t]*([\w.\-~]+\.[\w.\-~]+/[^\s()]+|[^\s()]+\.[a-z]+)(?:[ \t]+(v\S+))?([^\n]*)$",
    re.MULTILINE,
)
_BLOCK = re.compile(r"^[ \t]*(require|tool|replace|exclude|retract|ignore|use)[ \t]*\([^\n]*$|^[ \t]*\)", re.MULTILINE)
_COMMENT = re.compile(r"//[^\n]*")


def detect(source: SourceFile) -> Iterator[Yield]:
    """Every required module; what is only needed indirectly counts as locked."""
    text = source.text
    reading = Reading(source)
    document = Document(comments=[found.span() for found in _COMMENT.finditer(text) if _is_remark(text, found)])
    block = ""
    at = 0
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        opening = _BLOCK.match(text, at, stop)
        if opening:
            block = opening.group(1) or ""
        else:
            _read_line(reading, at, stop, block)
        at = stop + 1
    return finish(reading, document)


def _is_remark(text: str, found: re.Match[str]) -> bool:
    return found.start() == 0 or text[found.start() - 1] in " \t\n"


def _read_line(reading: Reading, at: int, stop: int, block: str) -> None:
    found = _LINE.match(reading.text, at, stop)
    if not found or reading.text[at:stop].lstrip().startswith("//"):
        return
    verb = found.group(1) or block
    name = found.group(2)
    if verb in ("require", "tool"):
        is_indirect = "// indirect" in found.group(4)
        kind = TraceKind.LOCK if is_indirect else TraceKind.DEPENDENCY
        group = "dev" if verb == "tool" else ""
        reading.trace(kind, name, found.start(2), found.end(2), Role.DECLARED, language="golang", group=group)
    elif verb == "replace" and "=>" in found.group(4):
        _read_replacement(reading, found)


def _read_replacement(reading: Reading, found: re.Match[str]) -> None:
    target = re.compile(r"=>[ \t]*([^\s./][^\s]*)").search(reading.text, found.start(4), found.end(4))
    if target and "." in target.group(1):
        reading.trace(
            TraceKind.DEPENDENCY, target.group(1), *target.span(1), Role.DECLARED, language="golang", name="replace"
        )


DETECTOR = Detector(
    id="go-module",
    globs=("go.mod", "go.work"),
    kinds=(TraceKind.DEPENDENCY, TraceKind.LOCK, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "go.mod",
            "module github.com/acme/app\n\ngo 1.22\n\nrequire github.com/acme-ai/one v1.0.0\n\n"
            "require (\n\tgithub.com/acme-ai/acme-go/v2 v2.1.0 // acme\n"
            "\t// github.com/acme-ai/old v1.0.0\n\tgithub.com/acme-ai/dep v0.1.0 // indirect\n)\n\n"
            "exclude github.com/acme-ai/bad v1.0.0\n",
            (
                "dependency declared github.com/acme-ai/one",
                "dependency declared github.com/acme-ai/acme-go/v2",
                "lock declared github.com/acme-ai/dep",
                "text commented acme",
                "text listed acme",
            ),
            (
                "dependency declared github.com/acme/app",
                "dependency declared github.com/acme-ai/old",
                "dependency declared github.com/acme-ai/bad",
            ),
        ),
    ),
)
