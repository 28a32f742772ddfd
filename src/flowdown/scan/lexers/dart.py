"""Dart: both quotes in one and three, `import 'package:...'`."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import (
    BLOCK_COMMENT,
    DELIMITERS,
    DOUBLE,
    LINE_COMMENT,
    SINGLE,
    TRIPLE,
    quoted_imports,
    token,
)


def _local(module: str, alias: str) -> str:
    return alias


LEXER = Lexer(
    id="dart",
    language="dart",
    suffixes=(".dart",),
    token=token("/\"'", LINE_COMMENT, BLOCK_COMMENT, TRIPLE, DOUBLE, SINGLE),
    delimiters=DELIMITERS,
    imports=quoted_imports(
        r"^[ \t]*(?:import|export)[ \t]+(?P<quote>[\"'])\s*[\"'](?:[ \t]+as[ \t]+(?P<alias>\w+))?", _local
    ),
    interpolation=re.compile(r"\$\{?([\w.]+)\}?"),
)
