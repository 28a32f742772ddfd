"""Swift: multi-line strings, interpolation, `import`."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import BLOCK_COMMENT, DELIMITERS, DOUBLE, LINE_COMMENT, TRIPLE, dotted_imports, token

LEXER = Lexer(
    id="swift",
    language="swift",
    suffixes=(".swift",),
    token=token('/"', LINE_COMMENT, BLOCK_COMMENT, TRIPLE, DOUBLE),
    delimiters=DELIMITERS,
    imports=dotted_imports(r"(?:@\w+[ \t]+)?import(?:[ \t]+(?:struct|class|enum|protocol|func))?", is_open=True),
    interpolation=re.compile(r"\\\(([^()]*)\)"),
)
