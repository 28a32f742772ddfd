"""C, C++ and Objective-C: `#include` in quotes or angle brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.lexer import Import, Lexed, Lexer
from flowdown.scan.lexers._family import BLOCK_COMMENT, CHARACTER, DELIMITERS, DOUBLE, LINE_COMMENT, token

_RAW = r'(?P<string3>(?<=R)"(?P<mark>\w*)\((?:[^)]++|\)(?!(?P=mark)"))*+(?:\)(?P=mark)"|\Z))'
_INCLUDE = re.compile(r"^[ \t]*#[ \t]*(?:include|import)[ \t]*[<\"](?P<name>[^>\"\n]+)[>\"]", re.MULTILINE)


def _imports(text: str, lexed: Lexed) -> Iterator[Import]:
    for match in _INCLUDE.finditer(text):
        name = match.group("name")
        stem = name.rsplit("/", 1)[-1].split(".", 1)[0]
        # A library's namespace is called like its header, if it has one of its own.
        yield Import(name, match.start("name"), match.end("name"), ((stem, stem),) if stem.isidentifier() else ())


LEXER = Lexer(
    id="clang",
    language="c",
    suffixes=(".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh", ".hxx", ".m", ".mm", ".cu", ".cuh", ".ino"),
    token=token("/\"'", LINE_COMMENT, BLOCK_COMMENT, _RAW, DOUBLE, CHARACTER),
    delimiters={**DELIMITERS, "string3": (2, 2)},
    imports=_imports,
)
