"""Ruby: `#` comments, interpolated strings, heredocs, `require`."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import quoted_imports
from flowdown.scan.lexers._ruby_spans import TOKEN, spans


def _local(module: str, alias: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"[-_/]", module)) if "/" not in module else ""


LEXER = Lexer(
    id="ruby",
    language="ruby",
    suffixes=(".rb", ".rake", ".ru", ".gemspec"),
    token=TOKEN,
    delimiters={},
    imports=quoted_imports(r"^[ \t]*require(?:_relative)?[ \t(]+(?P<quote>[\"'])", _local),
    interpolation=re.compile(r"#\{([^{}]*)\}"),
    spans=spans,
)
