"""Ruby: `#` comments, interpolated strings, heredocs, `require`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.lexer import Import, Lexed, Lexer
from flowdown.scan.lexers._family import quoted_imports
from flowdown.scan.lexers._ruby_spans import TOKEN, spans


def _local(module: str, alias: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"[-_/]", module)) if "/" not in module else ""


_QUOTE = r"[ \t(]+(?P<quote>[\"'])"
_required = quoted_imports(rf"^[ \t]*require(?:_relative)?{_QUOTE}", _local)
_brought = quoted_imports(rf"^[ \t]*(?:require(?:_relative)?|gem|depends_on){_QUOTE}", _local)
_RECIPE = re.compile(r"^[ \t]*(?:class\s+\w+\s*<\s*Formula\b|cask\s+[\"'])", re.MULTILINE)
"""The head of a recipe of Homebrew: what that depends on are programs, and no gems."""


def _imports(text: str, lexed: Lexed) -> Iterator[Import]:
    """What is required, and the gems that a program brings in by itself: `gem "acme"`, `depends_on "acme"`."""
    return (_required if "depends_on" in text and _RECIPE.search(text) else _brought)(text, lexed)


LEXER = Lexer(
    id="ruby",
    language="ruby",
    suffixes=(".rb", ".rake", ".ru", ".gemspec"),
    token=TOKEN,
    delimiters={},
    imports=_imports,
    interpolation=re.compile(r"#\{([^{}]*)\}"),
    spans=spans,
)
