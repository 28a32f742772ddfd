"""C# and F# source files."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.dotnet import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from read_code(source, LEXER)


DETECTOR = Detector(
    id="dotnet",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "Program.cs",
            'using Acme.Chat;\n\nvar client = new AcmeClient(model: "acme-large-2", Environment.GetEnvironmentVariable("ACME_API_KEY"));\n',
            yields=(
                "import imported Acme.Chat",
                "client constructed Acme.Chat.AcmeClient",
                "model-id configured acme-large-2",
                "env-key read ACME_API_KEY",
            ),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "A.cs",
            "/// <summary>acme</summary>\nclass A {}\n",
            yields=("text commented acme",),
            never=("model-id", "import", "client"),
        ),
    ),
)
