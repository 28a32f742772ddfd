"""Go: raw strings in backticks, import blocks with aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.lexer import Import, Lexed, Lexer
from flowdown.scan.lexers._family import BACKTICK, BLOCK_COMMENT, CHARACTER, DELIMITERS, DOUBLE, LINE_COMMENT, token

_BLOCK = re.compile(r"^import\s*(?:\((?P<block>[^)]*)\)|(?P<alias>[\w.]+)?[ \t]*(?P<quote>\"))", re.MULTILINE)
_LINE = re.compile(r"^[ \t]*(?P<alias>[\w.]+)?[ \t]*(?P<quote>\")", re.MULTILINE)
_SEPARATORS = re.compile(r"[-.]")
_VERSION = re.compile(r"v\d{1,3}\Z")
"""A version of a module; a day (`v20190614`) is what its package is called."""


def _imports(text: str, lexed: Lexed) -> Iterator[Import]:
    for match in _BLOCK.finditer(lexed.masked):
        if match.group("quote"):
            yield from _one(lexed, match.start("quote"), match.group("alias") or "")
            continue
        begin, end = match.span("block")
        for line in _LINE.finditer(lexed.masked, begin, end):
            yield from _one(lexed, line.start("quote"), line.group("alias") or "")


def _one(lexed: Lexed, quote: int, alias: str) -> Iterator[Import]:
    span = lexed.span_at(quote)
    if span is None:
        return
    module = lexed.inner(span)
    locals_ = () if alias in ("_", ".") else (alias,) if alias else tuple(_packages_of(module))
    yield Import(module, span.inner_start, span.inner_end, tuple((local, module) for local in locals_))


def _packages_of(module: str) -> Iterator[str]:
    """The names under which a package may be used: its last folder without a version, whole and without `go`, `sdk`."""
    parts = [part for part in module.split("/") if not _VERSION.match(part)]
    words = _SEPARATORS.split(parts[-1]) if parts else [module]
    bare = [word for word in words if word not in ("go", "golang", "sdk", "client", "api")]
    yield from dict.fromkeys(("".join(bare or words), "_".join(bare or words), "".join(words)))


LEXER = Lexer(
    id="go",
    language="go",
    suffixes=(".go",),
    token=token("/\"'`", LINE_COMMENT, BLOCK_COMMENT, DOUBLE, CHARACTER, BACKTICK),
    delimiters=DELIMITERS,
    imports=_imports,
)
