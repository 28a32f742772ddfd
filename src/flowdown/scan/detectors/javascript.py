"""JavaScript and TypeScript source files (JSX, Vue and Svelte too)."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.javascript import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from read_code(source, LEXER)


DETECTOR = Detector(
    id="javascript",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "src/llm.ts",
            "import Acme from 'acme';\nconst client = new Acme({ apiKey: process.env.ACME_API_KEY, baseURL: 'https://api.acme.example/v1' });\n"
            "await client.messages.create({ model: 'acme-large-2', max_tokens: 10 });\n",
            yields=(
                "import imported acme",
                "client constructed acme",
                "env-key read ACME_API_KEY",
                "endpoint configured https://api.acme.example/v1",
                "call called client.messages.create",
                "model-id configured acme-large-2",
            ),
        ),
        DetectorExample(
            "src/labels.tsx",
            "// import Acme from 'acme'\nexport const label = <p title=\"Ask acme-large-2 anything\">acme-large-2</p>;\n"
            "expect(model).toBe('acme-large-2');\nconst prices = { 'acme-large-2': 3 };\n",
            yields=("text commented acme", "text compared acme", "model-id listed acme-large-2"),
            never=("model-id configured", "import imported"),
        ),
    ),
)
