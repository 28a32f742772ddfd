"""R: `#` comments, both quotes, `library` and `::`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.lexer import Import, Lexed, Lexer
from flowdown.scan.lexers._family import DELIMITERS, DOUBLE, HASH_COMMENT, SINGLE, token

_LIBRARY = re.compile(
    r"\b(?:library|require|requireNamespace|loadNamespace)\(\s*(?P<name>[\w.]+|[\"'][^\"'\n]*[\"'])|\b(?P<space>[A-Za-z][\w.]*)::"
)


def _imports(text: str, lexed: Lexed) -> Iterator[Import]:
    for match in _LIBRARY.finditer(text):
        if lexed.span_at(match.start()) is not None:
            continue
        group = "name" if match.group("name") else "space"
        name = match.group(group).strip("\"'")
        yield Import(name, match.start(group), match.end(group), ((name, name),))


LEXER = Lexer(
    id="r",
    language="r",
    suffixes=(".r", ".rmd", ".qmd"),
    token=token("\\#\"'", HASH_COMMENT, DOUBLE, SINGLE),
    delimiters=DELIMITERS,
    imports=_imports,
)
