"""PHP: both comment styles, heredocs, `use`."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import BLOCK_COMMENT, DELIMITERS, HASH_COMMENT, LINE_COMMENT, dotted_imports, token

_DOUBLE = r'(?P<template1>"(?:[^"\\]++|\\.)*+")'
_SINGLE = r"(?P<string2>'(?:[^'\\]++|\\.)*+')"
_BODY = r"(?:[^\n]++|\n(?![ \t]*+(?P=%s)\b))*+)(?:\n[ \t]*+(?P=%s)\b|\Z))"
_HEREDOC = (
    r'(?P<template2><<<[ \t]*+(?P<quote>"?)(?P<tag>[A-Za-z_]\w*+)(?P=quote)(?=\r?\n)(?P<template2_inner>'
    + _BODY % ("tag", "tag")
)
_NOWDOC = r"(?P<string5><<<[ \t]*+'(?P<plain>[A-Za-z_]\w*+)'(?=\r?\n)(?P<string5_inner>" + _BODY % ("plain", "plain")

LEXER = Lexer(
    id="php",
    language="php",
    suffixes=(".php", ".phtml", ".inc"),
    token=token(
        "/\\#\"'<",
        LINE_COMMENT,
        BLOCK_COMMENT,
        r"(?P<skip1>\#\[)",
        HASH_COMMENT,
        _DOUBLE,
        _SINGLE,
        _HEREDOC,
        _NOWDOC,
        has_long=True,
    ),
    delimiters={**DELIMITERS, "template1": (1, 1), "template2": (-1, 0), "string5": (-1, 0)},
    imports=dotted_imports("use"),
    interpolation=re.compile(r"\{?(\$\w++(?:->\w++(?:\(\))?)*+)\}?"),
)
