"""Reading of a case file: every section, entry by entry, with all faults of all of them at once."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from flowdown.base import strict_yaml
from flowdown.base.errors import FlowdownError, Problems, UnusableFile, Where
from flowdown.base.period import Window
from flowdown.base.strict_yaml import Document, Path, Plain
from flowdown.base.structure import decode_at
from flowdown.orders.authority import Authority
from flowdown.orders.context import Context
from flowdown.orders.norm import Norm, Stay, Waiver
from flowdown.reason.case.case_file import CaseFile
from flowdown.reason.case.check import check_situation
from flowdown.reason.case.expectation import Expectation
from flowdown.reason.move import ExtendNorm, Move, NarrowNorm, SubstituteObject, SuspendNorm, WithdrawNorm
from flowdown.reason.situation import (
    Actor,
    Contains,
    Criterion,
    DerivedFrom,
    Fact,
    LeadTime,
    Link,
    Owns,
    Relation,
    Situation,
    Supplies,
    Thing,
    Traits,
)

Date = datetime.date
T = TypeVar("T")

NORM_LIMIT = 20_000
"""Norms of one case; a file above this is refused before it is parsed."""
YEARS_LIMIT = 400

_RELATIONS: Mapping[str, type[Relation]] = {
    "supplies": Supplies,
    "owns": Owns,
    "derived_from": DerivedFrom,
    "contains": Contains,
}
_MOVES: Mapping[str, type[Move]] = {
    "withdraw": WithdrawNorm,
    "waive": SuspendNorm,
    "stay": SuspendNorm,
    "extend": ExtendNorm,
    "narrow": NarrowNorm,
    "substitute": SubstituteObject,
}
_SECTIONS = frozenset(field.name for field in dataclasses.fields(Situation)) - {"moves"} | {
    *("id", "title", "about", "note", "repairs", "expect"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    from_: Date
    to: Date

    def __post_init__(self) -> None:
        if self.to <= self.from_:
            raise UnusableFile(f"the window ends on {self.to}, which is not after its start, {self.from_}")
        if (self.to - self.from_).days > YEARS_LIMIT * 366:
            raise UnusableFile(f"the window is longer than {YEARS_LIMIT} years")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Priority:
    priority: tuple[Criterion, ...]


def read_case(data: bytes, file: str) -> CaseFile:
    """Read a case file; raise `Problems` with every fault found."""
    _refuse_too_many(data, file)
    document = strict_yaml.load(data, file)
    if not isinstance(document.value, dict):
        raise UnusableFile("expected the keys of a case, found something else", document.where(()))
    reader = _Reader(document, document.value)
    case = reader.read()
    if reader.problems or case is None:
        raise Problems(reader.problems)
    return case


class _Reader:
    def __init__(self, document: Document, top: dict[str, Plain]) -> None:
        self.document = document
        self.top = top
        self.problems: list[FlowdownError] = []
        self.places: dict[str, list[int]] = {}

    def read(self) -> CaseFile | None:
        self._refuse_unknown_keys()
        as_of = self._one(datetime.date, "as_of", None)
        span = self._one(_Span, "window", None)
        actions = self._map(Traits, "actions")
        situation = Situation(
            as_of=as_of or Date.min,
            window=Window(span.from_, span.to) if span else Window(Date(2000, 1, 1), Date(2000, 1, 2)),
            contexts=self._list(Context, "contexts"),
            authorities=self._list(Authority, "authorities"),
            actors=self._list(Actor, "actors"),
            things=self._list(Thing, "things"),
            relations=self._variants(_RELATIONS, "relations", "type"),
            actions=actions,
            facts=self._list(Fact, "facts"),
            norms=self._list(Norm, "norms"),
            waivers=self._list(Waiver, "waivers"),
            stays=self._list(Stay, "stays"),
            links=self._list(Link, "links"),
            lead_times=self._list(LeadTime, "lead_times"),
            incompatible_findings=self._pairs("incompatible_findings"),
            priority=self._priority(),
            moves=self._variants(_MOVES, "repairs", "do"),
        )
        expect = self._list(Expectation, "expect")
        identity, title = self._one(str, "id", None), self._one(str, "title", "")
        about = self._one(str, "about", "")
        self.problems += check_situation(self.document, self.top, self.places, situation, expect)
        if self.problems:
            return None
        return CaseFile(identity or "", title or "", (about or "").strip(), situation, expect)

    def _refuse_unknown_keys(self) -> None:
        import difflib

        for key in self.top:
            if key not in _SECTIONS:
                near = difflib.get_close_matches(key, sorted(_SECTIONS), 1)
                self._refuse(f"unknown key `{key}`", (key,), f"did you mean `{near[0]}`?" if near else "")

    def _refuse(self, message: str, path: Path, hint: str = "") -> None:
        self.problems.append(UnusableFile(message, self.document.where(path), hint))

    def _one(self, kind: type[T], key: str, default: T | None) -> T | None:
        if key in self.top:
            return decode_at(kind, self.document, (key,), self.top[key], self.problems)
        if default is None:
            self._refuse(f"`{key}` is missing", ())
        return default

    def _entries(self, key: str) -> list[Plain]:
        section = self.top.get(key)
        if section is None:
            return []
        if not isinstance(section, list):
            self._refuse("expected a list", (key,))
            return []
        return section

    def _list(self, kind: type[T], key: str) -> tuple[T, ...]:
        return self._sound(key, ((kind, number, entry) for number, entry in enumerate(self._entries(key))))

    def _sound(self, key: str, entries: Iterable[tuple[type[T], int, Plain]]) -> tuple[T, ...]:
        """The entries that can be decoded; their positions are kept in `places`."""
        found: list[T] = []
        places = self.places[key] = []
        for kind, number, entry in entries:
            decoded = decode_at(kind, self.document, (key, number), entry, self.problems)
            if decoded is not None:
                found.append(decoded)
                places.append(number)
        return tuple(found)

    def _map(self, kind: type[T], key: str) -> dict[str, T]:
        section = self.top.get(key) or {}
        if not isinstance(section, dict):
            self._refuse("expected keys and values", (key,))
            return {}
        decoded = {
            name: decode_at(kind, self.document, (key, name), entry, self.problems) for name, entry in section.items()
        }
        return {name: entry for name, entry in decoded.items() if entry is not None}

    def _variants(self, kinds: Mapping[str, type[T]], key: str, by: str) -> tuple[T, ...]:
        known: list[tuple[type[T], int, Plain]] = []
        for number, entry in enumerate(self._entries(key)):
            word = entry.get(by) if isinstance(entry, dict) else None
            if isinstance(word, str) and word in kinds:
                known.append((kinds[word], number, entry))
            elif isinstance(entry, dict) and by in entry:
                self._refuse(f"`{word}` is not known here", (key, number, by), f"one of {', '.join(kinds)}")
            elif isinstance(entry, dict):
                self._refuse(f"`{by}` is missing", (key, number))
            else:
                self._refuse("expected keys and values", (key, number))
        return self._sound(key, known)

    def _pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        pairs: list[tuple[str, str]] = []
        for number, words in enumerate(self._list(tuple[str, ...], key)):
            if len(words) == 2:
                pairs.append((words[0], words[1]))
            else:
                self._refuse("expected a pair of findings", (key, number))
        return tuple(pairs)

    def _priority(self) -> tuple[Criterion, ...]:
        if "priority" not in self.top:
            return ("superior",)
        decoded = decode_at(_Priority, self.document, (), {"priority": self.top["priority"]}, self.problems)
        return decoded.priority if decoded is not None else ()


def _refuse_too_many(data: bytes, file: str) -> None:
    """Refuse a file with too many norms by its look, so that it costs no parsing."""
    count = data.count(b"modality")
    start = re.search(rb"^norms:", data, re.MULTILINE)
    if count > NORM_LIMIT and start is not None:
        line = data.count(b"\n", 0, start.start()) + 1
        raise UnusableFile(f"about {count} norms; a case holds at most {NORM_LIMIT}", Where(file, line, 1, "norms"))
