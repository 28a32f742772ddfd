"""Lua: `--` comments, both quotes, long brackets, `require`."""

from __future__ import annotations

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import quoted_imports, token

_LONG_COMMENT = r"(?P<comment2>--\[\[(?:[^\]]++|\](?!\]))*+(?:\]\]|\Z)|--\[(?P<equals>=+)\[(?:[^\]]++|\](?!(?P=equals)\]))*+(?:\](?P=equals)\]|\Z))"
_COMMENT = r"(?P<comment1>--[^\n]*+)"
_LONG = r"(?P<string3>(?<![\w\])])\[\[(?:[^\]]++|\](?!\]))*+(?:\]\]|\Z))"
_DOUBLE = r'(?P<string1>"(?:[^"\\\n]++|\\.)*+")'
_SINGLE = r"(?P<string2>'(?:[^'\\\n]++|\\.)*+')"


def _local(module: str, alias: str) -> str:
    return alias or module.rpartition(".")[2]


LEXER = Lexer(
    id="lua",
    language="lua",
    suffixes=(".lua", ".luau"),
    token=token("\\-\\[\"'", _LONG_COMMENT, _COMMENT, _LONG, _DOUBLE, _SINGLE),
    delimiters={"string1": (1, 1), "string2": (1, 1), "string3": (2, 2)},
    imports=quoted_imports(
        r"^[ \t]*(?:(?:local[ \t]+)?(?P<alias>\w+)[ \t]*=[ \t]*)?require[ \t]*\(?[ \t]*(?P<quote>[\"'])", _local
    ),
)
