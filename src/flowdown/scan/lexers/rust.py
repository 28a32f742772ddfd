"""Rust: raw strings, lifetimes that look like characters, `use`."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import BLOCK_COMMENT, CHARACTER, DELIMITERS, LINE_COMMENT, dotted_imports, token

_RAW = r'(?P<string3>"(?<=r")[^"]*+")'
_HASHED = [
    rf'(?P<string{4 + n}>"(?<=r{hashes}")(?:[^"]++|"(?!{hashes}))*+(?:"{hashes}|\Z))'
    for n, hashes in ((1, r"\#"), (2, r"\#\#"), (3, r"\#\#\#"))
]
_DOUBLE = r'(?P<string1>"(?:[^"\\]++|\\.)*+")'

_TESTS = re.compile(r"#\[cfg\(test\)\]\s*(?:#\[[^\]\n]*\]\s*)*(?:pub(?:\([^)\n]*\))?\s+)?mod\s+\w+\s*\{")


def _tests_start(masked: str) -> int:
    """Where a module of tests opens: one that only names its file, or a mark on a single item, ends no product code."""
    if "#[cfg(test)]" not in masked:
        return -1
    opened = _TESTS.search(masked)
    return opened.start() if opened is not None else -1


LEXER = Lexer(
    id="rust",
    language="rust",
    suffixes=(".rs",),
    token=token("/\"'", LINE_COMMENT, BLOCK_COMMENT, _RAW, *_HASHED, _DOUBLE, CHARACTER, has_long=True),
    delimiters={**DELIMITERS, "string3": (1, 1), "string5": (1, 2), "string6": (1, 3), "string7": (1, 4)},
    imports=dotted_imports("use"),
    prefix_letters="rbc#",
    tests_start=_tests_start,
)
