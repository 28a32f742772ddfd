"""JavaScript's lock files: package-lock.json, yarn.lock, pnpm-lock.yaml, bun.lock, deno.lock."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.lock_lines import lock_entries
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield

_NAME = r"((?:@[\w.~-]+/)?[\w.~-]+)"
_NPM = re.compile(rf'[ \t]*"(?:[^"]*/)?node_modules/{_NAME}":\s*\{{')
_OLD_NPM = re.compile(rf'[ \t]+"{_NAME}":\s*\{{')
_YARN = re.compile(rf'"?{_NAME}@[^:\n]*(?::[^\n]*)?:\s*$')
_PNPM = re.compile(rf"[ \t]+['\"]?/?{_NAME}[@/][^:\n]*:\s*$")
_LONG_PNPM = re.compile(rf"[ \t]+\? ['\"]?/?{_NAME}[@/][^\n]*$")
"""A key that a formatter gave a line of its own."""
_BUN = re.compile(rf'[ \t]+"{_NAME}":\s*\["')
_DENO = re.compile(rf'[ \t]+"{_NAME}@[^"]*":\s*\{{')


def detect(source: SourceFile) -> Iterator[Yield]:
    """The entries that keywords hit."""
    return lock_entries(source, "npm", (_NPM, _OLD_NPM, _BUN, _DENO, _PNPM, _LONG_PNPM, _YARN))


DETECTOR = Detector(
    id="node-lock",
    globs=(
        "package-lock.json",
        ".package-lock.json",
        "npm-shrinkwrap.json",
        "yarn.lock",
        "pnpm-lock.yaml",
        "bun.lock",
        "deno.lock",
    ),
    kinds=(TraceKind.LOCK,),
    detect=detect,
    examples=(
        DetectorExample(
            "package-lock.json",
            '{"packages": {\n    "": {\n"dependencies": {"acme-ai": "^1"}},\n'
            '    "node_modules/x/node_modules/@acme/sdk": {\n'
            '      "resolved": "https://registry.example/@acme/sdk"\n',
            ("lock declared @acme/sdk",),
            ("lock declared acme-ai", "endpoint", "text"),
        ),
        DetectorExample(
            "yarn.lock",
            '"@acme/sdk@^1.0.0", "@acme/sdk@^1.2":\n  version "1"\n  dependencies:\n'
            '    acme-core "1"\n\nacme-ai@npm:^2:\n',
            ("lock declared @acme/sdk", "lock declared acme-ai"),
            ("lock declared acme-core",),
        ),
        DetectorExample(
            "pnpm-lock.yaml",
            "packages:\n\n  '@acme/sdk@1.0.0(zod@3)':\n    resolution: {}\n  /acme-ai/1.0.0:\n    dev: true\n",
            ("lock declared @acme/sdk", "lock declared acme-ai"),
            ("dependency",),
        ),
        DetectorExample(
            "pnpm-lock.yaml",
            "importers:\n    .:\n        dependencies:\n            '@acme/core':\n                specifier: ^1\n"
            "packages:\n    '@acme/sdk@1.0.0':\n        resolution: {}\n"
            "    ? 'acme-ai@1.0.0(zod@3)'\n    : resolution: {}\n",
            ("lock declared @acme/sdk", "lock declared acme-ai"),
            ("lock declared @acme/core",),
        ),
    ),
)
