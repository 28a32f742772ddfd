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
_BOOK = ".livemd"
_CELL = re.compile(r"(?ms)^```elixir[^\n]*\n(?P<code>.*?)^```")
_NO_BREAK = re.compile(r"[^\n]")
_INSTALLED = ("{:", "{ :")
_INSTALL_REACH = 2000
_NAME = re.compile(r"\w+")
_HEADER = re.compile(r"(?m)^[ \t]*defp?[ \t]+\w+[!?]?\([^()\n]*$")
_DEFAULT = re.compile(r"\\\\[^,]*$")
_HUB = re.compile(r"\{[ \t]*:hf,\s*\Z")
_TOKEN = re.compile(r"[\w@%~.:/\-+]{2,200}\Z")


def _detect(source: SourceFile) -> Iterator[Yield]:
    yield from _read_book(source) if source.path.endswith(_BOOK) else _read(source)


def _read(source: SourceFile) -> Iterator[Yield]:
    file = CodeFile(source, LEXER)
    taken: set[tuple[int, int]] = set()
    configured = {found.start("name"): found for found in _CONFIG.finditer(file.masked)}
    for start, end in source.hits:
        span = file.lexed.span_at(start)
        if span is None and file.masked.endswith(_INSTALLED, 0, start) and _is_installed(file, start):
            taken.add((start, end))
            yield _package(file, start)
        elif span is None and start in configured:
            taken.add((start, end))
            yield _setting(file, configured[start])
        elif span is not None and span.kind is not SpanKind.COMMENT:
            found = tuple(_attribute(file, span)) or tuple(_from_hub(file, span)) or tuple(_matched(file, span))
            taken.update((start, end) for _ in found[:1])
            yield from found
    yield from read_code(source.with_hits([hit for hit in source.hits if hit not in taken]), LEXER)


def _read_book(source: SourceFile) -> Iterator[Yield]:
    """A notebook of Livebook: its cells are code, all else is prose."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for cell in _CELL.finditer(source.text):
        start, end = cell.span("code")
        spans.append((start, end))
        parts += [_NO_BREAK.sub(" ", source.text[at:start]), source.text[start:end]]
        at = end
    parts.append(_NO_BREAK.sub(" ", source.text[at:]))
    inside = [hit for hit in source.hits if any(start <= hit[0] < end for start, end in spans)]
    for start, end in source.hits:
        if (start, end) not in inside:
            yield Trace(TraceKind.TEXT, Text(source.text[start:end]), source.place(start, end), Role.DOCUMENTED)
    if inside:
        yield from _read(source.with_text("".join(parts), inside))


def _is_installed(file: CodeFile, start: int) -> bool:
    """Whether a package stands in the list that a script installs for itself."""
    opener = file.masked.rfind("Mix.install", max(0, start - _INSTALL_REACH), start)
    bracket = file.masked.find("(", opener) if opener >= 0 else -1
    return 0 < bracket < start < file.frames.close_of(bracket)


def _package(file: CodeFile, start: int) -> Trace:
    name = _NAME.match(file.masked, start)
    place = file.source.place(start, name.end() if name else start + 1)
    return Trace(TraceKind.DEPENDENCY, Text(name.group() if name else ""), place, Role.DECLARED, "hex")


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
    # Text that is built of it (`"#{@base_url}/v1"`) reads it too.
    is_read = len(re.findall(re.escape(name) + r"\b", file.masked)) > 1 or f"#{{{name}}}" in file.source.text
    kind = TraceKind.ENDPOINT if vocabulary.urls_in(held) else TraceKind.MODEL_ID
    role = Role.CONFIGURED if is_read else Role.LISTED
    place = file.inner_place(span)
    yield Trace(kind, Text(held), place, role, LEXER.language, name)
    yield Binding(Space.CODE, name, Text(held), place, file.module)


def _from_hub(file: CodeFile, span: Span) -> Iterator[Trace]:
    """A repository of the hub for models: `{:hf, "acme/acme-7b"}`."""
    if _HUB.search(file.masked, max(0, span.start - 20), span.start) is not None:
        held = Text(file.lexed.inner(span))
        yield Trace(TraceKind.MODEL_ID, held, file.inner_place(span), Role.CONFIGURED, LEXER.language, "model")


def _matched(file: CodeFile, span: Span) -> Iterator[Trace]:
    """A literal in the head of a function is what the argument is compared with, unless it is a default."""
    line = file.masked.rfind("\n", 0, span.start) + 1
    head = file.masked[line : span.start]
    if _HEADER.match(head) and not _DEFAULT.search(head):
        yield from file.mentions(span, Role.COMPARED)


DETECTOR = Detector(
    id="elixir",
    globs=(*("*" + suffix for suffix in LEXER.suffixes), "*" + _BOOK),
    kinds=(*CODE_KINDS, TraceKind.DEPENDENCY),
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
            "demo.livemd",
            '# Ask acme\n\n```elixir\nMix.install([\n  {:acme, "~> 0.8"}\n])\n```\n\n```elixir\n'
            'key = System.fetch_env!("ACME_API_KEY")\n```\n',
            yields=("text documented acme", "dependency declared acme", "env-key read ACME_API_KEY"),
        ),
        DetectorExample(
            "lib/a.ex", "# acme\n", yields=("text commented acme",), never=("model-id", "import", "client")
        ),
    ),
)
