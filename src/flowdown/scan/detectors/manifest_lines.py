"""Manifests written as calls in a language of their own: Gemfile, gemspec, Package.swift, Podfile, mix.exs, DESCRIPTION."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.blanked import without_comments
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield


@dataclass(frozen=True, slots=True)
class _Notation:
    """How one kind of manifest names a dependency: group 1 of `entry`; `dev` tells a development one by its line."""

    language: str
    entry: re.Pattern[str]
    dev: re.Pattern[str]
    is_slash: bool = False


_NEVER = re.compile(r"(?!)")
_NOTATIONS: tuple[tuple[str, _Notation], ...] = (
    (
        "gemfile",
        _Notation(
            "gem",
            re.compile(r"^[ \t]*gem[ \t(]+[\"']([\w.-]+)[\"'][^\n]*", re.MULTILINE),
            re.compile(r"group:?\s*=?>?\s*\[?\s*:?(?:dev|test)"),
        ),
    ),
    (
        ".gemspec",
        _Notation(
            "gem",
            re.compile(r"\.add_(?:runtime_|development_)?dependency[ \t(]+[\"']([\w.-]+)[\"']"),
            re.compile("add_development"),
        ),
    ),
    (
        "package.swift",
        _Notation(
            "swift", re.compile(r"\.package\([^)]*?url:\s*\"(?:https?://|git@)?([^\"]+?)(?:\.git)?\""), _NEVER, True
        ),
    ),
    ("podfile", _Notation("cocoapods", re.compile(r"^[ \t]*pod[ \t(]+[\"']([\w+.-]+)[^\n]*", re.MULTILINE), _NEVER)),
    (".podspec", _Notation("cocoapods", re.compile(r"\.dependency[ \t(]+[\"']([\w+.-]+)"), _NEVER)),
    (
        "mix.exs",
        _Notation(
            "hex",
            re.compile(r"\{:(\w+),\s*(?:\"|github:|git:|path:|only:|\[)[^\n]*"),
            re.compile(r"only:\s*(?:\[\s*)?:(?:dev|test)"),
        ),
    ),
    (
        ".pbxproj",
        _Notation(
            "swift", re.compile(r"\brepositoryURL\s*=\s*\"?(?:https?://|git@)?([^\";\s]+?)(?:\.git)?\"?;"), _NEVER, True
        ),
    ),
    ("rebar.config", _Notation("hex", re.compile(r"\{(\w+),\s*\"[^\n]*"), _NEVER)),
    ("cartfile", _Notation("swift", re.compile(r"^github[ \t]+\"([^\"]+)\"", re.MULTILINE), _NEVER)),
    ("cpanfile", _Notation("cpan", re.compile(r"^\s*requires\s+[\"']([\w:]+)[\"']", re.MULTILINE), _NEVER)),
)
_BLOCK = re.compile(r"^[ \t]*(?:group\b([^\n]*)\bdo\b|(end)\b)", re.MULTILINE)
_DESCRIPTION = re.compile(r"^(Imports|Depends|Suggests|LinkingTo|Enhances):((?:[^\n]*\n[ \t]+)*[^\n]*)", re.MULTILINE)
_R_NAME = re.compile(r"([A-Za-z][\w.]*)\s*(?:\([^)]*\))?\s*(?:,|\Z)")


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one manifest, by its name."""
    reading = Reading(source)
    name = source.name.lower()
    if name == "description":
        _read_description(reading)
        return finish(reading, Document(), Role.DOCUMENTED)
    notation = next((one for suffix, one in _NOTATIONS if name.endswith(suffix)), None)
    document = Document()
    if notation is not None:
        plain, document.comments = without_comments(source.text, notation.is_slash)
        groups = _groups(plain) if notation.language == "gem" else []
        for found in notation.entry.finditer(plain):
            inside = _group_at(groups, found.start())
            group = inside or ("dev" if notation.dev.search(found.group()) else "")
            reading.trace(
                TraceKind.DEPENDENCY,
                found.group(1),
                *found.span(1),
                Role.DECLARED,
                language=notation.language,
                group=group,
            )
            reading.cover(found.start(), found.start() + len(found.group().rstrip()))
    return finish(reading, document)


def _groups(text: str) -> list[tuple[int, int, str]]:
    """The blocks `group :development do ... end` of a Gemfile."""
    found: list[tuple[int, int, str]] = []
    start, name = -1, ""
    for block in _BLOCK.finditer(text):
        if block.group(1) is not None:
            start, name = block.end(), "-".join(re.findall(r"\w+", block.group(1)))
        elif start >= 0:
            found.append((start, block.start(), name))
            start = -1
    return found


def _group_at(groups: list[tuple[int, int, str]], at: int) -> str:
    """The group whose block holds an offset."""
    index = bisect_right(groups, at, key=itemgetter(0)) - 1
    return groups[index][2] if index >= 0 and at < groups[index][1] else ""


def _read_description(reading: Reading) -> None:
    """The fields of an R package."""
    for field in _DESCRIPTION.finditer(reading.text):
        group = "suggests" if field.group(1) in ("Suggests", "Enhances") else ""
        for one in _R_NAME.finditer(reading.text, field.start(2), field.end(2)):
            if one.group(1) != "R":
                reading.trace(
                    TraceKind.DEPENDENCY,
                    one.group(1),
                    *one.span(1),
                    Role.DECLARED,
                    language="cran",
                    group=group,
                    is_optional=bool(group),
                )


DETECTOR = Detector(
    id="manifest-lines",
    globs=(
        "Gemfile",
        "*.Gemfile",
        "gems.rb",
        "*.gemspec",
        "Package.swift",
        "*.pbxproj",
        "Podfile",
        "*.podspec",
        "mix.exs",
        "rebar.config",
        "Cartfile",
        "cpanfile",
        "DESCRIPTION",
    ),
    kinds=(TraceKind.DEPENDENCY, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "Gemfile",
            'source "https://gems.example"\ngem "acme-ai", "~> 1" # acme\n# gem "acme-old"\n'
            "group :development, :test do\n  gem 'acme-mock'\nend\n",
            ("dependency declared acme-ai", "dependency declared acme-mock", "text commented acme"),
            ("dependency declared acme-old",),
        ),
        DetectorExample(
            "Package.swift",
            'let package = Package(name: "App", dependencies: [\n'
            '  .package(url: "https://github.com/acme/acme-swift.git", from: "1.0.0"), // acme\n])\n',
            ("dependency declared github.com/acme/acme-swift", "text commented acme"),
            ("endpoint",),
        ),
        DetectorExample(
            "mix.exs",
            'defp deps do\n  [{:acme_ai, "~> 1.0"}, # acme\n   {:acme_mock, "~> 1", only: :test}]\nend\n',
            ("dependency declared acme_ai", "text commented acme"),
            ("lock",),
        ),
        DetectorExample(
            "DESCRIPTION",
            "Package: x\nTitle: Talk to acme\nImports:\n    acmeR (>= 1.0),\n    other\nSuggests: acmeTest\n",
            (
                "dependency declared acmeR",
                "dependency declared other",
                "dependency declared acmeTest",
                "text documented acme",
            ),
            ("dependency declared x",),
        ),
    ),
)
