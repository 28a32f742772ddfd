"""Java, Kotlin, Scala and Groovy: text blocks, dotted imports."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import (
    BLOCK_COMMENT,
    CHARACTER,
    DELIMITERS,
    DOUBLE,
    LINE_COMMENT,
    SINGLE,
    TRIPLE,
    dotted_imports,
    token,
)

LEXER = Lexer(
    id="jvm",
    language="jvm",
    suffixes=(".java", ".kt", ".kts", ".scala", ".groovy"),
    token=token("/\"'", LINE_COMMENT, BLOCK_COMMENT, TRIPLE, DOUBLE, CHARACTER, SINGLE),
    delimiters=DELIMITERS,
    imports=dotted_imports("import"),
    interpolation=re.compile(r"\$\{([^{}]*)\}"),
)
