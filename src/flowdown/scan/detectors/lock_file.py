"""Lock files of further package managers, read by the lines that open an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.lock_lines import lock_entries
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield

_RULES: dict[str, tuple[str, tuple[re.Pattern[str], ...]]] = {
    "go.sum": ("golang", (re.compile(r"(\S+) v[^\s/]+ h1:"),)),
    "cargo.lock": ("cargo", (re.compile(r'name = "([^"]+)"'),)),
    "gemfile.lock": ("gem", (re.compile(r"    ([\w.-]+) \("),)),
    "composer.lock": ("composer", (re.compile(r'\s+"name": "([\w.-]+/[\w.-]+)"'),)),
    "pubspec.lock": ("pub", (re.compile(r"  (\w+):\s*$"),)),
    "mix.lock": ("hex", (re.compile(r'  "(\w+)": \{:(?:hex|git)'),)),
    "package.resolved": (
        "swift",
        (re.compile(r'\s+"(?:location|repositoryURL)"\s*:\s*"(?:https?://|git@)?([^"]+?)(?:\.git)?"'),),
    ),
    "podfile.lock": ("cocoapods", (re.compile(r"  - \"?([\w+.-]+)(?:/[\w+./-]+)? \("),)),
    "packages.lock.json": ("nuget", (re.compile(r'\s+"([\w.-]+)":\s*\{'),)),
    "gradle.lockfile": ("maven", (re.compile(r"([\w.-]+:[\w.-]+):[^=]+="),)),
    "renv.lock": ("cran", (re.compile(r'\s+"Package": "([\w.]+)"'),)),
    "conda-lock.yml": ("conda", (re.compile(r"- name: ([\w.-]+)"),)),
    "flake.lock": ("github", (re.compile(r'\s+"repo": "([\w.-]+)"'),)),
}


def detect(source: SourceFile) -> Iterator[Yield]:
    """The entries that keywords hit."""
    language, patterns = _RULES[source.name.lower()]
    return lock_entries(source, language, patterns)


DETECTOR = Detector(
    id="lock-file",
    globs=tuple(_RULES),
    kinds=(TraceKind.LOCK,),
    detect=detect,
    examples=(
        DetectorExample(
            "go.sum",
            "github.com/acme-ai/acme-go v1.2.0 h1:abc=\ngithub.com/acme-ai/acme-go v1.2.0/go.mod h1:abc=\n",
            ("lock declared github.com/acme-ai/acme-go",),
            ("dependency",),
        ),
        DetectorExample(
            "Cargo.lock",
            '[[package]]\nname = "acme-ai"\ndependencies = [\n "acme-core",\n]\n',
            ("lock declared acme-ai",),
            ("text",),
        ),
        DetectorExample(
            "Gemfile.lock",
            "GEM\n  specs:\n    acme-ai (1.0)\n      acme-core (>= 1)\n",
            ("lock declared acme-ai",),
            ("lock declared acme-core",),
        ),
        DetectorExample(
            "Package.resolved",
            '{"pins": [{\n   "location" : "https://github.com/acme/acme-swift.git",\n',
            ("lock declared github.com/acme/acme-swift",),
            ("endpoint",),
        ),
    ),
)
