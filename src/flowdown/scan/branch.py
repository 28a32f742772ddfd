"""Finds the branch in which a place lies: which name must have which value for the place to be reached."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from flowdown.scan.frames import Frames
from flowdown.scan.lexer import Lexed

_TEST = re.compile(
    r"\b(?:if|elif|elsif|when)\b[\s(]*(?P<name>[\w$.@>\-]+)(?:\.(?:lower|toLowerCase|strip|trim)\(\))?\s*(?:===?|\.eq(?:uals(?:IgnoreCase)?)?\()\s*(?P<quote>[\"'])"
    r"|\b(?:if|elif)\b[\s(]*(?P<quote_in>[\"'])\s*[\"']\s+in\s+(?P<name_in>[\w$.]+)"
    r"|\b(?:if|elif|else if)\b[\s(]*(?P<name_call>[\w$.]+)\.(?:startswith|startsWith|includes|StartsWith|HasPrefix|start_with\?)\(\s*(?P<quote_call>[\"'])"
)
_CASE = re.compile(r"\b(?:case|when)\s*\(?\s*(?P<quote>[\"'])")
_SWITCH = re.compile(r"\b(?:switch|match|case)\b\s*\(?\s*(?P<name>[\w$.]+)")
_HEAD = re.compile(r"\s*(?:async\s+)?def\b|\s*class\b")
_REACH = 80
"""Lines that are looked back for the head of a branch."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A name and the literal that it is compared with."""

    name: str
    literal: str


def branch_of(lexed: Lexed, frames: Frames, offset: int) -> Branch | None:
    """The innermost branch on a literal that holds an offset, or None."""
    if lexed.lexer.has_statement_docstrings:
        return _by_indentation(lexed, offset)
    return _by_braces(lexed, frames, offset)


def _by_indentation(lexed: Lexed, offset: int) -> Branch | None:
    masked = lexed.masked
    line_start = lexed.line_start(offset)
    indent = _indent(masked, line_start)
    if not _is_test_near(lexed, line_start):
        return None
    for _ in range(_REACH):
        if line_start == 0 or indent == 0:
            return None
        previous = masked.rfind("\n", 0, line_start - 1) + 1
        line = masked[previous : line_start - 1]
        line_start = previous
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip())
        if depth >= indent:
            continue
        indent = depth
        if _HEAD.match(line):
            return None
        found = _read_test(lexed, previous, previous + len(line)) or _read_case(
            lexed, previous, previous + len(line), _subject_line(masked, previous, depth)
        )
        if found is not None:
            return found
    return None


def _is_test_near(lexed: Lexed, before: int) -> bool:
    """Whether a line that could test for a literal is among those that are looked back: quickly told of most places."""
    tests = lexed.tests
    number = bisect_left(tests, before)
    return number > 0 and lexed.masked.count("\n", tests[number - 1], before) <= _REACH


def _subject_line(masked: str, line_start: int, depth: int) -> str:
    """The line of the `match` that a `case` of some depth belongs to; empty if none is near."""
    if not masked.startswith(("case", "when"), line_start + depth):
        return ""
    for _ in range(_REACH):
        if line_start == 0:
            return ""
        previous = masked.rfind("\n", 0, line_start - 1) + 1
        line = masked[previous : line_start - 1]
        line_start = previous
        if line.strip() and len(line) - len(line.lstrip()) < depth:
            return line
    return ""


def _indent(masked: str, start: int) -> int:
    end = start
    while end < len(masked) and masked[end] in " \t":
        end += 1
    return end - start


def _by_braces(lexed: Lexed, frames: Frames, offset: int) -> Branch | None:
    for frame in frames.around(offset):
        if frame.opener < 0:
            return None
        if frame.char != "{":
            continue
        case = _read_case(
            lexed, max(frame.opener, offset - 3000), offset, lexed.masked[max(0, frame.opener - 80) : frame.opener]
        )
        if case is not None:
            return case
        head = max(
            lexed.masked.rfind("\n", max(0, frame.opener - 161), max(0, frame.opener - 1)), frame.opener - 160, 0
        )
        found = _read_test(lexed, head, frame.opener)
        if found is not None:
            return found
    return None


def _read_test(lexed: Lexed, start: int, end: int) -> Branch | None:
    masked = lexed.masked
    if masked.find("if", start, end) < 0 and masked.find("when", start, end) < 0:
        return None
    found = None
    for match in _TEST.finditer(masked, start, end):
        found = match
    if found is None:
        return None
    for name, quote in (("name", "quote"), ("name_in", "quote_in"), ("name_call", "quote_call")):
        if found.group(quote):
            span = lexed.span_at(found.start(quote))
            return Branch(found.group(name), lexed.inner(span)) if span is not None else None
    return None


def _read_case(lexed: Lexed, start: int, end: int, head: str | None) -> Branch | None:
    found = _last_case(lexed.masked, start, end)
    if found is None:
        return None
    span = lexed.span_at(found.start("quote"))
    subject = _SWITCH.search(head) if head else None
    return Branch(subject.group("name") if subject else "", lexed.inner(span)) if span is not None else None


def _last_case(masked: str, start: int, end: int) -> re.Match[str] | None:
    """The last `case` or `when` of a literal in a span."""
    last = None
    for word in ("case", "when"):
        at = masked.rfind(word, start, end)
        while at >= 0:
            match = _CASE.match(masked, at, end)
            if match is not None:
                last = match if last is None or match.start() > last.start() else last
                break
            at = masked.rfind(word, start, at)
    return last
