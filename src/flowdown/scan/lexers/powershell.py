"""PowerShell: `#` and `<# #>` comments, here-strings, interpolated strings with backticks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.lexer import Import, Lexed, Lexer
from flowdown.scan.lexers._family import token

_BLOCK = r"(?P<comment1><\#(?:[^\#]++|\#(?!>))*+(?:\#>|\Z))"
_LINE = r"(?P<comment2>(?:(?<=[\s;(){}])|(?<![^\n]))\#[^\n]*+)"
_HERE = r'(?P<template3>@"[ \t]*\n(?:[^\n]++|\n(?!"@))*+(?:\n"@|\Z))'
_HERE_PLAIN = r"(?P<string3>@'[ \t]*\n(?:[^\n]++|\n(?!'@))*+(?:\n'@|\Z))"
_DOUBLE = r'(?P<template1>"(?:[^"`$]++|`.|""|\$\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\$)*+")'
_SINGLE = r"(?P<string2>'(?:[^']++|'')*+')"
_ESCAPE = r"(?P<skip1>`.)"
_MODULE = re.compile(
    r"^[ \t]*(?:(?:Import-Module|Install-Module|Install-PSResource|Find-Module|ipmo)[ \t]+(?:-\w+[ \t]+(?=[^-\s]))?"
    r"|using[ \t]+(?:module|namespace)[ \t]+|#Requires[ \t]+-Modules?[ \t]+)[\"']?(?P<name>[A-Za-z][\w.]*)",
    re.MULTILINE | re.IGNORECASE,
)


def _imports(text: str, lexed: Lexed) -> Iterator[Import]:
    for match in _MODULE.finditer(text):
        yield Import(match.group("name"), match.start("name"), match.end("name"))


LEXER = Lexer(
    id="powershell",
    language="powershell",
    suffixes=(".ps1", ".psm1", ".psd1"),
    token=token("<\\#@\"'`", _BLOCK, _LINE, _HERE, _HERE_PLAIN, _DOUBLE, _SINGLE, _ESCAPE),
    delimiters={"template1": (1, 1), "template3": (2, 2), "string2": (1, 1), "string3": (2, 2)},
    imports=_imports,
    interpolation=re.compile(r"\$(?:\((?=\$[\w.:]+\))\$)?\{?((?:\w+:(?=\w))?[A-Za-z_]\w*(?:\.\w+(?=[\w.]*\)))*)[)}]?"),
)
