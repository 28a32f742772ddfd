"""Batch scripts of Windows, read for programs, installs, requests and environment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.address import addresses
from flowdown.scan.readers.blanked import blanked
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.interpolation import read_value
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_commands import read_script
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_COMMENT = re.compile(r"^[ \t]*@?(?:rem\b|::)[^\n]*", re.MULTILINE | re.IGNORECASE)
_ENVIRONMENT = re.compile(
    r"^[ \t]*@?set[ \t]+\"?([A-Za-z_]\w*)=(?:\"([^\"\n]*)\"|([^\s\"\n]*))",
    re.IGNORECASE | re.MULTILINE,
)
_READ = re.compile(r"%([A-Z][A-Z0-9_]+)%", re.IGNORECASE)
_SPOKEN = re.compile(r"^[ \t]*@?echo\b[^\n]*", re.MULTILINE | re.IGNORECASE)
_REQUEST = re.compile(r"\b(?:Invoke-(?:RestMethod|WebRequest)|iwr|irm|curl|wget|bitsadmin)\b[^\n]*", re.IGNORECASE)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one script."""
    text = source.text
    reading = Reading(source)
    comments = [found.span() for found in _COMMENT.finditer(text)]
    plain = blanked(text, comments)
    for found in _ENVIRONMENT.finditer(plain):
        held = 2 if found.group(2) is not None else 3
        set_environment(reading, found.group(1), *found.span(1), read_value(found.group(held)), *found.span(held))
    for found in _REQUEST.finditer(plain):
        for address in addresses(text, found.start(), found.end()):
            reading.trace(TraceKind.ENDPOINT, address.value, address.start, address.end, Role.CALLED)
    for found in _READ.finditer(plain):
        if reading.has_hit(*found.span(1)):
            reading.trace(TraceKind.ENV_KEY, found.group(1), *found.span(1), Role.READ)
    for found in _SPOKEN.finditer(plain):
        reading.mention(*found.span(), Role.DOCUMENTED)
    _read_lines(reading, plain)
    return finish(reading, Document(comments=comments))


def _read_lines(reading: Reading, plain: str) -> None:
    """Lines that start with a program are read as a shell would."""
    for found in re.finditer(r"^[ \t]*@?(?:call[ \t]+|start[ \t]+)?([A-Za-z][\w.-]*)[ \t][^\n]*", plain, re.MULTILINE):
        if reading.has_hit(*found.span()) and not _SPOKEN.match(plain, found.start()):
            read_script(reading, found.start(1), found.end())


DETECTOR = Detector(
    id="batch",
    globs=("*.bat", "*.cmd"),
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
            "install.bat",
            "@echo off\nrem acme\nset ACME_API_KEY=x\nset MODEL=acme-large-2\npip install acme-ai\n"
            "curl https://api.acme.example/v1 -H %ACME_TOKEN%\necho acme done\n",
            (
                "env-key configured ACME_API_KEY",
                "model-id configured acme-large-2",
                "dependency declared acme-ai",
                "endpoint called https://api.acme.example/v1",
                "env-key read ACME_TOKEN",
                "text commented acme",
                "text documented acme",
            ),
            ("cli",),
        ),
    ),
)
