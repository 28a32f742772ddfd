"""Dockerfiles: base images, installs and programs of RUN, ENV and ARG, the command that starts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.image import image_value
from flowdown.scan.readers.interpolation import Dialect, read_value
from flowdown.scan.readers.node import Document, scalars_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_commands import read_script, read_words
from flowdown.scan.readers.shell_words import Word, read_shell, split_at_equals
from flowdown.scan.readers.written_settings import may_set_environment, read_written
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Reference, Role, Text, TraceKind, Value, Yield

_INSTRUCTION = re.compile(r"[ \t]*([A-Za-z]+)[ \t]+")
_COMMENT = re.compile(r"[ \t]*#[^\n]*")
_HEREDOC = re.compile(r"<<-?[\"']?([A-Za-z_]\w*)")
_FROM = re.compile(r"(?:--platform=\S+[ \t]+)?(\S+)(?:[ \t]+as[ \t]+(\S+))?", re.IGNORECASE)
_ARGUMENT = re.compile(r"([A-Za-z_]\w*)(?:=(\"[^\"\n]*\"|'[^'\n]*'|\S*))?")
_COPY_FROM = re.compile(r"--from=(\S+)")
_PAIR_OLD = re.compile(r"([A-Za-z_]\w*)[ \t]+(.+)", re.DOTALL)
_FLAGS = re.compile(r"(?:--[a-z]+(?:=\S+)?[ \t\\\n]+)*")


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of every instruction."""
    text = source.text
    reading = Reading(source)
    document = Document()
    stages: set[str] = set()
    defaults: dict[str, str] = {}
    at = 0
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        comment = _COMMENT.match(text, at, stop)
        if comment:
            document.comments.append((at, stop))
            at = stop + 1
            continue
        found = _INSTRUCTION.match(text, at, stop)
        if not found:
            at = stop + 1
            continue
        end = _end_of_instruction(text, at, document)
        _read(reading, found.group(1).upper(), (found.end(), end), stages, defaults)
        at = end + 1
    return finish(reading, document)


def _end_of_instruction(text: str, at: int, document: Document) -> int:
    """The end of an instruction with its continuation lines and heredocs."""
    stop = at
    while True:
        end = text.find("\n", stop)
        end = len(text) if end < 0 else end
        line = text[stop:end]
        is_comment = stop > at and line.lstrip().startswith("#")
        if is_comment:
            document.comments.append((stop, end))
        heredoc = None if is_comment else _HEREDOC.search(line)
        if heredoc and line.lstrip()[:4].upper().startswith(("RUN", "COPY", "ADD")):
            closing = re.compile(rf"^[\t ]*{heredoc.group(1)}[ \t\r]*$", re.MULTILINE).search(text, end)
            return closing.end() if closing else len(text)
        if end >= len(text) or not (is_comment or line.rstrip().endswith(("\\", "`"))):
            return end
        stop = end + 1


def _read(reading: Reading, word: str, span: tuple[int, int], stages: set[str], defaults: dict[str, str]) -> None:
    start, end = span
    text = reading.text
    if word == "FROM":
        _read_from(reading, start, end, stages, defaults)
    elif word == "ARG":
        for found in _ARGUMENT.finditer(text, start, end):
            if found.group(2) is not None:
                value = found.group(2).strip("\"'")
                defaults[found.group(1)] = value
                shift = found.group(2).find(value)
                where = found.start(2) + shift
                _set(
                    reading,
                    found.group(1),
                    found.start(1),
                    read_value(value),
                    where,
                    where + len(value),
                    is_default=True,
                )
            elif reading.has_hit(*found.span(1)):
                reading.trace(TraceKind.ENV_KEY, found.group(1), *found.span(1), Role.READ)
    elif word == "ENV":
        _read_env(reading, start, end)
    elif word in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"):
        flags = _FLAGS.match(text, start, end)
        start = flags.end() if flags else start
        if text.startswith("CMD ", start):
            start += 4
        _read_command(reading, start, end)
    elif word in ("COPY", "ADD"):
        _read_copy(reading, start, end, stages)
    elif word in ("LABEL", "MAINTAINER"):
        reading.mention(start, end, Role.DOCUMENTED)
    elif word == "ONBUILD":
        inner = _INSTRUCTION.match(text, start, end)
        if inner:
            _read(reading, inner.group(1).upper(), (inner.end(), end), stages, defaults)


def _read_from(reading: Reading, start: int, end: int, stages: set[str], defaults: dict[str, str]) -> None:
    found = _FROM.match(reading.text, start, end)
    if not found:
        return
    image = found.group(1)
    if found.group(2):
        stages.add(found.group(2).lower())
        reading.cover(*found.span(2))
    if image.lower() == "scratch" or (image.lower() in stages and image != found.group(2)):
        reading.cover(*found.span(1))
        return
    image = re.sub(r"\$\{?(\w+)(?::-[^}]*)?\}?", lambda name: defaults.get(name.group(1), name.group()), image)
    value = image_value(image)
    if value is not None:
        reading.trace(TraceKind.IMAGE, value, *found.span(1), Role.CONFIGURED, name="FROM")


def _read_env(reading: Reading, start: int, end: int) -> None:
    words = [word for command in read_shell(reading.text, start, end).commands for word in _as_words(command)]
    if words and "=" not in words[0].text:
        old = _PAIR_OLD.match(reading.text, start, end)
        if old:
            value = read_value(old.group(2).strip())
            _set(reading, old.group(1), old.start(1), value, old.start(2), old.end(2))
        return
    for word in words:
        name, equals, _ = word.text.partition("=")
        if equals:
            inner = split_at_equals(reading.text, word)
            _set(reading, name, word.start, read_value(inner.text, Dialect.PLAIN), inner.start, inner.end)


def _as_words(command: object) -> list[Word]:
    assignments = [
        Word(f"{one.name}={one.word.text}", one.start, one.word.end, one.word.is_literal)
        for one in getattr(command, "assignments", [])
    ]
    return [*assignments, *getattr(command, "words", [])]


def _set(reading: Reading, name: str, at: int, value: Value, start: int, end: int, is_default: bool = False) -> None:
    if isinstance(value, Reference) and value.name == name and value.default is None:
        # `ENV X=$X` hands a build argument on.
        if reading.has_hit(at, at + len(name)):
            reading.trace(TraceKind.ENV_KEY, name, at, at + len(name), Role.CONFIGURED)
        reading.cover(start, end)
        return
    if isinstance(value, Text) and not value.text:
        end = start
    set_environment(reading, name, at, at + len(name), value, start, end, is_default=is_default)


def _read_command(reading: Reading, start: int, end: int) -> None:
    while start < end and reading.text[start] in " \t\\\n\r":
        start += 1
    if reading.text.startswith("[", start):
        document = read_json(reading.text, start, end)
        words = [
            Word(one.text, one.start, one.end, "$" not in one.text)
            for root in document.roots
            for one in scalars_of(root)
        ]
        if words and not document.fault:
            read_words(reading, words)
            return
    heredoc = _HEREDOC.match(reading.text, start, end)
    if heredoc:
        start = reading.text.find("\n", start, end) + 1 or end
    read_script(reading, start, end, joins_comments=True)


def _read_copy(reading: Reading, start: int, end: int, stages: set[str]) -> None:
    heredoc = _HEREDOC.search(reading.text, start, end)
    line_end = reading.text.find("\n", start, end)
    if heredoc and heredoc.end() < line_end:
        if may_set_environment(reading.text[heredoc.end() : line_end].strip()):
            read_written(reading, line_end + 1, end)
        return
    found = _COPY_FROM.search(reading.text, start, end)
    if found and found.group(1).lower() not in stages and not found.group(1).isdigit():
        value = image_value(found.group(1))
        if value is not None:
            reading.trace(TraceKind.IMAGE, value, *found.span(1), Role.CONFIGURED, name="COPY --from")


DETECTOR = Detector(
    id="dockerfile",
    globs=("Dockerfile*", "*.dockerfile", "Containerfile*", "Dockerfile.*", "*.containerfile"),
    excludes=("*.dockerignore", "*.md", "*.yaml", "*.yml", "*.json", "*.py", "*.ts", "*.js", "*.go"),
    kinds=(
        TraceKind.IMAGE,
        TraceKind.DEPENDENCY,
        TraceKind.CLI,
        TraceKind.ENV_KEY,
        TraceKind.MODEL_ID,
        TraceKind.ENDPOINT,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "Dockerfile",
            "# syntax=acme/dockerfile:1\nARG BASE=ghcr.io/acme/runtime:1\nFROM ${BASE} AS build\nFROM build\n"
            'ENV ACME_API_KEY="" MODEL=acme-large-2\nRUN apt-get update && \\\n    # acme tools\n'
            "    npm install -g @acme/code@1 \\\n"
            '  && curl -fsSL https://get.acme.example/install.sh | sh\nLABEL x="acme"\n'
            'CMD ["acme-serve", "--model", "acme-ai/acme-large-2"]\n',
            (
                "image configured ghcr.io/acme/runtime",
                "env-key configured ACME_API_KEY",
                "model-id configured acme-large-2",
                "dependency declared @acme/code",
                "endpoint called https://get.acme.example/install.sh",
                "cli called acme-serve",
                "model-id configured acme-ai/acme-large-2",
                "text commented acme",
                "text documented acme",
            ),
            ("image configured build", "image configured scratch"),
        ),
        DetectorExample(
            "images/acme.Dockerfile",
            "FROM python:3.12\n# RUN pip install acme-ai\n"
            "RUN pip install --no-cache-dir 'acme-sdk[x]>=1' other\nRUN echo 'uses acme'\n",
            ("image configured python", "dependency declared acme-sdk", "text commented acme", "text documented acme"),
            ("dependency declared acme-ai",),
        ),
        DetectorExample(
            "Dockerfile.agent",
            "FROM debian\nRUN printf '%s\\n' \\\n    'export ACME_MODEL=acme-large-2' \\\n    > /etc/profile.d/agent.sh\n"
            "COPY <<EOF /app/.env\nACME_API_KEY=$KEY\nEOF\nCOPY <<EOF /app/main.py\nACME_TOKEN=1\nEOF\n",
            ("env-key configured ACME_MODEL", "model-id configured acme-large-2", "env-key configured ACME_API_KEY"),
            ("env-key configured ACME_TOKEN",),
        ),
    ),
)
