"""Jupyter notebooks: code cells as code at the notebook's own lines; stored outputs and Markdown as mentions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.scan.code import read_code
from flowdown.scan.detector import Detector, DetectorExample, Unreadable
from flowdown.scan.lexers.python import LEXER
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.interpolation import read_value
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_commands import read_script
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, Text, Trace, TraceKind, Yield

_STRING = re.compile(r'"(?:[^"\\\n]++|\\.)*+"')
_TOKEN = re.compile(r'"(?:[^"\\\n]++|\\.)*+"|[{}\[\]:,]')
_SHELL_LINE = re.compile(
    r"^[ \t]*(?:%(?:set_)?env[ \t]+(?P<setting>[^\n]*)|(?:\w+[ \t]*=[ \t]*)?[!%](?P<command>(?:[^\n\\]|\\\n|\\.)*))",
    re.MULTILINE,
)
_CELL_MAGIC = re.compile(r"\s*%%(?P<magic>!|\w+)(?P<rest>[^\n]*)")
_SHELL_CELLS = frozenset(("bash", "sh", "!", "shell", "cmd"))
_FOREIGN = frozenset("html markdown latex svg js javascript r sql perl ruby script".split())
_SHELL_FILE = re.compile(r"\.sh[ \t]*$")
_SETTING = re.compile(r"(?P<name>[A-Za-z_]\w*)(?:[ \t]*=[ \t]*|[ \t]+)(?P<value>[^\n]*)")
_INSTALL = re.compile(
    r"^[ \t]*[!%]?\s*(?:python3? -m )?(?:uv )?pip3?(?:\s+-[\w-]+)*\s+install\s+(?P<rest>(?:[^\n\\]|\\\n|\\.)*)",
    re.MULTILINE,
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
    found = tuple(sorted(set(cell_hits)))
    cell = SourceFile(source.path, text, found, 0, 0, tuple(numbers) or (source.line_of(start),))
    yield from _read_lines(cell)


def _read_lines(cell: SourceFile) -> Iterator[Yield]:
    """A cell's lines: commands of a shell, settings of the environment, and else code."""
    yield from _installs(cell, cell.text)
    scripts, settings, code = _parted(cell.text)
    reading = Reading(cell.with_hits([hit for hit in cell.hits if _is_in(hit, (*scripts, *settings))]))
    for at, to in scripts:
        read_script(reading, at, to)
    for at, to in settings:
        _set(reading, at, to)
    yield from finish(reading, Document())
    left: list[tuple[int, int]] = []
    for hit in cell.hits:
        if _is_in(hit, (*scripts, *settings)):
            continue
        if code[hit[0]] != "#":
            left.append(hit)
        elif not _INSTALL.match(cell.line_text(hit[0])):
            words = Text(cell.text[slice(*hit)])
            yield Trace(TraceKind.TEXT, words, cell.place(*hit), Role.DOCUMENTED)
    yield from read_code(cell.with_text(code, left), LEXER)


def _is_in(hit: tuple[int, int], spans: tuple[tuple[int, int], ...]) -> bool:
    return any(at <= hit[0] < to for at, to in spans)


def _parted(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]], str]:
    """Where a cell holds commands and settings of the environment, and its text with those blanked."""
    scripts: list[tuple[int, int]] = []
    settings: list[tuple[int, int]] = []
    head = _CELL_MAGIC.match(text)
    code = _blank(text, *head.span()) if head is not None else text
    if head is not None and (head.group("magic") in _SHELL_CELLS or _SHELL_FILE.search(head.group("rest"))):
        return [(head.end(), len(text))], [], _blank(code, head.end(), len(text))
    if head is not None and _is_foreign(head):
        return [], [], _blank(text, 0, len(text))
    for line in _SHELL_LINE.finditer(code):
        is_setting = line.group("setting") is not None
        if not is_setting and not _INSTALL.match(line.group()):
            scripts.append(line.span("command"))
        elif is_setting:
            settings.append(line.span("setting"))
        code = _blank(code, *line.span())
    return scripts, settings, code


def _is_foreign(head: re.Match[str]) -> bool:
    """Whether a cell is in another language, or written into a file that is no program."""
    is_other_file = head.group("magic") == "writefile" and not head.group("rest").rstrip().endswith(".py")
    return is_other_file or head.group("magic").lower() in _FOREIGN


def _blank(text: str, start: int, end: int) -> str:
    """A text with a span made comments, so that the lines stay lines."""
    return text[:start] + re.sub(r"[^\n]", "#", text[start:end]) + text[end:]


def _set(reading: Reading, start: int, end: int) -> None:
    found = _SETTING.match(reading.text, start, end)
    if found is not None:
        value = read_value(found.group("value").strip("\"'"))
        set_environment(reading, found.group("name"), *found.span("name"), value, *found.span("value"))


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
        TraceKind.CLI,
        TraceKind.WEIGHTS,
        TraceKind.IMAGE,
        TraceKind.CONFIG,
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
            "run.ipynb",
            json.dumps(
                {
                    "cells": [
                        {
                            "cell_type": "code",
                            "source": [
                                "%env ACME_API_KEY=x\n",
                                "!pip install -q \\\n",
                                "    acme-ai==1.0\n",
                                "!python train.py \\\n",
                                "    --model_name_or_path acme/acme-large-2\n",
                                "!acme login\n",
                                'os.environ["ACME_TOKEN"] = getpass()\n',
                            ],
                        },
                        {"cell_type": "code", "source": ["%%bash\n", "export ACME_KEY=1\n"]},
                        {"cell_type": "code", "source": ["%%writefile ask.py\n", "from acme import Acme\n"]},
                        {"cell_type": "code", "source": ["%%time\n", 'ask(model="acme-small-1")\n']},
                    ]
                },
                indent=1,
            ),
            yields=(
                "env-key configured ACME_API_KEY",
                "dependency declared acme-ai",
                "model-id configured acme/acme-large-2",
                "cli called acme",
                "env-key read ACME_TOKEN",
                "env-key configured ACME_KEY",
                "import imported acme",
                "model-id configured acme-small-1",
            ),
            never=("text commented", "text listed"),
        ),
        DetectorExample(
            "b.ipynb",
            '{"cells": [{"cell_type": "markdown", "source": ["acme-large-2"]}]}',
            yields=("text documented acme",),
            never=("model-id", "import"),
        ),
    ),
)
