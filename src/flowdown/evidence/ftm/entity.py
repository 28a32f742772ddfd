"""One entity of the FollowTheMoney model, and how a document holds them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flowdown.base import strict_json
from flowdown.base.errors import UnusableFile
from flowdown.base.strict_json import JsonValue
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Refused, Unread, Violation
from flowdown.evidence.tables.streamed import stream_rows

FIRMS = frozenset(("LegalEntity", "Company", "Organization", "PublicBody"))
PERSON = "Person"
_SPECIFIC = ("Thing", "LegalEntity", "Asset", "Organization", "PublicBody", "Company", PERSON)
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
DEPTH = 8
"""Levels to which entities are looked for within entities."""

Tell = Callable[["Violation | Unread"], None]


@dataclass(frozen=True, slots=True)
class FtmEntity:
    """An entity: its id, schema, the values of its properties, and where it is told."""

    id: str
    schema: str
    properties: Mapping[str, tuple[str, ...]]
    place: str
    line: int = 0
    datasets: tuple[str, ...] = ()

    def get(self, *names: str) -> tuple[str, ...]:
        """The values of these properties."""
        return tuple(dict.fromkeys(value for name in names for value in self.properties.get(name, ())))

    def first(self, *names: str) -> str:
        """The first value of these properties; empty for none."""
        return next(iter(self.get(*names)), "")

    def period(self, starts: tuple[str, ...] = ("startDate",)) -> tuple[datetime.date | None, datetime.date | None]:
        """From its first start until its last end; a year or month is taken whole."""
        begins = [day for value in self.get(*starts) if (day := read_date(value))]
        ends = [day for value in self.get("endDate") if (day := read_date(value, is_end=True))]
        from_ = min(begins, default=None)
        until = max(ends, default=None)
        if from_ and until and until <= from_:
            until = from_ + datetime.timedelta(days=1) if from_ < datetime.date.max else None
        return from_, until


def read_date(text: str, *, is_end: bool = False) -> datetime.date | None:
    """The day that a date names: of a year or month its first, as an end the first day after it."""
    found = _DATE.match(text)
    if not found:
        return None
    year, month, day = (int(each) if each else None for each in found.groups())
    try:
        if day or not is_end:
            return datetime.date(year or 0, month or 1, day or 1)
        return datetime.date((year or 0) + (month in (None, 12)), (month or 12) % 12 + 1, 1)
    except ValueError:
        return None


def read_entities(incoming: Incoming, tell: Tell, *, are_lines: bool) -> Iterator[FtmEntity]:
    """Every entity of a document, also within others; `tell` hears of what is none."""
    for place, line, value in _values(incoming, are_lines=are_lines):
        yield from _entities(incoming, value, place, line, tell, 0)


def _values(incoming: Incoming, *, are_lines: bool) -> Iterator[tuple[str, int, JsonValue]]:
    if are_lines:
        for number, raw in incoming.lines():
            if raw.strip():
                yield str(number - 1), number, _load(incoming, raw, number)
        return
    value = incoming.json()
    if isinstance(value, dict):
        results = value.get("results")
        yield from enumerate_values(results) if isinstance(results, list) else [("0", 0, value)]
    elif isinstance(value, list):
        yield from enumerate_values(value)
    else:
        raise Refused("holds no entities", incoming.where())


def enumerate_values(values: list[JsonValue]) -> Iterator[tuple[str, int, JsonValue]]:
    """The values of a list, each with its number as place."""
    yield from ((str(number), 0, each) for number, each in enumerate(values))


def _load(incoming: Incoming, raw: bytes, number: int) -> JsonValue:
    try:
        return strict_json.load(strict_json.decode(raw, incoming.name), incoming.name)
    except UnusableFile as error:
        column = error.where.column if error.where else 0
        raise UnusableFile(error.message, incoming.where("", number, column)) from None


def _entities(
    incoming: Incoming, value: JsonValue, place: str, line: int, tell: Tell, depth: int
) -> Iterator[FtmEntity]:
    where = incoming.where(place, line)
    if isinstance(value, dict) and isinstance(value.get("op"), str):
        inside = value.get("entity")
        if value["op"] == "DEL":
            name = inside.get("id") if isinstance(inside, dict) else ""
            tell(Unread(f"takes `{str(name)[:80]}` back; what other documents say of it stays", where))
            return
        value = inside
    if not isinstance(value, dict):
        tell(Violation("is no entity", where))
        return
    identity, schema, properties = value.get("id"), value.get("schema"), value.get("properties")
    for key, found in (("id", identity), ("schema", schema)):
        if not isinstance(found, str) or not found.strip():
            tell(Violation(f"`{key}` is missing or no text", where))
            return
    if not isinstance(properties, dict):
        tell(Violation("`properties` is missing or no object", where))
        return
    plain: dict[str, tuple[str, ...]] = {}
    for name, values in properties.items():
        many: list[JsonValue] = values if isinstance(values, list) else [values]
        plain[name] = tuple(_plain(many))
        for number, each in enumerate(many):
            if isinstance(each, dict):
                if depth < DEPTH:
                    yield from _entities(incoming, each, f"{place}/properties/{name}/{number}", line, tell, depth + 1)
                else:
                    tell(Unread("entities are nested too deeply here", where))
    datasets = value.get("datasets")
    told = tuple(each for each in datasets if isinstance(each, str)) if isinstance(datasets, list) else ()
    yield FtmEntity(str(identity), str(schema), plain, place, line, told)


def _plain(values: list[JsonValue]) -> Iterator[str]:
    for value in values:
        found = value.get("id") if isinstance(value, dict) else value
        if isinstance(found, str) and (text := " ".join(found.split())):
            yield text
        elif isinstance(found, int | float) and not isinstance(found, bool):
            yield str(found)


def read_statements(incoming: Incoming, *, are_lines: bool) -> Iterator[FtmEntity]:
    """Every entity of a document of statements, one value a row, put together by its canonical id."""
    schemas: dict[str, str] = {}
    lines: dict[str, int] = {}
    datasets: dict[str, set[str]] = {}
    values: dict[str, dict[str, dict[str, None]]] = {}
    for line, row in _rows(incoming, are_lines=are_lines):
        identity = row.get("canonicalid") or row.get("entityid") or ""
        if not identity:
            continue
        lines.setdefault(identity, line)
        schema = row.get("schema", "")
        schemas[identity] = max(schemas.get(identity, ""), schema, key=_rank)
        datasets.setdefault(identity, set()).add(row.get("dataset", ""))
        if (name := row.get("prop", "")) and name != "id" and (value := row.get("value", "")):
            values.setdefault(identity, {}).setdefault(name, {})[value] = None
    for identity, line in lines.items():
        properties = {name: tuple(found) for name, found in values.get(identity, {}).items()}
        told = tuple(sorted(filter(None, datasets[identity])))
        yield FtmEntity(identity, schemas[identity], properties, f"entity {identity}", line, told)


def _rank(schema: str) -> int:
    return _SPECIFIC.index(schema) if schema in _SPECIFIC else len(_SPECIFIC) * bool(schema) - (not schema)


def _rows(incoming: Incoming, *, are_lines: bool) -> Iterator[tuple[int, Mapping[str, str]]]:
    if not are_lines:
        yield from ((row.line, row.cells) for row in stream_rows(incoming))
        return
    for number, raw in incoming.lines():
        value = _load(incoming, raw, number) if raw.strip() else None
        if isinstance(value, dict):
            yield (
                number,
                {key.replace("_", ""): " ".join(each.split()) for key, each in value.items() if isinstance(each, str)},
            )
