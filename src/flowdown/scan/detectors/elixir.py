"""Elixir source files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan import vocabulary
from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.code_file import CodeFile
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexer import Span, SpanKind
from flowdown.scan.lexers.elixir import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Binding, Role, Space, Text, Trace, TraceKind, Yield

_ATTRIBUTE = re.compile(r"(?m)^[ \t]*(?P<name>@[a-z]\w*)[ \t]+$")
_CONFIG = re.compile(r"(?m)^[ \t]*config[ \t(]+:(?P<name>\w+)")
_HEADER = re.compile(r"(?m)^[ \t]*defp?[ \t]+\w+[!?]?\([^()\n]*$")
_DEFAULT = re.compile(r"\\\\[^,]*$")
_TOKEN = re.compile(r"[\w@%~.:/\-+]{2,200}\Z")


def _detect(source: SourceFile) -> Iterator[Yield]:
    file = CodeFile(source, LEXER)
    taken: set[tuple[int, int]] = set()
    configured = {found.start("name"): found for found in _CONFIG.finditer(file.masked)}
    for start, end in source.hits:
        span = file.lexed.span_at(start)
        if span is None and start in configured:
            taken.add((start, end))
            yield _setting(file, configured[start])
        elif span is not None and span.kind is not SpanKind.COMMENT:
            found = tuple(_attribute(file, span)) or tuple(_matched(file, span))
            taken.update((start, end) for _ in found[:1])
            yield from found
    yield from read_code(source.with_hits([hit for hit in source.hits if hit not in taken]), LEXER)


def _setting(file: CodeFile, found: re.Match[str]) -> Trace:
    """The application that a configuration is for: `config :acme, api_key: ...`."""
    place = file.source.place(*found.span("name"))
    name = Text(found.group("name"))
    return Trace(TraceKind.CONFIG, name, place, Role.CONFIGURED, LEXER.language, "provider")


def _attribute(file: CodeFile, span: Span) -> Iterator[Yield]:
    """A constant of a module: `@model "..."`."""
    found = _ATTRIBUTE.search(file.masked, max(0, span.start - 80), span.start)
    held = file.lexed.inner(span)
    if found is None or not _TOKEN.match(held):
        return
    name = found.group("name")
    is_read = len(re.findall(re.escape(name) + r"\b", file.masked)) > 1
    kind = TraceKind.ENDPOINT if vocabulary.urls_in(held) else TraceKind.MODEL_ID
    role = Role.CONFIGURED if is_read else Role.LISTED
    place = file.inner_place(span)
    yield Trace(kind, Text(held), place, role, LEXER.language, name)
    yield Binding(Space.CODE, name, Text(held), place, file.module)


def _matched(file: CodeFile, span: Span) -> Iterator[Trace]:
    """A literal in the head of a function is what the argument is compared with, unless it is a default."""
    line = file.masked.rfind("\n", 0, span.start) + 1
    head = file.masked[line : span.start]
    if _HEADER.match(head) and not _DEFAULT.search(head):
        yield from file.mentions(span, Role.COMPARED)


DETECTOR = Detector(
    id="elixir",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "lib/app.ex",
            'defmodule App do\n  alias Acme.Client\n  def run, do: Client.chat(model: "acme-large-2", key: System.get_env("ACME_API_KEY"))\nend\n',
            yields=("import imported Acme.Client", "env-key read ACME_API_KEY", "model-id configured acme-large-2"),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "lib/ask.ex",
            'defmodule Ask do\n  @model "acme-large-2"\n  @unused "acme-old"\n  @url "https://api.acme.example/v1"\n'
            '  def go(opts \\\\ [model: "acme-small-1"]), do: Req.post!(@url, json: %{model: @model})\n'
            '  def limit("acme-tiny"), do: 1\nend\n',
            yields=(
                "model-id configured acme-large-2",
                "model-id listed acme-old",
                "endpoint configured https://api.acme.example/v1",
                "endpoint called ${@url}",
                "model-id configured acme-small-1",
                "text compared acme",
            ),
            never=("model-id configured acme-tiny",),
        ),
        DetectorExample(
            "config/config.exs",
            'config :acme, api_key: System.get_env("ACME_API_KEY")\n',
            yields=("config configured acme", "env-key read ACME_API_KEY"),
        ),
        DetectorExample(
            "lib/a.ex", "# acme\n", yields=("text commented acme",), never=("model-id", "import", "client")
        ),
    ),
)
