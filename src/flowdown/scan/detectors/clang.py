"""C, C++ and Objective-C source files."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.clang import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from read_code(source, LEXER)


DETECTOR = Detector(
    id="clang",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "main.cpp",
            '#include <acme/client.h>\n\nint main() {\n  Request request;\n  request.model = "acme-large-2";\n  auto key = std::getenv("ACME_API_KEY");\n}\n',
            yields=("import imported acme/client.h", "env-key read ACME_API_KEY", "model-id declared acme-large-2"),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "a.c", "/* acme */\nint x;\n", yields=("text commented acme",), never=("model-id", "import", "client")
        ),
    ),
)
