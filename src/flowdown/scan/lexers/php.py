"""PHP: both comment styles, `use`."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import BLOCK_COMMENT, DELIMITERS, HASH_COMMENT, LINE_COMMENT, dotted_imports, token

_DOUBLE = r'(?P<template1>"(?:[^"\\]++|\\.)*+")'
_SINGLE = r"(?P<string2>'(?:[^'\\]++|\\.)*+')"

LEXER = Lexer(
    id="php",
    language="php",
    suffixes=(".php", ".phtml", ".inc"),
    token=token(
        "/\\#\"'", LINE_COMMENT, BLOCK_COMMENT, r"(?P<skip1>\#\[)", HASH_COMMENT, _DOUBLE, _SINGLE, has_long=True
    ),
    delimiters={**DELIMITERS, "template1": (1, 1)},
    imports=dotted_imports("use"),
    interpolation=re.compile(r"\{?(\$\w++(?:->\w++(?:\(\))?)*+)\}?"),
)
