"""Reads SQL, in scripts of its own and in strings of programs: what functions are given, columns default to, options set."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan import vocabulary
from flowdown.scan.code import read_code
from flowdown.scan.lexer import Lexed, Span, SpanKind
from flowdown.scan.lexers import javascript, python, r
from flowdown.scan.lexers.sql import LEXER
from flowdown.scan.readers.address import addresses
from flowdown.scan.readers.held_object import holds_object, read_held_object
from flowdown.scan.readers.pointed_keys import take_back
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.sql_context import (
    SqlContext,
    SqlContexts,
    is_insert,
    is_later_row,
    is_settings_table,
    offers_models,
    row_of,
)
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_DATA = re.compile(r"(?im)^COPY\b[^;]*\bFROM\s+stdin\b[^;]*;[^\n]*\n(?:(?!\\\.)[^\n]*(?:\n|\Z))*+")
_BODY = re.compile(r"(?i)\b(?:AS|DO|LANGUAGE\s+[\w']+|BEGIN|IMMEDIATE)\s*$")
_IS_REMARK = re.compile(r"(?i)\b(?:IS|COMMENT\s*=?)\s*$")
_LANGUAGE = re.compile(r"(?i)\bLANGUAGE\s+'?(\w+)")
_LANGUAGES = {
    "python": python.LEXER,
    "plpython": python.LEXER,
    "js": javascript.LEXER,
    "javascript": javascript.LEXER,
    "plv": javascript.LEXER,
    "plr": r.LEXER,
    "r": r.LEXER,
}
_MODEL_WORDS = frozenset(
    (
        "ai llm ml model chat complete completion completions embed embedding embeddings embedder generate generator predict "
        "infer inference transcribe rerank moderate classify summarize summarizer vectorizer vectorize agent query prompt transform "
        "extract translate sentiment agg filter llms aiquery gpt pgml"
    ).split()
)
_STRONG_WORDS = frozenset(
    "ai llm ml chat embed embedding embeddings complete completion completions generate model rerank pgml".split()
)
_HTTP = re.compile(r"(?i)http|rest_endpoint|\burl\b|webhook|request|curl|external")
_RUNS_REQUEST = re.compile(r"(?i)\bEXEC(?:UTE)?\s+\w*(?:http|rest_endpoint|request)\w*\s[^;]*$")
_BUILDS_OBJECT = re.compile(
    r"(?i)(?:json(?:b)?_(?:build_)?object|object_construct|json_object|map|struct_pack|jsonb_set|dict)$"
)
_TOKEN = re.compile(r"[\w@%~.:/\-+]{2,200}\Z")
_SECRET_NAME = re.compile(r"(?i)(?:[\w.]*[._])?\w*(?:api_?key|_token|_secret)\Z")
_READS_KEY = re.compile(r"(?i)(?:current_setting|set_config|get_secret|create_secret|secret|getenv|env|credential\w*)$")
_NAMED_BEFORE = re.compile(
    r"(?i)(?:\bTYPE\s*=?\s*|\bML_ENGINE\s+(?:IF\s+NOT\s+EXISTS\s+)?\w+\s+FROM\s+|\bENGINE\s*=\s*)$"
)
_DECLARED_BEFORE = re.compile(
    r"(?i)\b(?:FUNCTION|PROCEDURE|TABLE|VIEW|INDEX|TRIGGER|SCHEMA|ROLE|POLICY|EXISTS|COLUMN|REFERENCES|INTO)\s+[\w.\"`]*$"
)
_CALL = re.compile(r"[\w$]*(?:\.[\w$]+)*\s*\(")
_SET_KEY = re.compile(r"\s*(?:=(?![=>])|:=|\bTO\b|=>)\s*")


def read_sql(source: SourceFile) -> Iterator[Yield]:
    """The yields of a text of statements; hits outside of it are nothing to it."""
    lexed = Lexed(_without_data(source.text), LEXER)
    contexts = SqlContexts(lexed)
    reading = Reading(source)
    done: set[int] = set()
    for start, end in source.hits:
        span = lexed.span_at(start)
        if span is None:
            _read_name(reading, contexts, start, end)
        elif span.start not in done and span.kind is not SpanKind.COMMENT:
            done.add(span.start)
            yield from _read_string(reading, contexts, span)
    comments = [(span.start, span.end) for span in lexed.spans if span.kind is SpanKind.COMMENT]
    reading.leftovers(comments)
    yield from take_back(reading.yields)


def _without_data(text: str) -> str:
    """The text with the rows of `COPY ... FROM stdin` blanked: they follow no rules of quoting."""
    if "stdin" not in text:
        return text
    return _DATA.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def _read_string(reading: Reading, contexts: SqlContexts, span: Span) -> Iterator[Yield]:
    text = reading.text
    context = contexts.around(span.start, span.end)
    before = text[max(0, span.start - 60) : span.start]
    if _BODY.search(before) and ("\n" in text[span.start : span.end] or text[span.start] == "$"):
        reading.cover(span.start, span.end)
        yield from _read_body(reading, contexts, span, context)
        return
    held = text[span.inner_start : span.inner_end]
    if holds_object(held):
        _read_object(reading, span, context)
    elif "://" in held:
        _read_address(reading, span, context)
    elif _IS_REMARK.search(before):
        reading.mention(span.start, span.end, Role.DOCUMENTED)
    elif context.is_compared:
        reading.mention(span.start, span.end, Role.COMPARED)
    elif _SECRET_NAME.match(held):
        _read_key(reading, span, held, context)
    elif _TOKEN.match(held):
        _read_token(reading, contexts, span, held, context)
    else:
        reading.mention(span.start, span.end, Role.DOCUMENTED)


def _read_body(reading: Reading, contexts: SqlContexts, span: Span, context: SqlContext) -> Iterator[Yield]:
    """The body of a function, in the language that its definition names."""
    masked = contexts.lexed.masked
    stop = masked.find(";", span.end)
    ahead = reading.text[span.end : stop if stop >= 0 else span.end + 200]
    named = _LANGUAGE.search(context.statement) or _LANGUAGE.search(ahead)
    language = re.sub(r"\d.*$", "", named.group(1).lower()) if named is not None else ""
    tag = re.match(r"\$\w*\$", reading.text[span.start : span.end])
    size = len(tag.group()) if tag is not None else span.inner_start - span.start
    part = reading.source.part(span.start + size, max(span.start + size, span.end - size))
    lexer = _LANGUAGES.get(language)
    yield from read_code(part, lexer) if lexer is not None else read_sql(part)


def _read_object(reading: Reading, span: Span, context: SqlContext) -> None:
    """An object in notation of its own, written as a string: attributes of a profile, the body of a request."""
    row = row_of(context)
    is_used = (
        bool(context.callee or context.target or context.key or is_settings_table(row[0])) and not context.is_compared
    )
    role = Role.CONFIGURED if is_used else Role.LISTED
    read_held_object(reading, span.inner_start, span.inner_end, role, context.callee)


def _read_address(reading: Reading, span: Span, context: SqlContext) -> None:
    name = context.key or context.target
    if context.is_compared:
        role = Role.COMPARED
    elif _HTTP.search(context.callee) or _RUNS_REQUEST.search(context.statement):
        role = Role.CALLED
    elif is_insert(context):
        table, column = row_of(context)
        is_set = is_settings_table(table) or offers_models(context)
        role = Role.CONFIGURED if is_set and vocabulary.is_host_key(column) else Role.LISTED
    elif vocabulary.is_host_key(name) or context.target or name.lower() == "location":
        role = Role.CONFIGURED
    else:
        role = Role.DOCUMENTED
    is_optional = offers_models(context) and is_later_row(context)
    for address in addresses(reading.text, span.inner_start, span.inner_end):
        at = address.start, address.end
        reading.trace(
            TraceKind.ENDPOINT, address.value, *at, role, name=name, callee=context.callee, is_optional=is_optional
        )


def _read_key(reading: Reading, span: Span, held: str, context: SqlContext) -> None:
    """The name of a setting or secret that holds a key."""
    is_read = _READS_KEY.search(context.callee) is not None or "secret" in context.key
    role = Role.READ if is_read else Role.LISTED
    reading.trace(TraceKind.ENV_KEY, _key_name(held), span.inner_start, span.inner_end, role, callee=context.callee)


def _key_name(name: str) -> str:
    return name.rsplit(".", 1)[-1].upper()


def _read_token(reading: Reading, contexts: SqlContexts, span: Span, held: str, context: SqlContext) -> None:
    name = context.key or context.target
    if not context.key and _BUILDS_OBJECT.search(context.callee) and context.position % 2:
        name = _argument_before(contexts, context)
        is_used = True
    elif is_insert(context) and not context.callee and not context.key:
        table, name = row_of(context)
        is_used = is_settings_table(table)
        if not is_used and offers_models(context):
            is_used, name = True, "model" if name.lower() in ("name", "id", "slug") else name
    else:
        is_used = bool(name)
    kind = TraceKind.MODEL_ID
    if vocabulary.is_provider_key(name) or (name.lower() == "engine" and held.isalpha()):
        name = name if vocabulary.is_provider_key(name) else "provider"
        kind, is_used = TraceKind.CONFIG, is_used and not context.in_list
    elif vocabulary.is_model_key(name) or name.lower() in ("endpoint", "transformer"):
        is_used = is_used and not context.in_list
    else:
        is_used = not name and not context.in_list and context.position <= 1 and asks_model(context.callee)
    role = Role.CONFIGURED if is_used and name else Role.CALLED if is_used else Role.LISTED
    reading.trace(
        kind,
        held,
        span.inner_start,
        span.inner_end,
        role,
        name=name,
        callee=context.callee,
        is_optional=offers_models(context) and is_later_row(context),
        is_default=context.is_default,
    )


def asks_model(callee: str) -> bool:
    """Whether a function of this name works with a model: `schema.chat_complete`, `AI_QUERY`, `ML.GENERATE_TEXT`."""
    words = {word for part in callee.split(".") for word in (*vocabulary.words_of(part), part.lower())}
    return bool(words & _STRONG_WORDS)


def _argument_before(contexts: SqlContexts, context: SqlContext) -> str:
    parts = contexts.frames.parts_of(context.opener, context.position)
    if len(parts) < context.position:
        return ""
    return contexts.lexed.text[slice(*parts[context.position - 1])].strip().strip("'\"")


def _read_name(reading: Reading, contexts: SqlContexts, start: int, end: int) -> None:
    """A bare name that holds a hit: a function named after whom it asks, a key that is set, a type of secret."""
    masked = contexts.lexed.masked
    first, last = start, end
    while first > 0 and (masked[first - 1].isalnum() or masked[first - 1] in "_.$@"):
        first -= 1
    while last < len(masked) and (masked[last].isalnum() or masked[last] in "_.$"):
        last += 1
    name, before = masked[first:last].strip("@"), masked[max(0, first - 80) : first]
    is_set = _SET_KEY.match(masked, last) is not None
    is_call = masked[last:].lstrip()[:1] == "(" and not _DECLARED_BEFORE.search(before)
    if is_call and (start, end) == (first, last) and "." in name:
        # A function that the catalogue knows by its whole name.
        reading.trace(TraceKind.CALL, name, start, end, Role.CALLED, language="sql", callee=name.rpartition(".")[2])
    elif _SECRET_NAME.match(name) and is_set:
        reading.trace(TraceKind.ENV_KEY, _key_name(name), first, last, Role.CONFIGURED)
    elif _NAMED_BEFORE.search(before) or (is_call and asks_model(name)):
        reading.trace(TraceKind.CONFIG, masked[start:end], start, end, Role.CONFIGURED, name="provider")
