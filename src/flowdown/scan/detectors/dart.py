"""Dart source files."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.dart import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from read_code(source, LEXER)


DETECTOR = Detector(
    id="dart",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "lib/main.dart",
            "import 'package:acme/acme.dart';\n\nfinal client = AcmeClient(apiKey: Platform.environment['ACME_API_KEY']);\nfinal reply = client.chat(model: 'acme-large-2');\n",
            yields=(
                "import imported package:acme/acme.dart",
                "env-key read ACME_API_KEY",
                "model-id configured acme-large-2",
            ),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "lib/a.dart", "/// acme\n", yields=("text commented acme",), never=("model-id", "import", "client")
        ),
    ),
)
