"""Elixir: `#` comments, heredocs, `alias` and `use`."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import DELIMITERS, DOUBLE, HASH_COMMENT, TRIPLE, dotted_imports, token

LEXER = Lexer(
    id="elixir",
    language="elixir",
    suffixes=(".ex", ".exs"),
    token=token('\\#"', HASH_COMMENT, TRIPLE, DOUBLE),
    delimiters=DELIMITERS,
    imports=dotted_imports("(?:alias|import|use|require)"),
    interpolation=re.compile(r"(?:#|=\s*)\{([^{}]*)\}"),
)
