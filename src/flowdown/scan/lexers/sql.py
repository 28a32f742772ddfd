"""SQL of all dialects: both comment styles, strings with doubled quotes, bodies between dollar signs."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.lexer import Import, Lexed, Lexer
from flowdown.scan.lexers._family import BLOCK_COMMENT, token

_LINE = r"(?P<comment1>--[^\n]*+)"
_HASH = r"(?P<comment3>(?<=\n)\#[ ][^\n]*+)"
_BODY = r"(?P<string5>\$(?P<tag>[A-Za-z_]*)\$(?:[^$]++|\$(?!(?P=tag)\$))*+(?:\$(?P=tag)\$|\Z))"
_TRIPLE = r"(?P<string3>'''(?:[^'\\]++|\\.|'(?!''))*+(?:'''|\Z)|\"\"\"(?:[^\"\\]++|\\.|\"(?!\"\"))*+(?:\"\"\"|\Z))"
# A backslash before a quote is an escape in some dialects: here, if the string does not seem to end there.
_SINGLE = r"(?P<string1>'(?:[^'\\]++|''|\\(?:'(?![ \t]*[,;)\n])|[^']|(?='[ \t]*[,;)\n])))*+')"
# NOTE: names in double quotes are strings in some dialects; they are read as strings, which costs nothing elsewhere.
_DOUBLE = r'(?P<string2>"(?:[^"\n\\]++|""|\\.)*+")'
_NAME = r"(?P<skip1>`[^`\n]*+`)"


def _imports(text: str, lexed: Lexed) -> Iterator[Import]:
    """SQL imports nothing by name."""
    return iter(())


LEXER = Lexer(
    id="sql",
    language="sql",
    suffixes=(".sql", ".psql", ".pgsql", ".ddl", ".plsql", ".pks", ".pkb", ".hql", ".bqsql"),
    token=token("\\-/\\#\"'$`", _LINE, BLOCK_COMMENT, _HASH, _BODY, _TRIPLE, _SINGLE, _DOUBLE, _NAME),
    delimiters={"string1": (1, 1), "string2": (1, 1), "string3": (3, 3), "string5": (2, 2)},
    imports=_imports,
    prefix_letters="NnEeRrBbUu",
)
