"""Jupyter notebooks: code cells as code at the notebook's own lines; stored outputs and Markdown as mentions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.scan.code import read_code
from flowdown.scan.detector import Detector, DetectorExample, Unreadable
from flowdown.scan.lexers.python import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, Text, Trace, TraceKind, Yield

_STRING = re.compile(r'"(?:[^"\\\n]++|\\.)*+"')
_TOKEN = re.compile(r'"(?:[^"\\\n]++|\\.)*+"|[{}\[\]:,]')
_SHELL_LINE = re.compile(r"^[ \t]*(?:[!%]|%%(?:bash|sh|capture|writefile|html|markdown))", re.MULTILINE)
_INSTALL = re.compile(
    r"^[ \t]*[!%]?\s*(?:python3? -m )?(?:uv )?pip3?(?:\s+-[\w-]+)*\s+install\s+(?P<rest>[^\n]*)", re.MULTILINE
)
_PACKAGE = re.compile(r"(?<!\S)['\"]?([A-Za-z][\w.\-]*)(?:\[[^\]]*\])?(?=[\s=<>~!'\"]|$)")
_CELL = ["{", "[", "{"]
"""The brackets round a cell's keys: the notebook, its list of cells, the cell."""


@dataclass(slots=True)
class _Cell:
    """A cell: its type, and where its source begins and ends."""

    kind: str = ""
    start: int = 0
    end: int = 0


def _detect(source: SourceFile) -> Iterator[Yield]:
    cells = list(_cells(source.text))
    code = [cell for cell in cells if cell.kind == "code" and cell.end > cell.start]
    for cell in code:
        hits = [hit for hit in source.hits if cell.start <= hit[0] < cell.end]
        if hits:
            yield from _read_cell(source, cell.start, cell.end, hits)
    yield from _mentions(source, [(cell.start, cell.end) for cell in code])
    if not cells:
        raise Unreadable("not a notebook of format 4")


def _cells(text: str) -> Iterator[_Cell]:
    """Every cell of a notebook, by its brackets alone: nothing is decoded, so that places hold."""
    stack: list[str] = []
    cell = _Cell()
    key, word, awaits = "", "", False
    for match in _TOKEN.finditer(text):
        token = match.group()
        is_key_level = stack == _CELL
        if token in "{[":
            if token == "[" and is_key_level and key == "source":
                cell.start = match.end()
            stack.append(token)
            if stack == _CELL:
                cell, key = _Cell(), ""
            awaits = False
        elif token in "}]":
            if is_key_level and cell.kind:
                yield cell
            if stack:
                stack.pop()
            if token == "]" and stack == _CELL and key == "source":
                cell.end, key = match.start(), ""
        elif token == ":":
            if is_key_level:
                awaits, key = True, word
        elif token != ",":
            word = token[1:-1]
            if awaits and is_key_level and key == "cell_type":
                cell.kind = word
            elif awaits and is_key_level and key == "source":
                cell.start, cell.end, key = match.start(), match.end(), ""
            awaits = False


def _mentions(source: SourceFile, taken: list[tuple[int, int]]) -> Iterator[Trace]:
    for start, end in source.hits:
        if not any(first <= start < last for first, last in taken):
            yield Trace(TraceKind.TEXT, Text(source.text[start:end]), source.place(start, end), Role.DOCUMENTED)


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
