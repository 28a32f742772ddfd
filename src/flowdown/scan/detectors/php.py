"""PHP source files."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.php import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from read_code(source, LEXER)


DETECTOR = Detector(
    id="php",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "app.php",
            '<?php\nuse Acme\\Client;\n\n$client = new Client(getenv("ACME_API_KEY"));\n$client->chat(["model" => "acme-large-2"]);\n',
            yields=("import imported Acme\\Client", "env-key read ACME_API_KEY", "model-id configured acme-large-2"),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "a.php", "<?php\n// acme\n# acme\n", yields=("text commented acme",), never=("model-id", "import", "client")
        ),
    ),
)
