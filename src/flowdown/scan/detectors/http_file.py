"""Requests that developers keep in files and send by hand from an editor or a runner: `.http`, `.rest`, `.hurl`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.address import addresses
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.held_object import read_held_object
from flowdown.scan.readers.interpolation import read_value
from flowdown.scan.readers.node import Document
from flowdown.scan.readers.reading import Reading
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import HEADER, Role, Space, TraceKind, Yield
from flowdown.scan.vocabulary import is_host_key, is_model_key

_COMMENT = re.compile(r"^[ \t]*(?:#|//)[^\n]*", re.MULTILINE)
_REQUEST = re.compile(
    r"^[ \t]*(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|WEBSOCKET)[ \t]+(?P<address>[^\n]+)", re.MULTILINE
)
_VARIABLE = re.compile(r"^[ \t]*@(?P<name>[\w.-]+)[ \t]*=[ \t]*(?P<value>[^\n]*?)[ \t]*$", re.MULTILINE)
_ENVIRONMENT = re.compile(r"\{\{[ \t]*\$(?:dotenv|processEnv|env)[ .\t]+%?(?P<name>[A-Za-z_]\w*)[ \t]*\}\}")
_HEADER = re.compile(r"^[ \t]*(?P<name>[A-Za-z][\w-]*)[ \t]*:(?=[ \t])", re.MULTILINE)
_OBJECT = re.compile(r"^[ \t]*\{(?!\{)", re.MULTILINE)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    text = source.text
    reading = Reading(source)
    comments = [found.span() for found in _COMMENT.finditer(text)]
    requests = [found.span("address") for found in _REQUEST.finditer(text)]
    if not requests:
        return finish(reading, Document(comments=comments), Role.DOCUMENTED)
    for found in _VARIABLE.finditer(text):
        _read_variable(reading, found)
    for start, end in requests:
        for address in addresses(text, start, end):
            reading.trace(TraceKind.ENDPOINT, address.value, address.start, address.end, Role.CALLED)
    for found in _ENVIRONMENT.finditer(text):
        reading.trace(TraceKind.ENV_KEY, found.group("name"), *found.span("name"), Role.READ)
    for found in _HEADER.finditer(text):
        if reading.has_hit(*found.span("name")):
            reading.trace(TraceKind.CONFIG, found.group("name"), *found.span("name"), Role.CONFIGURED, name=HEADER)
    ends = [*(start for start, _ in requests[1:]), len(text)]
    for (_, begin), end in zip(requests, ends, strict=True):
        body = _OBJECT.search(text, begin, end)
        if body is not None:
            read_held_object(reading, body.start(), end)
    return finish(reading, Document(comments=comments))


def _read_variable(reading: Reading, found: re.Match[str]) -> None:
    """`@host = https://...`: what the requests below say instead."""
    name, value = found.group("name"), read_value(found.group("value"))
    reading.bind(Space.VARIABLE, name, value, *found.span("value"))
    if not reading.has_hit(*found.span("value")):
        return
    if is_model_key(name):
        reading.trace(TraceKind.MODEL_ID, value, *found.span("value"), Role.CONFIGURED, name=name)
    elif is_host_key(name) or "://" in found.group("value"):
        for address in addresses(reading.text, *found.span("value")):
            reading.trace(TraceKind.ENDPOINT, address.value, address.start, address.end, Role.CONFIGURED, name=name)


DETECTOR = Detector(
    id="http-file",
    globs=("*.http", "*.rest", "*.hurl"),
    kinds=(TraceKind.ENDPOINT, TraceKind.ENV_KEY, TraceKind.MODEL_ID, TraceKind.CONFIG, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "ask.http",
            "@host = https://api.acme.example\n@model = acme-large-2\n\n### ask acme\n"
            "POST {{host}}/v1/chat HTTP/1.1\nAuthorization: Bearer {{$dotenv ACME_API_KEY}}\nacme-version: 2\n\n"
            '{\n  "model": "acme-small-1",\n  "text": "what is acme"\n}\n\n###\n'
            "GET https://{{$processEnv ACME_HOST}}.acme.example/v1/models\n",
            (
                "binding host=https://api.acme.example",
                "endpoint configured https://api.acme.example",
                "model-id configured acme-large-2",
                "text commented acme",
                "env-key read ACME_API_KEY",
                "config configured acme-version",
                "model-id configured acme-small-1",
                "env-key read ACME_HOST",
            ),
        ),
        DetectorExample("words.rest", "acme\n====\n\nAn API of acme.\n", ("text documented acme",), ("endpoint",)),
    ),
)
