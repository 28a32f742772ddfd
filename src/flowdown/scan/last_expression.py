"""Tells the last expression of a method, which Ruby and Elixir return without saying so."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexed

_LANGUAGES = frozenset({"ruby", "elixir"})
_END = re.compile(r"[ \t]*[\"']?[ \t]*(?:\.freeze)?[ \t]*\n(?:[ \t]*\n)*([ \t]*)end\b")
_HEAD = re.compile(r"[ \t]*(?:private[ \t]+|protected[ \t]+)?def(?:p)?\b")
_INLINE = re.compile(r"[ \t]*defp?\b[^\n]*,[ \t]*do:[ \t]*[\"']?\Z")
_SET = re.compile(r"(?<![=!<>|&])=(?![=~>])")
_MOST = 12
"""Lines of a method that are looked back through for its head."""


def is_last_expression(lexed: Lexed, start: int, end: int) -> bool:
    """Whether what stands between two offsets ends the body of a method, outside of its branches."""
    if lexed.lexer.language not in _LANGUAGES:
        return False
    masked = lexed.masked
    line = lexed.line_start(start)
    if _INLINE.match(masked, line, start):
        return True
    closing = _END.match(masked, end)
    if closing is None or _SET.search(masked, line, start):
        return False
    indent = len(closing.group(1))
    for _ in range(_MOST):
        if line == 0:
            return False
        line = lexed.line_start(line - 1)
        text = masked[line : masked.find("\n", line)]
        if text.strip() and len(text) - len(text.lstrip()) <= indent:
            return _HEAD.match(text) is not None
    return False
