"""Names before an opening bracket that are declared there, and not called."""

from __future__ import annotations

import re

from flowdown.scan.code_file import CodeFile

_DECLARED = re.compile(r"\b(?:class|def|function|func|fn|interface|extends|implements)\s+(?:[\w$]+\()?$")
_TYPED = re.compile(r"\b(?:public|private|protected|internal|static|async|override|virtual|abstract)\b[^=;(){}\n]*$")
_AFTER_TYPE = re.compile(
    r"(?:[\w*&]>+|\b(?!(?:return|co_return|co_await|co_yield|throw|new|delete|else|case|or|and|not)\b)[A-Za-z_]\w*)[ \t]+[*&]*$"
)
"""What makes `Writer<Buffer> acme(buffer)` a variable of C++, or `int acme(int x)` a function of C."""


def is_declared(file: CodeFile, start: int) -> bool:
    """Whether the name that begins here is declared: after a word that says so, or, in C, after its type."""
    before = file.masked[max(0, start - 40) : start]
    if _DECLARED.search(before) or _TYPED.search(file.masked, max(0, start - 120), start):
        return True
    return file.lexer.language == "c" and _AFTER_TYPE.search(before) is not None
