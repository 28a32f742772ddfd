"""Bills of materials that lie in the tree: the packages and models that they list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_PURL = re.compile(r"pkg:([a-z]+)/([^\s\"'@?#<>]+)(?:@[^\s\"'?#<>]*)?")
_ENCODED = re.compile(r"pkg:(npm|golang|maven)/((?=[^\s\"'@?#<>%]{0,300}%)[^\s\"'@?#<>]{1,300}+)")
_PACKAGES = frozenset(
    (
        "pypi npm maven golang cargo nuget gem composer pub hex swift cocoapods conda cran deb rpm apk cpan luarocks hackage "
        "docker oci github gitlab bitbucket generic alpm conan bitnami"
    ).split()
)
"""Types of package URLs that are of software; the others are of models."""
_BEFORE = 400
"""Characters before a hit in which the start of its package URL is looked for."""


def detect(source: SourceFile) -> Iterator[Yield]:
    """A lock trace for every package URL that a keyword hits; all else is listed."""
    reading = Reading(source)
    last = -1
    for start, _ in source.hits:
        if start < last:
            continue
        at = source.text.rfind("pkg:", max(0, start - _BEFORE), start + 4)
        found = _PURL.match(source.text, at) if at >= 0 else None
        if found and found.end() > start:
            last = found.end()
            _read(reading, found)
    for found in _ENCODED.finditer(source.text):
        _read(reading, found)  # no keyword hits a name with escapes in it
    return finish(reading, Document())


def _read(reading: Reading, found: re.Match[str]) -> None:
    language, name = found.group(1), unquote(found.group(2))
    if language == "maven":
        name = name.replace("/", ":")
    kind = TraceKind.LOCK if language in _PACKAGES else TraceKind.WEIGHTS
    role = Role.LISTED if kind is TraceKind.WEIGHTS else Role.DECLARED
    reading.trace(kind, name, found.start(2), found.end(2), role, language=language)


DETECTOR = Detector(
    id="sbom",
    globs=(
        "*.cdx.json",
        "*.cdx.xml",
        "*.spdx.json",
        "*.spdx",
        "bom.json",
        "bom.xml",
        "sbom*.json",
        "*sbom.json",
        "aibom*.json",
    ),
    kinds=(TraceKind.LOCK, TraceKind.WEIGHTS, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "bom.json",
            '{"components": [{"name": "acme", "purl": "pkg:npm/%40acme/sdk@1.0"}, {"purl": '
            '"pkg:maven/com.acme/acme-java@2"}]}\n',
            ("lock declared @acme/sdk", "lock declared com.acme:acme-java", "text listed acme"),
            ("dependency",),
        ),
    ),
)
