"""Units of systemd and Podman's quadlets: environment, commands and images of a service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.image import image_value
from flowdown.scan.readers.interpolation import read_value
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_commands import read_script
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_COMMENT = re.compile(r"^[ \t]*[#;][^\n]*", re.MULTILINE)
_SETTING = re.compile(r"^[ \t]*([A-Za-z]+)[ \t]*=[ \t]*((?:[^\n]*\\\r?\n)*[^\n]*)", re.MULTILINE)
_ASSIGNMENT = re.compile(r"([\"']?)([A-Za-z_]\w*)=([\"']?)")
_PREFIX = re.compile(r"[-@:+!|]*")
_COMMANDS = re.compile(r"Exec(?:Start|StartPre|StartPost|Reload|Stop|Condition)?\Z")
_PROSE = frozenset("Description Documentation SyslogIdentifier Alias".split())


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one unit."""
    reading = Reading(source)
    document = Document(comments=[found.span() for found in _COMMENT.finditer(source.text)])
    for found in _SETTING.finditer(source.text):
        key, (start, end) = found.group(1), found.span(2)
        if key == "Environment":
            _read_environment(reading, start, end)
        elif key == "Image":
            image = image_value(found.group(2).strip())
            if image is not None:
                reading.trace(TraceKind.IMAGE, image, start, start + len(found.group(2).strip()), Role.CONFIGURED)
        elif _COMMANDS.match(key):
            prefix = _PREFIX.match(source.text, start, end)
            read_script(reading, prefix.end() if prefix else start, end)
        elif key in _PROSE:
            reading.mention(start, end, Role.DOCUMENTED)
            reading.cover(start, end)
    return finish(reading, document)


def _read_environment(reading: Reading, start: int, end: int) -> None:
    """Settings `NAME=value`, several in a line, each or its value in quotes where it holds blanks."""
    at = start
    while found := _ASSIGNMENT.search(reading.text, at, end):
        quote = found.group(1) or found.group(3)
        stop = re.compile(re.escape(quote) if quote else r"\s").search(reading.text, found.end(), end)
        to = stop.start() if stop else end
        value = read_value(reading.text[found.end() : to])
        set_environment(reading, found.group(2), *found.span(2), value, found.end(), to)
        at = to + 1


DETECTOR = Detector(
    id="systemd-unit",
    globs=("*.service", "*.container", "*.pod", "**/*.service.d/*.conf", "**/*.container.d/*.conf"),
    kinds=(
        TraceKind.ENV_KEY,
        TraceKind.MODEL_ID,
        TraceKind.WEIGHTS,
        TraceKind.ENDPOINT,
        TraceKind.CONFIG,
        TraceKind.IMAGE,
        TraceKind.CLI,
        TraceKind.DEPENDENCY,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "deploy/desk.service",
            "[Unit]\nDescription=Asks acme\n# acme\n[Service]\nEnvironment=ACME_API_KEY=x \"MODEL=acme-large-2\" Q='a b'\n"
            "Environment=ACME_URL=https://api.acme.example/v1\nExecStartPre=-/usr/bin/runner pull acme-3:8b\n"
            "ExecStart=/usr/bin/acme serve \\\n  --model acme-small\n",
            (
                "env-key configured ACME_API_KEY",
                "model-id configured acme-large-2",
                "endpoint configured https://api.acme.example/v1",
                "weights configured acme-3:8b",
                "cli called acme",
                "model-id configured acme-small",
                "binding Q=a b",
                "text documented acme",
                "text commented acme",
            ),
            ("config",),
        ),
        DetectorExample(
            "desk.container",
            "[Container]\nImage=ghcr.io/acme/serve:1\nEnvironment=ACME_TOKEN=x\n",
            ("image configured ghcr.io/acme/serve", "env-key configured ACME_TOKEN"),
            ("text listed acme",),
        ),
    ),
)
