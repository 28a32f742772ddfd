"""Rust: raw strings, lifetimes that look like characters, `use`."""

from __future__ import annotations

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import BLOCK_COMMENT, CHARACTER, DELIMITERS, LINE_COMMENT, dotted_imports, token

_RAW = r'(?P<string3>"(?:(?<=r\#")(?:[^"]++|"(?!\#))*+"\#|(?<=r")[^"]*+"))'
_DOUBLE = r'(?P<string1>"(?:[^"\\]++|\\.)*+")'

LEXER = Lexer(
    id="rust",
    language="rust",
    suffixes=(".rs",),
    token=token("/\"'", LINE_COMMENT, BLOCK_COMMENT, _RAW, _DOUBLE, CHARACTER, has_long=True),
    delimiters={**DELIMITERS, "string3": (1, 1)},
    imports=dotted_imports("use"),
    tests_start=lambda masked: masked.find("#[cfg(test)]"),
)
