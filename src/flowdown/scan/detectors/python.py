"""Python source files: imports, clients, calls, model ids, endpoints and environment keys."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.python import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Yield


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from read_code(source, LEXER)


DETECTOR = Detector(
    id="python",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "app/llm.py",
            'from acme import Acme\n\nclient = Acme(base_url="https://api.acme.example/v1")\n'
            'client.chat.create(model="acme-large-2")\n',
            yields=(
                "import imported acme",
                "client constructed acme.Acme",
                "endpoint configured https://api.acme.example/v1",
                "call called client.chat.create",
                "model-id configured acme-large-2",
            ),
        ),
        DetectorExample(
            "app/settings.py",
            'import os\nMODEL = os.environ.get("MODEL", "acme-large-2")\nKEY = os.environ["ACME_API_KEY"]\n',
            yields=("model-id configured acme-large-2", "env-key read ACME_API_KEY"),
        ),
        DetectorExample(
            "app/notes.py",
            '"""Once this called acme-large-2."""\n# client = Acme()\nif name == "acme-large-2":\n    pass\nPRICES = {"acme-large-2": 3}\n',
            yields=(
                "text documented acme",
                "text commented Acme",
                "text compared acme",
                "model-id listed acme-large-2",
            ),
            never=("model-id configured", "client constructed", "import imported"),
        ),
        DetectorExample(
            "app/run.py",
            'import subprocess\nsubprocess.run(["acme", "-p", "hello"])\n',
            yields=("cli called acme",),
        ),
    ),
)
