"""C, C++ and Objective-C: `#include` in quotes or angle brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.lexer import Import, Lexed, Lexer
from flowdown.scan.lexers._family import BLOCK_COMMENT, CHARACTER, DELIMITERS, DOUBLE, LINE_COMMENT, token

_INCLUDE = re.compile(r"^[ \t]*#[ \t]*(?:include|import)[ \t]*[<\"](?P<name>[^>\"\n]+)[>\"]", re.MULTILINE)


def _imports(text: str, lexed: Lexed) -> Iterator[Import]:
    for match in _INCLUDE.finditer(text):
        yield Import(match.group("name"), match.start("name"), match.end("name"))


LEXER = Lexer(
    id="clang",
    language="c",
    suffixes=(".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh", ".hxx", ".m", ".mm", ".cu", ".cuh", ".ino"),
    token=token("/\"'", LINE_COMMENT, BLOCK_COMMENT, DOUBLE, CHARACTER),
    delimiters=DELIMITERS,
    imports=_imports,
)
