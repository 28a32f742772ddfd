"""Gives the objects of a JSON document one after another: of a list, of a list within an object, of JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TypeAlias

from flowdown.base.errors import UnusableFile
from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Refused, Unread

Record: TypeAlias = dict[str, object]
_MOST_BAD = 1000
_CONTAINER = re.compile(rb"\d{4}-\d\d-\d\dT\S{5,40} std(?:out|err) [FP] ")
"""What container runtimes write before each line."""
_SPACES = b" \t\r\n\xef\xbb\xbf"


def read_records(incoming: Incoming, *lists: str) -> Iterator[tuple[str, Record] | Unread]:
    """Each object with its place. `lists` are the keys of an outer object under which the objects stand.

    Held is one object at a time. A line that is no JSON is told and passed over. Raises `Refused` for no JSON at all.
    """
    if _is_lines(incoming):
        yield from _from_lines(incoming, lists)
    else:
        yield from _from_whole(incoming, lists)


def head_of_records(head: Head) -> Head:
    """A document's start without what a container runtime wrote before its first line."""
    found = _CONTAINER.match(head.start)
    return Head(head.name, head.start[found.end() :], head.is_whole) if found else head


def _bare(line: bytes) -> bytes:
    found = _CONTAINER.match(line)
    return line[found.end() :] if found else line.strip(_SPACES)


def _is_lines(incoming: Incoming) -> bool:
    with incoming.stream() as stream:
        line = _bare(stream.readline(1024 * 1024))
        while not line and stream.peek(1):
            line = _bare(stream.readline(1024 * 1024))
        rest = _bare(stream.read(65536).strip(_SPACES))
    if not line.startswith(b"{") or (rest and not rest.startswith(b"{")):
        return False
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _from_lines(incoming: Incoming, lists: tuple[str, ...]) -> Iterator[tuple[str, Record] | Unread]:
    good = bad = 0
    for number, line in incoming.lines():
        if not line.strip(_SPACES):
            continue
        try:
            value = json.loads(_bare(line))
        except (ValueError, RecursionError):
            bad += 1
            if bad <= _MOST_BAD:
                yield Unread("is no JSON", incoming.where(line=number))
            continue
        good += 1
        yield from _unfold(value, lists, f"line {number}")
    if not good:
        raise Refused("holds no line of JSON", incoming.where())
    if bad > _MOST_BAD:
        yield Unread(f"{bad - _MOST_BAD:,} further lines are no JSON", incoming.where())


def _unfold(value: object, lists: tuple[str, ...], place: str) -> Iterator[tuple[str, Record]]:
    if not isinstance(value, dict):
        return
    for key in lists:
        inner = value.get(key)
        if isinstance(inner, list):
            for number, each in enumerate(inner):
                if isinstance(each, dict):
                    yield f"{place} {key}/{number}", each
            return
    yield place, value


def _from_whole(incoming: Incoming, lists: tuple[str, ...]) -> Iterator[tuple[str, Record]]:
    import ijson

    prefix = _find_list(incoming, lists)
    if prefix is None:
        value = incoming.json()
        if isinstance(value, dict):
            yield "", dict(value)
        return
    number = 0
    try:
        with incoming.stream() as stream:
            for each in ijson.items(stream, f"{prefix}.item" if prefix else "item", use_float=True):
                if isinstance(each, dict):
                    yield f"{prefix}/{number}".lstrip("/"), each
                number += 1
    except (ijson.JSONError, ValueError, RecursionError) as error:
        raise _no_json(incoming, error) from None


def _find_list(incoming: Incoming, lists: tuple[str, ...]) -> str | None:
    """Where the objects stand: the empty prefix for a list, the key of an object's list; None for one object alone."""
    import ijson

    try:
        with incoming.stream() as stream:
            depth = 0
            for prefix, event, _ in ijson.parse(stream, use_float=True):
                if event == "start_array" and (not prefix or (depth == 1 and prefix in lists)):
                    return str(prefix)
                depth += event.startswith("start_")
                depth -= event.startswith("end_")
    except (ijson.JSONError, ValueError, RecursionError) as error:
        raise _no_json(incoming, error) from None
    return None


def _no_json(incoming: Incoming, error: Exception) -> UnusableFile:
    said = " ".join(str(error).split())[:80]
    return UnusableFile(f"is no JSON: {said}", incoming.where())


def text(record: object, *path: str) -> str:
    """The text (or number, written out) at a path of keys; empty where there is none."""
    value = record
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, str):
        return value[:2000].strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def first_text(record: Record, *keys: str) -> str:
    """The first of some keys that holds a text."""
    return next((found for key in keys if (found := text(record, key)) not in ("", "-")), "")
