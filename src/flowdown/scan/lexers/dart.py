"""Dart: both quotes in one and three, `import 'package:...'`."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import (
    BLOCK_COMMENT,
    LINE_COMMENT,
    quoted_imports,
    token,
)

_TRIPLE = r'(?P<template3>"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\Z))'
_DOUBLE = r'(?P<template1>"(?:[^"\\\n]++|\\.)*+")'
_SINGLE = r"(?P<template2>'(?:[^'\\\n]++|\\.)*+')"


def _local(module: str, alias: str) -> str:
    return alias


LEXER = Lexer(
    id="dart",
    language="dart",
    suffixes=(".dart",),
    token=token("/\"'", LINE_COMMENT, BLOCK_COMMENT, _TRIPLE, _DOUBLE, _SINGLE),
    delimiters={"template1": (1, 1), "template2": (1, 1), "template3": (3, 3)},
    imports=quoted_imports(
        r"^[ \t]*(?:import|export)[ \t]+(?P<quote>[\"'])\s*[\"'](?:[ \t]+as[ \t]+(?P<alias>\w+))?", _local
    ),
    interpolation=re.compile(r"\$\{?([\w.]+)\}?"),
)
