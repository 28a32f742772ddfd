"""Whether a changed file is still read as before: the same strings but those replaced, the same structure."""

from __future__ import annotations

import ast
import json
import tomllib
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence

from flowdown.fix.edit import Edit
from flowdown.fix.literal import lexer_of
from flowdown.fix.put_in import Range, ranges_put_in
from flowdown.fix.python_program import PythonProgram
from flowdown.fix.text_file import TextFile
from flowdown.scan.lexer import Lexed, Lexer, SpanKind

_FAULTS = (ValueError, SyntaxError, RecursionError, MemoryError)


def still_parses(before: TextFile, after: TextFile, edits: Sequence[Edit], lexers: Mapping[str, Lexer]) -> str:
    """Why a changed file is not read as before, but for what its edits change; empty if it is."""
    put_in = list(ranges_put_in(edits))
    old, new = [was for was, _ in put_in], [now for _, now in put_in]
    changed = frozenset(edit.old for edit in edits)
    lexer = lexer_of(before.path, lexers)
    if lexer is not None and not _has_same_spans(Lexed(before.text, lexer), Lexed(after.text, lexer), changed, new):
        return "its strings and comments are cut otherwise than before"
    shape = _SHAPES.get(before.path.rsplit("/", 1)[-1].rpartition(".")[2].lower())
    if shape is None:
        return ""
    try:
        was = shape(before, old)
    except _FAULTS:
        return "it cannot be read" if put_in else ""  # a template or a dialect: it was not read before either
    try:
        return "" if shape(after, new) == was else "its structure is not the same"
    except _FAULTS:
        return "it is not read any more"


def _has_same_spans(before: Lexed, after: Lexed, changed: frozenset[str], put_in: Sequence[Range]) -> bool:
    spans = [span for span in after.spans if not _is_in(span.start, put_in)]
    if len(before.spans) != len(spans):
        return False
    for old, new in zip(before.spans, spans, strict=True):
        is_replaced = before.inner(old) in changed and old.kind is not SpanKind.COMMENT
        if old.kind is not new.kind or not (is_replaced or before.inner(old) == after.inner(new)):
            return False
    return True


def _is_in(at: int, ranges: Sequence[Range]) -> bool:
    return any(start <= at < end for start, end in ranges)


def _python(file: TextFile, put_in: Sequence[Range]) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(file.text)
    if not put_in:
        return [type(node).__name__ for node in ast.walk(tree)]
    return list(_names(PythonProgram(file, tree), tree, put_in))


def _names(program: PythonProgram, node: ast.AST, put_in: Sequence[Range]) -> Iterator[str]:
    """What a program is made of, but for the arguments and imports that stand where words were put in."""
    yield type(node).__name__
    for each in ast.iter_child_nodes(node):
        is_new = isinstance(each, ast.keyword | ast.Import | ast.ImportFrom) and _is_in(
            program.offset(each.lineno, each.col_offset), put_in
        )
        if not is_new:
            yield from _names(program, each, put_in)


def _json(file: TextFile, _: Sequence[Range]) -> object:
    return _kinds(json.loads(file.text))


def _toml(file: TextFile, _: Sequence[Range]) -> object:
    return _kinds(tomllib.loads(file.text))


def _yaml(file: TextFile, _: Sequence[Range]) -> object:
    import yaml

    try:
        return [type(event).__name__ for event in yaml.parse(file.text, Loader=yaml.CSafeLoader)]
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def _kinds(value: object) -> object:
    if isinstance(value, dict):
        return [_kinds(each) for each in value.values()]
    if isinstance(value, list):
        return [_kinds(each) for each in value]
    return type(value).__name__


_SHAPES: Mapping[str, Callable[[TextFile, Sequence[Range]], object]] = {
    "py": _python,
    "pyi": _python,
    "json": _json,
    "toml": _toml,
    "yaml": _yaml,
    "yml": _yaml,
}
