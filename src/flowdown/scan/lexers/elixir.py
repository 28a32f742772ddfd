"""Elixir: `#` comments, heredocs, interpolated strings, attributes of templates, `alias` and `use`."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import DELIMITERS, HASH_COMMENT, dotted_imports, token

_HEREDOC = r'(?P<template2>"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\Z))'
_DOUBLE = r'(?P<template1>"(?:[^"\\\n]++|\\.)*+")'

LEXER = Lexer(
    id="elixir",
    language="elixir",
    suffixes=(".ex", ".exs"),
    token=token('\\#"', HASH_COMMENT, _HEREDOC, _DOUBLE),
    delimiters={**DELIMITERS, "template1": (1, 1), "template2": (3, 3)},
    imports=dotted_imports("(?:alias|import|use|require)"),
    interpolation=re.compile(r"(?:#|(?<==))\{([^{}]*)\}"),
)
