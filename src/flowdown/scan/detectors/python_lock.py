"""Python's lock files: poetry.lock, uv.lock, pdm.lock, pylock.toml, Pipfile.lock."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.lock_lines import lock_entries
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield

_TOML = re.compile(r'name = "([^"]+)"')
_JSON = re.compile(r'[ \t]+"([A-Za-z0-9._-]+)":\s*\{')
_PINNED = re.compile(r"([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==")


def detect(source: SourceFile) -> Iterator[Yield]:
    """The entries that keywords hit."""
    return lock_entries(source, "pypi", (_TOML, _JSON, _PINNED))


DETECTOR = Detector(
    id="python-lock",
    globs=("poetry.lock", "uv.lock", "pdm.lock", "pylock*.toml", "pipfile.lock", "requirements*.lock", "pixi.lock"),
    kinds=(TraceKind.LOCK,),
    detect=detect,
    examples=(
        DetectorExample(
            "uv.lock",
            '[[package]]\nname = "acme-ai"\nversion = "1"\nsource = { registry = "https://pypi.example/acme" }\n'
            'dependencies = [\n    { name = "acme-core" },\n]\n',
            ("lock declared acme-ai",),
            ("lock declared acme-core", "dependency", "endpoint"),
        ),
        DetectorExample(
            "Pipfile.lock",
            '{"default": {\n    "acme-ai": {\n   "hashes": ["acme"]}}}\n',
            ("lock declared acme-ai",),
            ("text",),
        ),
    ),
)
