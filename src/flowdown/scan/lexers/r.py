"""R: `#` comments, both quotes, `library` and `::`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.lexer import Import, Lexed, Lexer
from flowdown.scan.lexers._family import DELIMITERS, HASH_COMMENT, token

_DOUBLE = r'(?P<string1>"(?:[^"\\]++|\\.)*+")'
_SINGLE = r"(?P<string2>'(?:[^'\\]++|\\.)*+')"
_RAW = r"""(?P<string3>(?<![\w.])[rR](?:"\((?:[^)]++|\)(?!"))*+(?:\)"|\Z)|'\((?:[^)]++|\)(?!'))*+(?:\)'|\Z)))"""
_QUOTED = r"(?P<skip1>`[^`\n]*+`)"
_LIBRARY = re.compile(
    r"\b(?:library|require|requireNamespace|loadNamespace)\(\s*(?P<name>[\w.]+|[\"'][^\"'\n]*[\"'])|\b(?P<space>[A-Za-z][\w.]*)::"
)


def _imports(text: str, lexed: Lexed) -> Iterator[Import]:
    for match in _LIBRARY.finditer(text):
        if lexed.span_at(match.start()) is not None:
            continue
        group = "name" if match.group("name") else "space"
        name = match.group(group).strip("\"'")
        yield Import(name, match.start(group), match.end(group), ((name, name),), is_open=group == "name")


LEXER = Lexer(
    id="r",
    language="r",
    suffixes=(".r", ".rmd", ".qmd"),
    token=token("\\#\"'`rR", HASH_COMMENT, _RAW, _DOUBLE, _SINGLE, _QUOTED, has_long=True),
    delimiters={**DELIMITERS, "string3": (3, 2)},
    imports=_imports,
)
