"""Puts statements in order: by record, the earlier versions of a record before the later."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.bods.check import read_day

Object = dict[str, "JsonValue"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: where it stands, of which record, on which day, by which publisher, with which details."""

    place: str
    line: int
    record: str
    kind: str
    status: str
    day: datetime.date | None
    publisher: str
    details: Object

    @property
    def is_closed(self) -> bool:
        """True if the record came to its end with this statement."""
        return self.status == "closed"


@dataclass(frozen=True, slots=True)
class Statements:
    """The versions of each record, in the order of their days: parties (entities and persons) and relationships."""

    parties: Mapping[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    relationships: Mapping[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))


def read_statement(value: Object, place: str, line: int) -> Statement:
    """A statement, whatever is wrong with it."""
    publication = inner(value, "publicationDetails")
    return Statement(
        place,
        line,
        words(value.get("recordId")),
        words(value.get("recordType")),
        words(value.get("recordStatus")),
        read_day(value.get("statementDate")),
        words(inner(publication, "publisher").get("name")),
        inner(value, "recordDetails"),
    )


def put_in_order(statements: Iterable[Statement]) -> Statements:
    """The statements by record."""
    found = Statements(defaultdict(list), defaultdict(list))
    for each in statements:
        (found.relationships if each.kind == "relationship" else found.parties)[each.record].append(each)
    for records in (found.parties, found.relationships):
        for versions in records.values():
            versions.sort(key=lambda each: each.day or datetime.date.min)
    return found


def words(value: JsonValue) -> str:
    """A text on one line; empty for what is none."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def inner(value: Object, key: str) -> Object:
    """The object below a key; empty for what is none."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def objects(value: JsonValue) -> list[tuple[int, Object]]:
    """The objects of a list with their numbers."""
    return [(n, each) for n, each in enumerate(value) if isinstance(each, dict)] if isinstance(value, list) else []
