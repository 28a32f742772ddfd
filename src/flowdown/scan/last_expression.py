"""Tells the last expression of a function, which Ruby, Elixir, Rust, Scala and R return without saying so."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexed

_LANGUAGES = frozenset({"ruby", "elixir"})
_BRACED = frozenset({"rust", "r"})
_BRACED_HEAD = re.compile(
    r"(?:\bfn\s+\w+\s*(?:<[^<>]*>)?\([^()]*\)\s*(?:->\s*[\w&':<>\s,]+?)?|\bdef\s+\w+[^={}]*=|\bfunction\s*\([^{}]*\))\s*\Z"
)
_TIDIED = re.compile(r"(?:\s*\.\s*(?:to_string|to_owned|into|trim|clone)\(\s*\)|\s*\))*\s*\Z")
_BEFORE = re.compile(r"(?:[\w:]+\(\s*)?\Z")
_HEAD_REACH = 300
_END = re.compile(r"[ \t]*[\"']?[ \t]*(?:\.freeze)?[ \t]*\n(?:[ \t]*\n)*([ \t]*)end\b")
_HEAD = re.compile(r"[ \t]*(?:private[ \t]+|protected[ \t]+)?def(?:p)?\b")
_INLINE = re.compile(r"[ \t]*defp?\b[^\n]*,[ \t]*do:[ \t]*[\"']?\Z")
_MEMOIZED = re.compile(r"\b(?:let!?|let_it_be|subject)[ \t(]+:(\w+)[ \t]*\)?[ \t]*(?:\{|do\b)\s*\Z")
_MEMOIZED_END = re.compile(r"[\"']?\s*(?:\}|end\b)")
_SET = re.compile(r"(?<![=!<>|&])=(?![=~>])")
_MOST = 12
"""Lines of a method that are looked back through for its head."""


def is_last_expression(lexed: Lexed, start: int, end: int) -> bool:
    """Whether what stands between two offsets ends the body of a method, outside of its branches."""
    if lexed.lexer.language in _BRACED:
        return _ends_braces(lexed.masked, start, end)
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


def memoized_by(lexed: Lexed, start: int, end: int) -> str:
    """The name by which Ruby's tests ask for what stands between two offsets: `let(:model) { "acme-2" }`; empty if by none."""
    found = _MEMOIZED.search(lexed.masked, max(0, start - _HEAD_REACH), start)
    return found.group(1) if found is not None and _MEMOIZED_END.match(lexed.masked, end) is not None else ""


def _ends_braces(masked: str, start: int, end: int) -> bool:
    """Whether what stands between two offsets is the last that a body in braces says."""
    closer = masked.find("}", end)
    if closer < 0 or _TIDIED.match(masked, end, closer) is None:
        return False
    opener = max(masked.rfind(sign, 0, start) for sign in "{;}")
    line = max(opener, masked.rfind("\n", 0, start))
    if _BEFORE.fullmatch(masked[line + 1 : start].strip()) is None:
        return False
    if opener < 0 or masked[opener] != "{":
        return False  # statements before it: too long to be a default
    return _BRACED_HEAD.search(masked, max(0, opener - _HEAD_REACH), opener) is not None
