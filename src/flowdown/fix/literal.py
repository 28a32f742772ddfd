"""Finds the literal at a place, if it is wholly what a sighting says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flowdown.fix.text_file import TextFile
from flowdown.scan.lexer import Lexed, Lexer, SpanKind

_QUOTES = "\"'`"
_OPENERS = re.compile(r"(?:^|[\s=:,(\[{]|:-)\Z")
_CLOSER = re.compile(r"[\s,;)\]}#]|\Z")
SPAN = tuple[int, int]


def find_literal(file: TextFile, line: int, column: int, value: str, lexers: Mapping[str, Lexer]) -> SPAN | None:
    """Where a value stands if it is a whole literal there: a string of a program, a scalar of a configuration."""
    start = file.offset(line, column)
    end = start + len(value)
    if start < 0 or not value or file.text[start:end] != value:
        return None
    lexer = lexer_of(file.path, lexers)
    if lexer is not None:
        lexed = Lexed(file.text, lexer)
        span = lexed.span_at(start)
        is_string = span is not None and span.kind in (SpanKind.STRING, SpanKind.TEMPLATE)
        return (start, end) if is_string and span and (span.inner_start, span.inner_end) == (start, end) else None
    return (start, end) if _is_scalar(file.text, start, end) else None


def lexer_of(path: str, lexers: Mapping[str, Lexer]) -> Lexer | None:
    """The lexer of a file's language, if it is a program's."""
    name = path.rsplit("/", 1)[-1]
    dot = name.rfind(".")
    return lexers.get(name[dot:].lower()) if dot > 0 else None


def _is_scalar(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in _QUOTES and before:
        return before == after
    return _OPENERS.search(text, max(0, start - 2), start) is not None and _CLOSER.match(after) is not None


def find_words(text: str, word: str) -> list[SPAN]:
    """Where a name stands as a whole word in a text."""
    return [found.span() for found in re.finditer(rf"(?<![\w]){re.escape(word)}(?![\w])", text)]
