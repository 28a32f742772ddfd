"""Read INI files, Java properties and other `key = value` lines into nodes with places."""

from __future__ import annotations

import re

from flowdown.scan.readers.node import Document, Mapping, Pair, Scalar

_SECTION = re.compile(r"[ \t]*\[([^\]\n]+)\]")
_PAIR = re.compile(r"[ \t]*([^\s=:#;\[][^=:\n]*?)[ \t]*(?:=|:(?!//))[ \t]*([^\n]*)")
_PROPERTY = re.compile(r"[ \t\f]*((?:[^\s=:#!\\]|\\.)(?:[^\s=:\\]|\\.)*)[ \t]*[=: \t][ \t]*([^\n]*)")


def read_ini(text: str) -> Document:
    """Read sections of `key = value` with indented continuation lines."""
    document = Document()
    root = Mapping(0)
    section = root
    document.roots.append(root)
    last: Scalar | None = None
    at = 0
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        stripped = text[at:stop].strip()
        if not stripped or stripped[0] in "#;":
            if stripped:
                document.comments.append((at, stop))
        elif text[at] in " \t" and last is not None:
            _continue(text, last, at, stop)
        else:
            header = _SECTION.match(text, at, stop)
            pair = None if header else _PAIR.match(text, at, stop)
            if header:
                section = Mapping(at)
                root.pairs.append(Pair(Scalar(header.group(1), header.start(1), header.end(1)), section))
                last = None
            elif pair:
                last = _value(text, pair.start(2), stop, document, " #", " ;")
                section.pairs.append(Pair(Scalar(pair.group(1), pair.start(1), pair.end(1)), last))
        at = stop + 1
    return document


def _continue(text: str, scalar: Scalar, at: int, stop: int) -> None:
    """Add an indented line to a value of several lines, whose offsets then span the lines."""
    start = at + len(text[at:stop]) - len(text[at:stop].lstrip())
    if not scalar.text:
        scalar.start = start
    scalar.end = stop
    scalar.is_block = True
    scalar.text = text[scalar.start : stop]


def read_properties(text: str) -> Document:
    """Read `key = value` lines with dotted keys, `\\` at the end of a line continuing it."""
    document = Document()
    root = Mapping(0)
    document.roots.append(root)
    at = 0
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        stripped = text[at:stop].strip()
        if stripped[:1] in ("#", "!"):
            document.comments.append((at, stop))
        elif stripped:
            while stop < len(text) and text[at:stop].rstrip("\r").endswith("\\"):
                following = text.find("\n", stop + 1)
                stop = len(text) if following < 0 else following
            pair = _PROPERTY.match(text, at, stop)
            if pair:
                end = stop if "\n" in text[pair.start(2) : stop] else pair.end(2)
                value = _value(text, pair.start(2), end, document)
                root.pairs.append(Pair(Scalar(pair.group(1), pair.start(1), pair.end(1)), value))
        at = stop + 1
    return document


def _value(text: str, start: int, stop: int, document: Document, *marks: str) -> Scalar:
    """The value of a line without quotes around it and without a comment behind it."""
    for mark in marks:
        found = text.find(mark, start, stop)
        if found >= 0:
            document.comments.append((found + 1, stop))
            stop = found
    while stop > start and text[stop - 1] in " \t\r":
        stop -= 1
    is_quoted = stop - start >= 2 and text[start] == text[stop - 1] and text[start] in "\"'"
    if is_quoted:
        start, stop = start + 1, stop - 1
    return Scalar(text[start:stop], start, stop, is_quoted)
