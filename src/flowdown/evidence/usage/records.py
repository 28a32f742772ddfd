"""Gives the objects of a JSON document one after another: of a list, of a list within an object, of JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from flowdown.base.errors import UnusableFile
from flowdown.base.strict_json import DEPTH
from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Refused, Unread

Record: TypeAlias = dict[str, object]
_Event: TypeAlias = tuple[str, object]
_STARTS, _ENDS = ("start_map", "start_array"), ("end_map", "end_array")
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

    found = False
    try:
        with incoming.stream() as stream:
            events = _guard(incoming, ijson.basic_parse(stream, use_float=True))
            key = _enter_list(events, lists)
            found = key is not None
            for number, each in enumerate(_values(events) if found else ()):
                if isinstance(each, dict):
                    yield f"{key}/{number}".lstrip("/"), each
    except (ijson.JSONError, ValueError) as error:
        said = " ".join(str(error).split())[:80]
        raise UnusableFile(f"is no JSON: {said}", incoming.where()) from None
    if not found:
        value = incoming.json()
        if isinstance(value, dict):
            yield "", dict(value)


def _guard(incoming: Incoming, events: Iterable[_Event]) -> Iterator[_Event]:
    """The same events, unless they nest deeper than any document in use."""
    depth = 0
    for each in events:
        kind = each[0]
        if kind in _STARTS:
            depth += 1
            if depth > DEPTH:
                raise UnusableFile(f"is nested deeper than {DEPTH} levels", incoming.where())
        elif kind in _ENDS:
            depth -= 1
        yield each


def _enter_list(events: Iterator[_Event], lists: tuple[str, ...]) -> str | None:
    """Go into the list of objects: empty for the outermost, else the key under which it stands; None if there is none."""
    depth, key = 0, ""
    for kind, value in events:
        if kind == "map_key" and depth == 1:
            key = str(value)
        elif kind == "start_array" and (depth == 0 or (depth == 1 and key in lists)):
            return key if depth else ""
        depth += (kind in _STARTS) - (kind in _ENDS)
    return None


def _values(events: Iterator[_Event]) -> Iterator[object]:
    """Each value of the list that was entered; what stands behind it is only checked to be JSON."""
    from ijson.common import ObjectBuilder

    depth, is_over = 0, False
    builder = ObjectBuilder()
    for kind, value in events:
        if is_over:
            continue
        if depth == 0 and kind == "end_array":
            is_over = True
            continue
        builder.event(kind, value)
        depth += (kind in _STARTS) - (kind in _ENDS)
        if depth == 0:
            yield builder.value
            builder = ObjectBuilder()


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
