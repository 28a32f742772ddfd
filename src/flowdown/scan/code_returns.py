"""What the functions and properties of a file return, by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flowdown.scan.code_file import CodeFile
from flowdown.scan.trace import Binding, Space

_DEFINED = re.compile(
    r"(?:\b(?:defp?|function|func|fun|fn|get|val|var)\s+(?:\([^()]*\)\s*)?(?:self\.)?"
    r"|\b(?:public|private|protected|internal|static|async|override|virtual|final)\b[^=;(){}\n]*[ \t]"
    r"|\n[ \t]*(?:(?:async|static)[ \t]+)*)\Z"
)
_BODY = re.compile(
    r"\s*(?:\([^()]*\))?(?:\s*(?:->|:)?\s*[\w<>\[\].?*]+)?\s*(?:(?P<block>\{)|(?P<arrow>=>|,\s*do:|(?<=\))\s*=(?!=)|\bget\(\)\s*=)|(?P<lines>:?[ \t]*(?=\n|$)))"
)
_RETURN = re.compile(r"\breturn[ \t(]")
_ACCESSOR = re.compile(r"\s*get\s*(?:\(\s*\)\s*)?(?P<open>\{|=>|=(?!=))")
_LONGEST = 1500
"""Characters of a function's body in which its answers are looked for."""
_MOST = 4
"""Answers of one function that are looked at."""


def returns(file: CodeFile, names: Iterable[str]) -> Iterator[Binding]:
    """What the functions and properties of a file that have one of some names return, each as `name()`."""
    masked = file.masked
    for at, name in file.words.of(sorted({each.removesuffix("()") for each in names} - {""})):
        if masked[at - 1 : at] == "." or _DEFINED.search(masked, max(0, at - 100), at) is None:
            continue
        found = _BODY.match(masked, at + len(name))
        if found is None:
            continue
        for start in _answers(file, found, at):
            value = file.expressions.value(start, file.contexts.statement_end(start))
            place = file.source.place(at, at + len(name))
            yield Binding(Space.CODE, f"{name}()", value, place, file.module)


def _answers(file: CodeFile, head: re.Match[str], at: int) -> Iterator[int]:
    """Where the expressions begin that a function returns."""
    masked = file.masked
    if head.group("arrow"):
        yield head.end()
        return
    start, end = head.end(), head.end() + _LONGEST
    if head.group("block"):
        end = min(end, file.frames.close_of(head.end() - 1))
        accessor = _ACCESSOR.match(masked, start)
        if accessor is not None and accessor.group("open") != "{":
            yield accessor.end()
            return
        if accessor is not None:
            start, end = accessor.end(), file.frames.close_of(accessor.end() - 1)
    else:
        body = file.block_at(head.end())
        if body is None or body[0] > at + 200:
            return
        end = min(end, body[1])
    found = [match.end() for match in _RETURN.finditer(masked, start, max(start, end))][:_MOST]
    if found:
        yield from found
        return
    lines = masked[start:end].rstrip().removesuffix("end").rstrip()
    if file.lexer.language in ("ruby", "elixir", "rust", "swift", "jvm") and lines.strip():
        last = start + lines.rfind("\n") + 1
        yield last + len(masked[last:end]) - len(masked[last:end].lstrip())
