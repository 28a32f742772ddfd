"""Tells whether a file of program code shows nothing at any of its hits, from its strings and comments alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile
from flowdown.scan.code_held import may_be_sql
from flowdown.scan.idle_hits import is_called, is_imported, name_round
from flowdown.scan.lexer import Span, SpanKind
from flowdown.scan.source_file import Plain

_ENV_NAME = re.compile(r"\$?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_WORD = re.compile(r"[\w.:/@-]+")
_STRUCTURE = re.compile(r"[{}\[\]<>$]|://")


def are_silent(file: CodeFile, hits: Sequence[tuple[int, int]]) -> bool:
    """Whether all of some hits are idle, or plain ones in comments, in strings that say nothing, or as bare names.

    A comment or a string of words only mentions what it says, and a bare name is nobody's by itself.
    """
    judge = file.source.judge
    if judge is None:
        return not hits
    live: list[tuple[tuple[int, int], Plain]] = []
    for hit in hits:
        if judge.is_idle(hit):
            continue
        plain = judge.plain(hit)
        if plain is None:
            return False
        live.append((hit, plain))
    if live and file.lexer.language == "python" and "BaseSettings" in file.source.text:
        return False  # the fields of such a class are variables of the environment
    return all(_is_silent(file, *hit, plain) for hit, plain in live)


def _is_silent(file: CodeFile, start: int, end: int, plain: Plain) -> bool:
    span = file.lexed.span_at(start)
    if span is not None:
        return span.kind is SpanKind.COMMENT or _is_empty(file, span, plain)
    text = file.source.text
    first, last = name_round(text, start, end)
    name = text[first:last]
    if _ENV_NAME.match(name) or is_imported(text, first):
        return False
    if not is_called(text, last) and not any(map(str.isdigit, name)):
        return True
    # What is called can be given a model, and a constant with a digit in its name can be one, where the key of one is.
    return (plain.is_called_in_vain or not is_called(text, last)) and not file.may_key_models


def _is_empty(file: CodeFile, span: Span, plain: Plain) -> bool:
    """Whether a string is a word that names nothing, or several words and no template, address, statement or object."""
    text = file.lexed.inner(span)
    if span.kind is not SpanKind.STRING or _STRUCTURE.search(text):
        return False
    if " " not in text.strip():
        return plain.is_quoted_in_vain and _WORD.fullmatch(text) is not None
    return not (vocabulary.urls_in(text) or may_be_sql(text))
