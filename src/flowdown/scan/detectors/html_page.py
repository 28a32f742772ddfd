"""Pages in HTML: their scripts as program code at the page's own lines; all else is for people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.javascript import LEXER
from flowdown.scan.option_list import list_name
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Consumption, Role, Space, Text, Trace, TraceKind, Yield

_SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]{0,2000})>(?P<body>(?:[^<]++|<(?!/script\b))*+)", re.IGNORECASE)
_TYPE = re.compile(r"\btype\s*=\s*[\"']?(?P<type>[^\"'\s>]+)", re.IGNORECASE)
_PROGRAMS = re.compile(r"module|babel|jsx|(?:java|ecma|type)script", re.IGNORECASE)
_OPTION = re.compile(
    r"<option\b(?P<head>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>(?P<text>[^<]{0,200})",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\bvalue\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"'<>]+))", re.IGNORECASE)
_CHOSEN = re.compile(r"\bselected\b(?!\s*[%{?])", re.IGNORECASE)
_OPTION_REACH = 400
_BLANKED = re.compile(r"[^\n]")


def _detect(source: SourceFile) -> Iterator[Yield]:
    spans = list(_scripts(source.text)) if source.hits else []
    inside: list[tuple[int, int]] = []
    outside: list[tuple[int, int]] = []
    for hit in source.hits:
        (inside if any(start <= hit[0] < end for start, end in spans) else outside).append(hit)
    if inside:
        yield from read_code(source.with_text(_only(source.text, spans), inside), LEXER)
    shown = list(_options(source, outside))
    yield from (each for _, _, found in shown for each in found)
    for start, end in outside:
        if not any(first <= start < last for first, last, _ in shown):
            yield Trace(TraceKind.TEXT, Text(source.text[start:end]), source.place(start, end), Role.DOCUMENTED)


def _options(source: SourceFile, hits: list[tuple[int, int]]) -> Iterator[tuple[int, int, tuple[Yield, ...]]]:
    """The options of lists from which a visitor picks a model: where each stands, and what it shows."""
    text = source.text
    done = -1
    for at, _ in hits:
        start = text.rfind("<option", max(0, at - _OPTION_REACH), at) if at >= done else -1
        match = _OPTION.match(text, start) if start >= 0 else None
        if match is None or match.end() <= at:
            continue
        done = match.end()
        name = list_name(text, start)
        value = _VALUE.search(text, match.start("head"), match.end("head"))
        span = match.span("text") if value is None else value.span(value.lastgroup or 0)
        if name and text[slice(*span)].strip():
            is_chosen = _CHOSEN.search(match["head"]) is not None
            yield start, done, tuple(_option(source, span, name, is_chosen))


def _option(source: SourceFile, span: tuple[int, int], name: str, is_chosen: bool) -> Iterator[Yield]:
    place = source.place(*span)
    yield Trace(
        TraceKind.MODEL_ID,
        Text(source.text[slice(*span)].strip()),
        place,
        Role.LISTED,
        name=name,
        is_optional=not is_chosen,
        is_offered=True,
    )
    if _is_sent(source.text, span[0], name):
        yield Consumption(Space.FILE, source.path, place, TraceKind.TEXT, name_there=name)


def _is_sent(text: str, start: int, name: str) -> bool:
    """Whether what is picked in a list goes anywhere: with its form, or by a program of the page that names the list."""
    opened, closed = text.rfind("<form", 0, start), text.rfind("</form", 0, start)
    return opened > closed or any(name in text[first:last] for first, last in _scripts(text))


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
