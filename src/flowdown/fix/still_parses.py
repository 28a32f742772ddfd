"""Whether a changed file is still read as before: the same strings but those replaced, the same structure."""

from __future__ import annotations

import ast
import json
import tomllib
import warnings
from collections.abc import Callable, Mapping

from flowdown.fix.literal import lexer_of
from flowdown.fix.text_file import TextFile
from flowdown.scan.lexer import Lexed, Lexer, SpanKind

_FAULTS = (ValueError, SyntaxError, RecursionError, MemoryError)


def still_parses(before: TextFile, after: TextFile, changed: frozenset[str], lexers: Mapping[str, Lexer]) -> str:
    """Why a changed file is not read as before; empty if it is. `changed` are the texts that were replaced."""
    lexer = lexer_of(before.path, lexers)
    if lexer is not None and not _has_same_spans(Lexed(before.text, lexer), Lexed(after.text, lexer), changed):
        return "its strings and comments are cut otherwise than before"
    shape = _SHAPES.get(before.path.rsplit("/", 1)[-1].rpartition(".")[2].lower())
    if shape is None:
        return ""
    try:
        was = shape(before.text)
    except _FAULTS:
        return ""  # a template or a dialect: it was not read before either
    try:
        return "" if shape(after.text) == was else "its structure is not the same"
    except _FAULTS:
        return "it is not read any more"


def _has_same_spans(before: Lexed, after: Lexed, changed: frozenset[str]) -> bool:
    if len(before.spans) != len(after.spans):
        return False
    for old, new in zip(before.spans, after.spans, strict=True):
        is_replaced = before.inner(old) in changed and old.kind is not SpanKind.COMMENT
        if old.kind is not new.kind or not (is_replaced or before.inner(old) == after.inner(new)):
            return False
    return True


def _python(text: str) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [type(node).__name__ for node in ast.walk(ast.parse(text))]


def _json(text: str) -> object:
    return _kinds(json.loads(text))


def _toml(text: str) -> object:
    return _kinds(tomllib.loads(text))


def _yaml(text: str) -> object:
    import yaml

    try:
        return [type(event).__name__ for event in yaml.parse(text, Loader=yaml.CSafeLoader)]
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def _kinds(value: object) -> object:
    if isinstance(value, dict):
        return [_kinds(each) for each in value.values()]
    if isinstance(value, list):
        return [_kinds(each) for each in value]
    return type(value).__name__


_SHAPES: Mapping[str, Callable[[str], object]] = {
    "py": _python,
    "pyi": _python,
    "json": _json,
    "toml": _toml,
    "yaml": _yaml,
    "yml": _yaml,
}
