"""Java, Kotlin, Scala and Groovy source files."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.jvm import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from read_code(source, LEXER)


DETECTOR = Detector(
    id="jvm",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "src/Main.java",
            'import com.acme.AcmeClient;\n\nclass Main {\n  static final String MODEL = "acme-large-2";\n  void run() {\n    AcmeClient client = new AcmeClient(System.getenv("ACME_API_KEY"));\n    client.chat(Request.builder().model(MODEL).build());\n    other(Request.builder().model("acme-large-3").build());\n  }\n}\n',
            yields=(
                "import imported com.acme.AcmeClient",
                "client constructed com.acme.AcmeClient",
                "env-key read ACME_API_KEY",
                "model-id declared acme-large-2",
                "model-id called acme-large-3",
            ),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "A.kt",
            "// acme\n/** acme */\nclass A\n",
            yields=("text commented acme",),
            never=("model-id", "import", "client"),
        ),
    ),
)
