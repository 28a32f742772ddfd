"""Prompt and agent files with front matter: the model that a prompt is run on stands above its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.settings import Manner, judge
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import MENTION_ROLES, Role, Trace, TraceKind, Yield

_FRONT = re.compile(r"\ufeff?(?:#[^\n]*\n)*---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_AGENT = re.compile(
    r"(?:^|/)\.[\w-]+/|\.(?:prompt|agent|chatmode|instructions)\.md\Z|(?:^|/)(?:agents|prompts|commands|skills|subagents)/",
    re.IGNORECASE,
)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The settings in the front matter; in Markdown only of files that instruct a tool, and only what is used."""
    is_markdown = source.name.lower().endswith((".md", ".mdc"))
    if is_markdown and not _AGENT.search(source.path):
        return
    front = _FRONT.match(source.text[:50_000])
    reading = Reading(source)
    document = Document()
    if front:
        document = read_yaml(source.text, front.start(1), front.end(1))
        for root in document.roots:
            judge(reading, root, Manner())
    if not is_markdown:
        yield from finish(reading, document, Role.DOCUMENTED)
        return
    # The words of a Markdown file are read as prose elsewhere.
    for each in reading.yields:
        if isinstance(each, Trace) and each.kind is TraceKind.MODEL_ID and each.role not in MENTION_ROLES:
            yield each


DETECTOR = Detector(
    id="prompt-file",
    globs=("*.prompt", "*.prompty", "*.md", "*.mdc"),
    kinds=(TraceKind.MODEL_ID, TraceKind.CONFIG, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "prompts/ask.prompt",
            "---\nmodel: acme/acme-large-2 # acme\ninput: {schema: {q: string}}\n---\nYou are acme.\n",
            ("model-id configured acme/acme-large-2", "text commented acme", "text documented acme"),
        ),
        DetectorExample(
            ".tool/agents/review.md",
            "---\nname: review\nmodel: acme-large-2\n---\nAsk acme.\n",
            ("model-id configured acme-large-2",),
            ("text",),
        ),
        DetectorExample("docs/post.md", "---\nmodel: acme-large-2\n---\nacme\n", (), ("model-id",)),
    ),
)
