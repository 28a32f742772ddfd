"""Lua: `--` comments in lines and long brackets, both quotes, `[[...]]`, `local x = require("...")`."""

from __future__ import annotations

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import DELIMITERS, DOUBLE, SINGLE, quoted_imports, token

_LONG_COMMENT = r"(?P<comment1>--\[\[(?:[^\]]++|\](?!\]))*+(?:\]\]|\Z))"
_COMMENT = r"(?P<comment2>--[^\n]*+)"
_LONG = r"(?P<string5>\[\[(?:[^\]]++|\](?!\]))*+(?:\]\]|\Z))"


def _local(module: str, alias: str) -> str:
    return alias


LEXER = Lexer(
    id="lua",
    language="lua",
    suffixes=(".lua",),
    token=token(r"\-\[\"'", _LONG_COMMENT, _COMMENT, _LONG, DOUBLE, SINGLE),
    delimiters={**DELIMITERS, "string5": (2, 2)},
    imports=quoted_imports(
        r"^[ \t]*(?:local[ \t]+(?P<alias>\w+)[ \t]*=[ \t]*)?require[ \t]*\(?[ \t]*(?P<quote>[\"'])", _local
    ),
)
