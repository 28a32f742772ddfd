"""Ruby: `#` comments, interpolated strings, `require`."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import DELIMITERS, HASH_COMMENT, SINGLE, quoted_imports, token

_DOUBLE = r'(?P<template1>"(?:[^"\\]++|\\.)*+")'
_BLOCK = r"(?P<comment4>(?<=\n)=begin\b(?:(?!\n=end).)*+(?:\n=end|\Z))"


def _local(module: str, alias: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"[-_/]", module)) if "/" not in module else ""


LEXER = Lexer(
    id="ruby",
    language="ruby",
    suffixes=(".rb", ".rake", ".ru", ".gemspec"),
    token=token("\\#\"'=", HASH_COMMENT, _BLOCK, _DOUBLE, SINGLE),
    delimiters={**DELIMITERS, "template1": (1, 1)},
    imports=quoted_imports(r"^[ \t]*require(?:_relative)?[ \t(]+(?P<quote>[\"'])", _local),
    interpolation=re.compile(r"#\{([^{}]*)\}"),
)
