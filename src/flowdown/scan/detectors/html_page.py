"""Pages in HTML: their scripts as program code at the page's own lines; all else is for people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.javascript import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, Text, Trace, TraceKind, Yield

_SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]{0,2000})>(?P<body>(?:[^<]++|<(?!/script\b))*+)", re.IGNORECASE)
_TYPE = re.compile(r"\btype\s*=\s*[\"']?(?P<type>[^\"'\s>]+)", re.IGNORECASE)
_PROGRAMS = re.compile(r"module|babel|jsx|(?:java|ecma|type)script", re.IGNORECASE)
_BLANKED = re.compile(r"[^\n]")


def _detect(source: SourceFile) -> Iterator[Yield]:
    spans = list(_scripts(source.text)) if source.hits else []
    inside: list[tuple[int, int]] = []
    outside: list[tuple[int, int]] = []
    for hit in source.hits:
        (inside if any(start <= hit[0] < end for start, end in spans) else outside).append(hit)
    if inside:
        yield from read_code(source.with_text(_only(source.text, spans), inside), LEXER)
    for start, end in outside:
        yield Trace(TraceKind.TEXT, Text(source.text[start:end]), source.place(start, end), Role.DOCUMENTED)


def _scripts(text: str) -> Iterator[tuple[int, int]]:
    """Where the programs of a page stand; data and templates in script elements are none."""
    for match in _SCRIPT.finditer(text):
        told = _TYPE.search(match["attributes"])
        if told is None or _PROGRAMS.search(told["type"]):
            yield match.span("body")


def _only(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with all outside of some spans blanked, each character at its place."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        # A program ends with its element.
        gap = _BLANKED.sub(" ", text[at:start])
        parts += [gap[:-1] + ";" if gap else "", text[start:end]]
        at = end
    return "".join((*parts, _BLANKED.sub(" ", text[at:])))


DETECTOR = Detector(
    id="html-page",
    globs=("*.html", "*.htm", "*.xhtml"),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "index.html",
            "<p>Ask acme-large-2</p>\n<script>\nconst r = await fetch('https://api.acme.example/v1/messages', {\n"
            "  body: JSON.stringify({ model: 'acme-large-2' })\n})\n</script>\n",
            yields=(
                "text documented acme",
                "endpoint called https://api.acme.example/v1/messages",
                "model-id configured acme-large-2",
            ),
        ),
        DetectorExample(
            "data.html",
            '<script type="application/json">{"model": "acme-large-2"}</script>\n<a href="https://acme.example">acme</a>\n',
            yields=("text documented acme",),
            never=("model-id", "endpoint"),
        ),
    ),
)
