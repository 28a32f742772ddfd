"""Jupyter notebooks: code cells as code at the notebook's own lines; stored outputs and Markdown as mentions."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator

from flowdown.scan.code import read_code
from flowdown.scan.detector import Detector, DetectorExample, Unreadable
from flowdown.scan.lexers.python import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, Text, Trace, TraceKind, Yield

_STRING = re.compile(r'"(?:[^"\\\n]++|\\.)*+"')
_CELL_TYPE = re.compile(r'"cell_type"\s*:\s*"(\w+)"')
_SOURCE = re.compile(r'"source"\s*:\s*(?=[\["])')
_SHELL_LINE = re.compile(r"^[ \t]*(?:[!%]|%%(?:bash|sh|capture|writefile|html|markdown))", re.MULTILINE)
_INSTALL = re.compile(r"^[ \t]*[!%]?\s*(?:python3? -m )?(?:uv )?pip3? install\s+(?P<rest>[^\n]*)", re.MULTILINE)
_PACKAGE = re.compile(r"(?<!\S)['\"]?([A-Za-z][\w.\-]*)(?:\[[^\]]*\])?(?=[\s=<>~!'\"]|$)")


def _detect(source: SourceFile) -> Iterator[Yield]:
    text = source.text
    taken: list[tuple[int, int]] = []
    kinds = [(match.start(), match.group(1)) for match in _CELL_TYPE.finditer(text)]
    if not kinds:
        yield from _mentions(source, taken)
        raise Unreadable("not a notebook of format 4")
    starts = [at for at, _ in kinds]
    for match in _SOURCE.finditer(text):
        end = _end_of(text, match.end())
        # A cell's keys are in any order; the nearest cell type on either side, inside the cell, is its own.
        if _kind_of(kinds, starts, match.start(), text) != "code":
            continue
        taken.append((match.start(), end))
        hits = [hit for hit in source.hits if match.end() <= hit[0] < end]
        if hits or "import" in text[match.end() : end]:
            yield from _read_cell(source, match.end(), end, hits)
    yield from _mentions(source, taken)


def _mentions(source: SourceFile, taken: list[tuple[int, int]]) -> Iterator[Trace]:
    for start, end in source.hits:
        if not any(first <= start < last for first, last in taken):
            yield Trace(TraceKind.TEXT, Text(source.text[start:end]), source.place(start, end), Role.DOCUMENTED)


def _kind_of(kinds: list[tuple[int, str]], starts: list[int], at: int, text: str) -> str:
    index = bisect_right(starts, at)
    before = kinds[index - 1] if index else None
    after = kinds[index] if index < len(kinds) else None
    if before is not None and after is not None:
        # Between a cell's end and the next cell's type stands `},` followed by `{`.
        between = text[at : after[0]]
        return (
            before[1]
            if re.search(r"\}\s*,\s*\{\s*$", between) or '"outputs"' not in between and len(between) > 100000
            else _nearest(before, after, at)
        )
    return (before or after or (0, ""))[1]


def _nearest(before: tuple[int, str], after: tuple[int, str], at: int) -> str:
    return before[1] if at - before[0] <= after[0] - at or before[1] == after[1] else before[1]


def _end_of(text: str, start: int) -> int:
    if text.startswith('"', start):
        match = _STRING.match(text, start)
        return match.end() if match else start
    at = start + 1
    while at < len(text):
        match = _STRING.match(text, at)
        if match is not None:
            at = match.end()
        elif text[at] == "]":
            return at
        else:
            at += 1
    return at


def _read_cell(source: SourceFile, start: int, end: int, hits: list[tuple[int, int]]) -> Iterator[Yield]:
    """Put the cell's lines together as code, keeping for each line the notebook's line that holds it."""
    lines: list[str] = []
    numbers: list[int] = []
    cell_hits: list[tuple[int, int]] = []
    offset = 0
    for match in _STRING.finditer(source.text, start, end):
        try:
            piece = json.loads(match.group())
        except ValueError:
            continue
        number = source.line_of(match.start())
        for hit_start, hit_end in hits:
            if match.start() < hit_start < match.end():
                cell_hits.extend(_within(piece, source.text[hit_start:hit_end], offset, cell_hits))
        offset += len(piece)
        lines.append(piece)
        numbers.extend([number] * max(1, piece.count("\n")))
    text = "".join(lines)
    clean = _SHELL_LINE.sub(lambda match: "#" * len(match.group()), text)
    cell = SourceFile(
        source.path, clean, tuple(sorted(set(cell_hits))), 0, 0, tuple(numbers) or (source.line_of(start),)
    )
    yield from _installs(cell, text)
    yield from read_code(cell, LEXER)


def _within(piece: str, word: str, offset: int, known: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where a hit's word stands in the decoded line: escapes move columns, so it is looked for again."""
    at = piece.find(word)
    found: list[tuple[int, int]] = []
    while at >= 0:
        span = (offset + at, offset + at + len(word))
        if span not in known:
            found.append(span)
        at = piece.find(word, at + 1)
    return found


def _installs(cell: SourceFile, text: str) -> Iterator[Trace]:
    for match in _INSTALL.finditer(text):
        for package in _PACKAGE.finditer(match.group("rest")):
            start = match.start("rest") + package.start(1)
            if not match.group("rest")[: package.start(1)].rstrip().endswith(("-r", "-c", "-e", "-i", "--index-url")):
                yield Trace(
                    TraceKind.DEPENDENCY,
                    Text(package.group(1)),
                    cell.place(start, start + 1),
                    Role.DECLARED,
                    language="pypi",
                )


DETECTOR = Detector(
    id="notebook",
    globs=("*.ipynb",),
    kinds=(
        TraceKind.IMPORT,
        TraceKind.CLIENT,
        TraceKind.CALL,
        TraceKind.MODEL_ID,
        TraceKind.ENDPOINT,
        TraceKind.ENV_KEY,
        TraceKind.DEPENDENCY,
        TraceKind.TEXT,
    ),
    detect=_detect,
    examples=(
        DetectorExample(
            "a.ipynb",
            '{\n "cells": [\n  {\n   "cell_type": "code",\n   "source": [\n    "%pip install acme\\n",\n    "from acme import Acme\\n",\n    "Acme().chat(model=\\"acme-large-2\\")"\n   ],\n'
            '   "outputs": [{"text": ["acme-large-2 says hello"]}]\n  },\n  {\n   "cell_type": "markdown",\n   "source": ["Ask acme-large-2"]\n  }\n ]\n}\n',
            yields=(
                "dependency declared acme",
                "import imported acme",
                "model-id configured acme-large-2",
                "text documented acme",
            ),
        ),
        DetectorExample(
            "b.ipynb",
            '{"cells": [{"cell_type": "markdown", "source": ["acme-large-2"]}]}',
            yields=("text documented acme",),
            never=("model-id", "import"),
        ),
    ),
)
