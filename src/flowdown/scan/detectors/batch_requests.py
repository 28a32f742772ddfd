"""Lines of JSON: requests that wait to be sent in one batch, each with the model that it asks; all else is data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_SETTINGS = r'(?:"(?!model")\w{1,40}"\s*:\s*(?:"[^"\\\n]{0,200}"|[\d.]{1,20}|true|false|null)\s*,\s*){0,20}+'
_POSTED = re.compile(r'"method"\s*:\s*"POST"')
_BODY = re.compile(rf'"(?:body|params)"\s*:\s*\{{\s*{_SETTINGS}"model"\s*:\s*"([^"\\\n]{{1,200}})"')
_NUMBERED = '"custom_id"'
_REACH = 2000
"""Characters of a line in which its request has begun."""
_MOST = 500
"""Requests of one file: more of them say no more."""


def detect(source: SourceFile) -> Iterator[Yield]:
    """The models that a batch's requests ask; what else is hit is data."""
    reading = Reading(source)
    if _NUMBERED in source.text:
        _read_requests(reading)
    return finish(reading, Document(), Role.DOCUMENTED)


def _read_requests(reading: Reading) -> None:
    text = reading.text
    at, found = 0, 0
    for start, _ in reading.source.hits:
        if start < at or found == _MOST:
            continue
        begin = text.rfind("\n", 0, start) + 1
        end = text.find("\n", start)
        at = end = len(text) if end < 0 else end
        body = _BODY.search(text, begin, min(end, begin + _REACH))
        if body is None or text.find(_NUMBERED, begin, end) < 0:
            continue
        if body.group().startswith('"body"') and _POSTED.search(text, begin, end) is None:
            continue  # what a service answered to one
        found += 1
        reading.trace(TraceKind.MODEL_ID, body.group(1), *body.span(1), Role.CONFIGURED, name="model")


DETECTOR = Detector(
    id="batch-requests",
    globs=("*.jsonl", "*.ndjson"),
    kinds=(TraceKind.MODEL_ID, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "batch/requests.jsonl",
            '{"custom_id": "1", "method": "POST", "url": "/v1/ask", "body": {"model": "acme-large-2", "messages": ["acme"]}}\n'
            '{"custom_id": "2", "params": {"max_tokens": 9, "model": "acme-small", "messages": []}}\n',
            ("model-id configured acme-large-2", "model-id configured acme-small", "text documented acme"),
        ),
        DetectorExample(
            "data/answers.jsonl",
            '{"custom_id": "1", "response": {"status_code": 200, "body": {"id": "x", "model": "acme-large-2"}}}\n'
            '{"model": "acme-small"}\n',
            ("text documented acme",),
            ("model-id",),
        ),
    ),
)
