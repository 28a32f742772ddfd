"""The strings and comments of Ruby: heredocs, literals with a percent sign, subshells, and the data after `__END__`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from flowdown.scan.lexer import Lexer, Span, SpanKind
from flowdown.scan.lexers._family import HASH_COMMENT, SINGLE, token

# NOTE: linear on hostile text. In the code of an interpolation a backslash takes the next character with it, as in strings:
# so two tries never come to the same state, and only a few can run past each other.
_CODE = r"""(?:[^{}"'\\]++|\\.|"(?:[^"\\]++|\\.)*+"|'(?:[^'\\]++|\\.)*+'|\{[^{}]*+\})*+"""
_PART = rf"\#\{{{_CODE}\}}|\#"
_DOUBLE = rf'(?P<template1>"(?:[^"\\\#]++|\\.|{_PART})*+")'
_SHELL = rf"(?P<template2>`(?:[^`\\\#]++|\\.|{_PART})*+`)"
_BLOCK = r"(?P<comment4>(?<![^\n])=begin\b(?:[^\n]++|\n(?!=end\b))*+(?:\n=end\b[^\n]*+|\Z))"
_SIGN = r"""(?P<skip1>(?<=\$)["'`/]|(?<=[\s(,\[=!]\?)["'`/\#](?=[\s),.\];:])|(?<=[\s(,\[=!]\?\\)["'`/\#])"""
"""Quotes that begin no string: of a global variable (`$'`), of one character (`?"`)."""
_PATTERN = (
    r"(?P<skip2>/(?:(?<=[=(,\[!&|?{};~]/)|(?<=[=(,\[!&|?{};~]\ /)|(?:(?<=[\w?!\s]\ /)|(?<=[\n\t]/))(?![\s=]))"
    rf"(?:[^/\\\n\#]++|\\.|{_PART})*+/[a-z]*+)"
)
_HEREDOC = (
    r"(?P<heredoc><<(?P<free>[~-]?)(?:(?P<quote>[\"'`])(?P<quoted>[^\"'`\n]+)(?P=quote)|(?P<bare>[A-Za-z_]\w*+)))"
)


def _nested(opening: str, closing: str) -> str:
    """Brackets with what stands in them, which may be brackets of the same kind, three deep."""
    plain = rf"[^\{opening}\{closing}\\]++|\\."
    inner = plain
    for _ in range(3):
        inner = rf"{plain}|\{opening}(?:{inner})*+\{closing}"
    return rf"\{opening}(?:{inner})*+\{closing}"


_BRACKETS = "|".join(_nested(*pair) for pair in ("()", "[]", "{}", "<>"))
_PERCENT = (
    r"(?P<percent>(?<![\w)\]}\"'.])%(?:(?P<letter>[qQwWiIrxs])(?=[^\w\s=])"
    r"|(?:(?<=[=(,\[{|&?:\n]%)|(?<=[=(,\[{|&?:\sa-z_!]\ %))(?=[(\[{]))"
    rf"(?:{_BRACKETS}|(?P<mark>[^\w\s\\(\[{{<])(?:(?!(?P=mark))[^\\]|\\.)*+(?P=mark)))"
)
TOKEN = token(
    "\\#\"'=`/%<", _SIGN, HASH_COMMENT, _BLOCK, _DOUBLE, SINGLE, _SHELL, _PATTERN, _PERCENT, _HEREDOC, has_long=True
)
_NAMES = {number: name for name, number in TOKEN.groupindex.items()}
_OPENER = re.compile(_HEREDOC)
_LINE = re.compile(r"(?m)^([ \t]*+)([^\r\n]++)")
_DATA = re.compile(r"(?<![^\n])__END__\r?(?:\n|\Z)")


def spans(text: str, _: Lexer) -> Iterator[Span]:
    """All strings and comments, in order."""
    data = _DATA.search(text)
    ends: _Ends | None = None
    at: int | None = 0
    while at is not None:
        waiting: list[re.Match[str]] = []
        line_end, after, at = len(text), at, None
        for match in TOKEN.finditer(text, after):
            name = _NAMES[match.lastindex or 0]
            start = match.start(name)
            if start > line_end or (data is not None and start >= data.start()):
                break
            after = match.end()
            while data is not None and data.start() < after:
                data = _DATA.search(text, after)
            if name == "heredoc":
                ends = ends or _Ends(text)
                if ends.after(match, after) is not None:
                    waiting.append(match)
                    line_end = text.find("\n", after)
            else:
                yield from _found(match, name)
        if waiting and ends is not None:
            body = text.find("\n", max(after, line_end)) + 1
            for opener in waiting:
                end = ends.after(opener, body - 1)
                if not body or end is None:
                    break
                kind = SpanKind.STRING if opener.group("quote") == "'" else SpanKind.TEMPLATE
                yield Span(body, end[0], kind, body, end[0])
                # The closing tag is no code.
                yield Span(end[0], end[1], SpanKind.COMMENT, end[0], end[1])
                body = text.find("\n", end[1]) + 1
                at = end[1]
            at = max(at or 0, after)
            while data is not None and data.start() < at:
                data = _DATA.search(text, at)
    if data is not None:
        yield Span(data.end(), len(text), SpanKind.STRING, data.end(), len(text))


def _found(match: re.Match[str], name: str) -> Iterator[Span]:
    start, end = match.span(name)
    if name == "percent":
        yield from _of_percent(match, start, end)
    elif name.startswith("comment"):
        yield Span(start, end, SpanKind.COMMENT, start, end)
    elif not name.startswith("skip"):
        kind = SpanKind.TEMPLATE if name[0] == "t" else SpanKind.STRING
        yield Span(start, end, kind, start + 1, end - 1)


def _of_percent(match: re.Match[str], start: int, end: int) -> Iterator[Span]:
    """A literal with a percent sign: a string, or a list of words or a pattern, which are none."""
    letter = match.group("letter") or ""
    inner = start + 1 + len(letter) + 1
    if letter in ("", "q", "Q", "x"):
        yield Span(start, end, SpanKind.STRING if letter == "q" else SpanKind.TEMPLATE, inner, end - 1)


class _Ends:
    """The lines that hold nothing but the tag of a heredoc, noted in one go."""

    def __init__(self, text: str) -> None:
        tags = {_tag(match) for match in _OPENER.finditer(text)}
        self._at: dict[tuple[str, bool], list[tuple[int, int]]] = defaultdict(list)
        for line in _LINE.finditer(text):
            tag = line.group(2)
            if tag in tags:
                place = line.start(), line.end()
                self._at[tag, True].append(place)
                if not line.group(1):
                    self._at[tag, False].append(place)

    def after(self, opener: re.Match[str], offset: int) -> tuple[int, int] | None:
        """The line that closes a heredoc, from an offset on."""
        found = self._at[_tag(opener), bool(opener.group("free"))]
        index = bisect_left(found, (offset + 1, 0))
        return found[index] if index < len(found) else None


def _tag(opener: re.Match[str]) -> str:
    return opener.group("bare") or opener.group("quoted")
