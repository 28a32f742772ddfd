"""Rust: raw strings, lifetimes that look like characters, `use`."""

from __future__ import annotations

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import BLOCK_COMMENT, CHARACTER, DELIMITERS, LINE_COMMENT, dotted_imports, token

_RAW = r'(?P<string3>"(?<=r")[^"]*+")'
_HASHED = [
    rf'(?P<string{4 + n}>"(?<=r{hashes}")(?:[^"]++|"(?!{hashes}))*+(?:"{hashes}|\Z))'
    for n, hashes in ((1, r"\#"), (2, r"\#\#"), (3, r"\#\#\#"))
]
_DOUBLE = r'(?P<string1>"(?:[^"\\]++|\\.)*+")'

LEXER = Lexer(
    id="rust",
    language="rust",
    suffixes=(".rs",),
    token=token("/\"'", LINE_COMMENT, BLOCK_COMMENT, _RAW, *_HASHED, _DOUBLE, CHARACTER, has_long=True),
    delimiters={**DELIMITERS, "string3": (1, 1), "string5": (1, 2), "string6": (1, 3), "string7": (1, 4)},
    imports=dotted_imports("use"),
    prefix_letters="rbc#",
    tests_start=lambda masked: masked.find("#[cfg(test)]"),
)
