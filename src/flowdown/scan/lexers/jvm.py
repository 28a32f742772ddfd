"""Java, Kotlin, Scala and Groovy: text blocks, dotted imports."""

from __future__ import annotations

import re

from flowdown.scan.lexer import Lexer
from flowdown.scan.lexers._family import (
    BLOCK_COMMENT,
    CHARACTER,
    DELIMITERS,
    LINE_COMMENT,
    SINGLE,
    TRIPLE,
    dotted_imports,
    token,
)

_DOUBLE = r'(?P<template1>"(?:[^"\\\n]++|\\.)*+")'

LEXER = Lexer(
    id="jvm",
    language="jvm",
    suffixes=(".java", ".kt", ".kts", ".scala", ".groovy"),
    token=token("/\"'", LINE_COMMENT, BLOCK_COMMENT, TRIPLE, _DOUBLE, CHARACTER, SINGLE),
    delimiters={**DELIMITERS, "template1": (1, 1)},
    imports=dotted_imports("import"),
    prefix_letters="abcdefghijklmnopqrstuvwxyz",  # Scala's `uri"..."`, `s"..."`
    interpolation=re.compile(r"\$\{?([A-Za-z_][\w.]*(?:\([^()]*\))?)\}?"),
)
