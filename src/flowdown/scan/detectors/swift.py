"""Swift source files."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.swift import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from read_code(source, LEXER)


DETECTOR = Detector(
    id="swift",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "App.swift",
            'import AcmeKit\n\nlet client = AcmeClient(apiKey: ProcessInfo.processInfo.environment["ACME_API_KEY"] ?? "")\nlet query = Query(model: "acme-large-2")\n',
            yields=("import imported AcmeKit", "env-key read ACME_API_KEY", "model-id configured acme-large-2"),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "A.swift", "// acme\n", yields=("text commented acme",), never=("model-id", "import", "client")
        ),
    ),
)
