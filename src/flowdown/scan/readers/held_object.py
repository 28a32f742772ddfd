"""An object in JSON's notation that a string of a program holds: its models, providers and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan import vocabulary
from flowdown.scan.readers.address import addresses
from flowdown.scan.readers.reading import Reading
from flowdown.scan.trace import Role, TraceKind

_INSIDE = re.compile(r"[\\`]*[\"'](?P<key>\w+)[\\`]*[\"']\s*:\s*[\\`]*[\"'](?P<held>[^\"'\n\\`]+)[\\`]*[\"']")
_TOKEN = re.compile(r"[\w@%~.:/\-+]{2,200}\Z")


def holds_object(text: str) -> bool:
    """Whether a string holds members of an object."""
    return "{" in text and _INSIDE.search(text) is not None


def read_held_object(reading: Reading, start: int, end: int, role: Role = Role.CONFIGURED, callee: str = "") -> bool:
    """Add the traces of an object that a span holds; what else hits there is a mention. False if it holds none."""
    if not holds_object(reading.text[start:end]):
        return False
    outside = set(reading.hits_in(start, end))
    for kind, held, at, to, key in _members(reading, start, end):
        outside -= set(reading.hits_in(at, to))
        if kind is TraceKind.ENDPOINT:
            for address in addresses(reading.text, at, to):
                reading.trace(kind, address.value, address.start, address.end, role, name=key)
        else:
            reading.trace(kind, held, at, to, role, name=key, callee=callee)
    for hit in sorted(outside):
        reading.mention(*hit, Role.DOCUMENTED)
    reading.cover(start, end)
    return True


def _members(reading: Reading, start: int, end: int) -> Iterator[tuple[TraceKind, str, int, int, str]]:
    for found in _INSIDE.finditer(reading.text, start, end):
        at, to = found.span("held")
        key, held = found.group("key"), found.group("held")
        if not reading.has_hit(at, to):
            continue
        if "://" in held:
            yield TraceKind.ENDPOINT, held, at, to, key
        elif vocabulary.is_model_key(key) and _TOKEN.match(held):
            yield TraceKind.MODEL_ID, held, at, to, key
        elif vocabulary.is_provider_key(key) and _TOKEN.match(held):
            yield TraceKind.CONFIG, held, at, to, key
