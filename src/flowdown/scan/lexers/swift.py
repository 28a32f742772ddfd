"""Swift: multi-line strings, interpolation, `import`."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import BLOCK_COMMENT, LINE_COMMENT, dotted_imports, token

_TRIPLE = r'(?P<template3>"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\Z))'
_DOUBLE = r'(?P<template1>"(?:[^"\\\n]++|\\.)*+")'

LEXER = Lexer(
    id="swift",
    language="swift",
    suffixes=(".swift",),
    token=token('/"', LINE_COMMENT, BLOCK_COMMENT, _TRIPLE, _DOUBLE),
    delimiters={"template1": (1, 1), "template3": (3, 3)},
    imports=dotted_imports(r"(?:@\w+[ \t]+)?import(?:[ \t]+(?:struct|class|enum|protocol|func))?", is_open=True),
    interpolation=re.compile(r"\\\(([^()]*)\)"),
)
