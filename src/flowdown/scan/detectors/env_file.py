"""Environment files: `.env` and its examples, `.envrc`, systemd and Docker environment files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.environment import is_template_file, set_environment
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.interpolation import Dialect, read_value
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Text, TraceKind, Yield

_LINE = re.compile(r"^[ \t]*(?:export[ \t]+|set[ \t]+)?([A-Za-z_][\w.]*)[ \t]*(?:=|:(?=[ \t]))[ \t]*", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE)
_TEST = re.compile(r"(?:^|[._-])(?:test|tests|testing|ci|e2e)(?:[._-]|\Z)")
_TAIL = re.compile(r"[ \t]+#[^\n]*")


def detect(source: SourceFile) -> Iterator[Yield]:
    """Every variable that the file sets, commented-out lines as mentions."""
    text = source.text
    reading = Reading(source)
    document = Document(comments=[found.span() for found in _COMMENT.finditer(text)])
    is_template = is_template_file(source.path)
    group = "test" if _TEST.search(source.name) else ""
    for line in _LINE.finditer(text):
        start, end, is_literal = _value_span(text, line.end(), document)
        raw = text[start:end]
        value = Text(raw) if is_literal else read_value(raw, Dialect.PLAIN)
        set_environment(
            reading, line.group(1), line.start(1), line.end(1), value, start, end, is_template=is_template, group=group
        )
    return finish(reading, document)


def _value_span(text: str, at: int, document: Document) -> tuple[int, int, bool]:
    """The span of a value without its quotes, and whether nothing in it is expanded."""
    first = text[at : at + 1]
    if first in ("'", '"', "`") and first:
        stop = text.find(first, at + 1, at + 20_000)
        if stop >= 0:
            return at + 1, stop, first == "'"
    stop = text.find("\n", at)
    stop = len(text) if stop < 0 else stop
    tail = _TAIL.search(text, at, stop)
    if tail or text.startswith("#", at):
        cut = tail.start() if tail else at
        document.comments.append((cut, stop))
        stop = cut
    while stop > at and text[stop - 1] in " \t\r":
        stop -= 1
    return at, stop, False


DETECTOR = Detector(
    id="env-file",
    globs=(
        ".env",
        ".env.*",
        "*.env",
        "*.env.*",
        "env.*",
        "*.envrc",
        "*.envrc.*",
        "*.envrc[-_]*",
        "*.env_*",
        ".dev.vars*",
        "dotenv*",
        "env-example",
        "env_example",
        "*.env-*",
    ),
    excludes=(
        "*.ts",
        "*.js",
        "*.tsx",
        "*.jsx",
        "*.mjs",
        "*.cjs",
        "*.py",
        "*.rb",
        "*.go",
        "*.php",
        "*.json",
        "*.yaml",
        "*.yml",
        "*.md",
        "*.sh",
        "*.html",
        "*.java",
        "*.rs",
        "*.vue",
        "*.txt.md",
        "*.toml",
        "*.kt",
        "*.cs",
        "*.dart",
        "*.tf",
    ),
    kinds=(TraceKind.ENV_KEY, TraceKind.MODEL_ID, TraceKind.ENDPOINT, TraceKind.CONFIG, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            ".env",
            "export ACME_API_KEY='sk-abcdefghijklmnopqrstuvwxyz'\nACME_BASE_URL=https://api.acme.example/v1 # acme\n"
            'LLM_MODEL="acme-large-2"\nLLM_PROVIDER=acme\n#ACME_OTHER_KEY=1\nX=${ACME_X:-acme-y}\n',
            (
                "env-key configured ACME_API_KEY",
                "binding ACME_API_KEY=?",
                "endpoint configured https://api.acme.example/v1",
                "model-id configured acme-large-2",
                "config configured acme",
                "text commented ACME",
                "env-key read ACME_X",
                "binding X=${ACME_X:-acme-y}",
            ),
            ("env-key configured ACME_OTHER_KEY", "binding ACME_OTHER_KEY=1"),
        ),
        DetectorExample(
            ".env.example",
            "ACME_API_KEY=your-key\n# ACME_REGION=eu\nMODEL_NAME=acme-large-2\n",
            ("env-key declared ACME_API_KEY", "model-id declared acme-large-2", "text commented ACME"),
            ("env-key configured",),
        ),
        DetectorExample(
            "local.env",
            "ACME_API_KEY=none\nACME_BASE_URL=http://localhost:8000/v1\n",
            ("env-key listed ACME_API_KEY", "env-key listed ACME_BASE_URL"),
            ("env-key configured",),
        ),
        DetectorExample(
            "prod.env",
            "ACME_API_KEY=none\nACME_BASE_URL=https://api.acme.example/v1\n",
            ("env-key configured ACME_API_KEY", "env-key configured ACME_BASE_URL"),
            ("env-key listed",),
        ),
    ),
)
