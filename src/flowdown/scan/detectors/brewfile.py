"""Bundles of Homebrew: the programs, applications, extensions and packages that a machine is set up with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.requirement import npm_name
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_LINE = re.compile(
    r"^[ \t]*(?P<kind>brew|cask|vscode|npm|cargo|go|mas|whalebrew|uv)[ \t(]+(?P<quote>[\"'])(?P<name>[^\"'\n]+)(?P=quote)",
    re.MULTILINE,
)
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)
_LANGUAGES = {"npm": "npm", "cargo": "cargo", "go": "golang", "uv": "pypi"}


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one bundle."""
    reading = Reading(source)
    for found in _LINE.finditer(source.text):
        start, end = found.span("name")
        if reading.has_hit(start, end):
            _read_entry(reading, found.group("kind"), start, end)
    return finish(reading, Document(comments=[found.span() for found in _COMMENT.finditer(source.text)]))


def _read_entry(reading: Reading, kind: str, start: int, end: int) -> None:
    name = reading.text[start:end]
    if kind == "vscode":
        reading.trace(TraceKind.AGENT_CONFIG, name, start, end, Role.CONFIGURED, name="extensions", group="dev")
        return
    if kind in ("brew", "cask", "mas"):
        # A formula of somebody's own list is named behind it: `acme/tap/acme-cli`.
        name = name.rpartition("/")[2].partition("@")[0].lower().replace(" ", "-")
        language = "brew"
    else:
        language = _LANGUAGES.get(kind, "generic")
        name = (npm_name(name) or name) if language == "npm" else name.partition("@")[0].partition("[")[0]
    reading.trace(TraceKind.DEPENDENCY, name, start, end, Role.DECLARED, language=language, group="dev")


DETECTOR = Detector(
    id="brewfile",
    globs=("Brewfile", ".Brewfile", "Brewfile.*", "*.Brewfile", "*.brewfile"),
    excludes=("*.lock.json",),
    kinds=(TraceKind.DEPENDENCY, TraceKind.AGENT_CONFIG, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "Brewfile",
            'tap "acme/tap"\nbrew "acme/tap/acme-cli"\ncask "acme"\nvscode "acme.acme-code"\n'
            'npm "@acme/code"\n# cask "acme-old"\n',
            (
                "dependency declared acme-cli",
                "dependency declared acme",
                "agent-config configured acme.acme-code",
                "dependency declared @acme/code",
                "text commented acme",
            ),
            ("dependency declared acme-old",),
        ),
    ),
)
