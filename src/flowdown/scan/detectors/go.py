"""Go source files."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.go import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from read_code(source, LEXER)


DETECTOR = Detector(
    id="go",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "main.go",
            'package main\n\nimport (\n\t"fmt"\n\tacme "github.com/acme/acme-go/v2"\n)\n\nconst model = "acme-large-2"\n\nfunc main() {\n\tclient := acme.NewClient(os.Getenv("ACME_API_KEY"))\n\tclient.Chat(ctx, acme.Request{Model: model})\n\tfmt.Println("acme-large-2")\n}\n',
            yields=(
                "import imported github.com/acme/acme-go/v2",
                "client constructed github.com/acme/acme-go/v2.NewClient",
                "env-key read ACME_API_KEY",
                "model-id declared acme-large-2",
                "call called client.Chat",
            ),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "x.go",
            "package x\n\n// acme is gone\n/* acme too */\n",
            yields=("text commented acme",),
            never=("model-id", "import", "client"),
        ),
    ),
)
