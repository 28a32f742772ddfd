"""Tags of Go's struct fields that say which variable of the environment a field is read from, and its default."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile
from flowdown.scan.lexer import Span, SpanKind
from flowdown.scan.trace import Role, Text, Trace, TraceKind

_TAGS = re.compile(r"\s*(?:[A-Za-z_][\w.-]*:\"(?:[^\"\\\n]|\\.)*\"\s*)+\Z")
_TAG = re.compile(r"(?P<key>[A-Za-z_][\w.-]*):\"(?P<held>(?:[^\"\\\n]|\\.)*)\"")
_READS = frozenset("env envconfig".split())
_DEFAULTS = frozenset("envdefault env-default default def".split())
_NAME = re.compile(r"[A-Za-z_]\w*")
_FIELD = re.compile(r"(?:^|[\n{;])[ \t]*(?P<name>[A-Za-z_]\w*)[ \t]+[^\n`]*\Z")
_REACH = 200


def holds_tags(file: CodeFile, span: Span) -> bool:
    """Whether a raw string is the tags of a field."""
    text = file.source.text
    return (
        span.kind is not SpanKind.COMMENT
        and text[span.start : span.start + 1] == "`"
        and ':"' in text[span.inner_start : span.inner_end]
        and _TAGS.match(text, span.inner_start, span.inner_end) is not None
    )


def read_tags(file: CodeFile, span: Span) -> Iterator[Trace]:
    """The variables that a field is read from, and what it holds where they are not set; else what hits is a mention."""
    text = file.source.text
    field = _FIELD.search(text, max(0, span.start - _REACH), span.start)
    names = [field.group("name")] if field is not None else []
    tags = list(_TAG.finditer(text, span.inner_start, span.inner_end))
    for tag in tags:
        if tag.group("key").lower() not in _DEFAULTS:
            names.extend(_NAME.findall(tag.group("held").partition(",")[0]))
    hits = file.source.hits
    number = bisect_left(hits, (span.inner_start, 0))
    last = bisect_left(hits, (span.inner_end, 0))
    for tag in tags:
        key, (start, end) = tag.group("key").lower(), tag.span("held")
        while number < last and hits[number][0] < start:
            yield file.text(*hits[number], Role.LISTED)
            number += 1
        if not (number < last and hits[number][0] < end):
            continue
        found = _variable(file, tag) if key in _READS else _default(file, tag, names) if key in _DEFAULTS else None
        if found is not None:
            yield found
            number = bisect_left(hits, (end, 0), number)
    yield from (file.text(*hit, Role.LISTED) for hit in hits[number:last])


def _variable(file: CodeFile, tag: re.Match[str]) -> Trace | None:
    name = _NAME.match(tag.group("held"))
    if name is None:
        return None
    start = tag.start("held")
    place = file.source.place(start, start + name.end())
    return Trace(TraceKind.ENV_KEY, Text(name.group()), place, Role.READ, language=file.lexer.language)


def _default(file: CodeFile, tag: re.Match[str], names: list[str]) -> Trace | None:
    held, place = tag.group("held"), file.source.place(*tag.span("held"))
    name = next((each for each in names if vocabulary.is_model_key(each)), "")
    if vocabulary.urls_in(held):
        kind, name = TraceKind.ENDPOINT, next(filter(vocabulary.is_host_key, names), "url")
    elif name:
        kind = TraceKind.MODEL_ID
    elif any(map(vocabulary.is_provider_key, names)):
        kind, name = TraceKind.CONFIG, next(filter(vocabulary.is_provider_key, names))
    else:
        return None
    return Trace(kind, Text(held), place, Role.CONFIGURED, language=file.lexer.language, name=name, is_default=True)
