"""Strings of program code that hold something written in another notation: SQL statements, tables of models in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from flowdown.scan.callee import is_assertion, is_http, is_log_callee
from flowdown.scan.code_file import CodeFile
from flowdown.scan.lexer import Span, SpanKind
from flowdown.scan.trace import Consumption, Role, Space, TraceKind, Yield

_SHORTEST = 20
_LONGEST = 100_000
_SHORTEST_BODY = 10
_STATEMENT = re.compile(
    r"(?is)\s*+(?:--[^\n]*+\n\s*+)*+(?:select|insert\s+into|with\s+[\w\"]+\s+as|update\s+\S+\s+set|delete\s+from"
    r"|(?:create(?:\s+or\s+replace)?|alter)\s+(?:temp\w*|unlogged|materialized|unique|table|function|procedure|view|index"
    r"|extension|trigger|type|schema|database|role|user|policy|system)|call\s+[\w.\"]+\s*\(|merge\s+into|begin|do\s+\$)"
)
_CLAUSE = re.compile(
    r"(?i)\b(?:from|values|set|as|table|function|into|where|returns)\b[\s(]|[a-z_]\w*\s*\([^()]*(?:'|\$|%s|=>|\?|:\w)"
)
_LIST = re.compile(r"\s*(?:\{|\[)\s*[\"{\[]")


def may_be_sql(text: str) -> bool:
    """Whether a string begins as a statement in SQL does."""
    return _STATEMENT.match(text) is not None


def holds_sql(file: CodeFile, span: Span) -> bool:
    """Whether a string is a statement in SQL that is run, rather than words for people."""
    if span.kind is SpanKind.COMMENT or not _SHORTEST <= span.inner_end - span.inner_start <= _LONGEST:
        return False
    if _STATEMENT.match(file.source.text, span.inner_start, span.inner_end) is None:
        return False
    if _CLAUSE.search(file.source.text, span.inner_start, span.inner_end) is None:
        return False
    context = file.contexts.around(span.start, span.end)
    return not (context.is_statement or context.is_thrown or context.is_compared or is_log_callee(context.callee))


def read_held_sql(file: CodeFile, spans: Sequence[Span]) -> Iterator[Yield]:
    """What the statements of a file's strings show, each at its place."""
    if not spans:
        return
    from flowdown.scan.readers.sql_script import read_sql

    text = file.source.text
    parts: list[str] = []
    at = 0
    for span in spans:
        parts.append(_blank(text[at : span.inner_start]))
        parts.append(text[span.inner_start : span.inner_end])
        at = span.inner_end
    # A statement ends with its string: what the next one says has nothing to do with it.
    body = "".join((*(part if index % 2 else part[:-1] + ";" for index, part in enumerate(parts)), _blank(text[at:])))
    hits = [hit for hit in file.source.hits if any(span.inner_start <= hit[0] < span.inner_end for span in spans)]
    yield from read_sql(file.source.with_text(body, hits))


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def holds_table(file: CodeFile, span: Span) -> bool:
    """Whether a string is a list or object in JSON of some size."""
    if span.kind is SpanKind.COMMENT or not _SHORTEST <= span.inner_end - span.inner_start <= _LONGEST:
        return False
    text = file.source.text
    return "\n" in text[span.inner_start : span.inner_end] and _LIST.match(text, span.inner_start) is not None


def read_held_table(file: CodeFile, span: Span) -> Iterator[Yield]:
    """The rows of a table of models that a string holds, and whether the program takes it up."""
    from flowdown.scan.readers.flow_reader import read_json
    from flowdown.scan.readers.model_rows import offer_rows
    from flowdown.scan.readers.reading import Reading

    inside = [hit for hit in file.source.hits if span.inner_start <= hit[0] < span.inner_end]
    reading = Reading(file.source.with_hits(inside))
    offer_rows(reading, read_json(file.source.text, span.inner_start, span.inner_end).roots)
    reading.leftovers(())
    yield from reading.yields
    context = file.contexts.around(span.start, span.end)
    name = context.target or context.key
    if reading.yields and (context.callee or (name and _stands_twice(file, name))):
        place = file.source.place(span.start, span.inner_start + 1)
        yield Consumption(Space.FILE, file.source.path, place, TraceKind.TEXT, name_there=name)


_OBJECT = re.compile(r"\s*[\[]?\s*\{\s*\\?[\"']")
_ANSWERED = re.compile(
    r"[\"'](?:choices|usage|finish_reason|stop_reason|candidates|created|created_at|owned_by|eval_count|done)\\?[\"']\s*:"
)


def holds_body(file: CodeFile, span: Span) -> bool:
    """Whether a string is a small object in JSON: the body of a request, or settings that the program writes down."""
    if span.kind is SpanKind.COMMENT or not _SHORTEST_BODY <= span.inner_end - span.inner_start <= _LONGEST:
        return False
    if _OBJECT.match(file.source.text, span.inner_start) is None:
        return False
    from flowdown.scan.readers.held_object import holds_object

    text = file.source.text[span.inner_start : span.inner_end]
    return holds_object(text) and _ANSWERED.search(text) is None


def read_held_body(file: CodeFile, span: Span) -> Iterator[Yield]:
    """The models, providers and addresses of an object that a string holds."""
    from flowdown.scan.readers.held_object import read_held_object
    from flowdown.scan.readers.reading import Reading

    inside = [hit for hit in file.source.hits if span.inner_start <= hit[0] < span.inner_end]
    reading = Reading(file.source.with_hits(inside))
    context = file.contexts.around(span.start, span.end)
    role = Role.CONFIGURED
    if is_assertion(context.callee) or context.is_compared:
        role = Role.COMPARED
    elif is_log_callee(context.callee) or context.is_thrown or context.is_statement:
        role = Role.DOCUMENTED
    elif is_http(context.callee):
        role = Role.CALLED
    read_held_object(reading, span.inner_start, span.inner_end, role, context.callee)
    yield from reading.yields


def _stands_twice(file: CodeFile, name: str) -> bool:
    last = re.split(r"[.:>]", name)[-1]
    places: Iterable[re.Match[str]] = re.finditer(rf"(?<![\w$]){re.escape(last)}(?![\w$])", file.masked)
    return sum(1 for _ in places) > 1
