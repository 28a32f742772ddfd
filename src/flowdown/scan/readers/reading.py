"""Collect what a detector sees in one file, and turn the hits that nothing stands for into mentions."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from flowdown.scan.readers.interpolation import references
from flowdown.scan.readers.secret import looks_secret, names_secret
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import (
    MENTION_ROLES,
    Argument,
    Binding,
    Consumption,
    Role,
    Space,
    Text,
    Trace,
    TraceKind,
    Unknown,
    Value,
    Yield,
)

_CARRIES = frozenset({TraceKind.MODEL_ID, TraceKind.WEIGHTS, TraceKind.ENDPOINT})


class Reading:
    """The yields of one file in the making, and the spans of the text that they stand for."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.text = source.text
        self.yields: list[Yield] = []
        self._spans: list[tuple[int, int]] = []
        self._seen: set[tuple[TraceKind, Value, int, int]] = set()
        self._bound: set[tuple[Space, str, Value, int]] = set()
        self._declared: list[tuple[int, int, str]] = []
        self._hit_starts = [start for start, _ in source.hits]

    def trace(
        self,
        kind: TraceKind,
        value: Value | str,
        start: int,
        end: int,
        role: Role,
        *,
        language: str = "",
        name: str = "",
        callee: str = "",
        arguments: tuple[Argument, ...] = (),
        group: str = "",
        is_optional: bool = False,
        is_default: bool = False,
        because: tuple[str, ...] = (),
    ) -> None:
        """Add a trace whose value stands at a span."""
        if isinstance(value, str):
            value = Text(value)
        self._spans.append((start, end))
        seen = (kind, value, start, end)
        if seen in self._seen:
            return
        self._seen.add(seen)
        place = self.source.place(start, end)
        self.yields.append(
            Trace(
                kind,
                value,
                place,
                role,
                language,
                name,
                callee,
                "",
                "",
                arguments,
                group,
                is_optional,
                is_default,
                because,
            )
        )
        if kind in _CARRIES and role not in MENTION_ROLES and not isinstance(value, Text):
            for reference in references(value):
                if reference.space is Space.VARIABLE:
                    self.yields.append(Consumption(Space.VARIABLE, reference.name, place, kind, callee=callee))

    def declare(self, name: str, start: int, end: int) -> None:
        """Say that a span is the value of a name; what nothing else stands for there is declared by it."""
        self._declared.append((start, end, name))

    def bind(
        self,
        space: Space,
        name: str,
        value: Value,
        start: int,
        end: int,
        *,
        module: str = "",
        is_default: bool = False,
        is_template: bool = False,
    ) -> None:
        """Add a binding, with secrets made unreadable."""
        if isinstance(value, Text) and value.text and (names_secret(name) or looks_secret(value.text)):
            value = Unknown("secret")
        if (space, name, value, start) in self._bound:
            return
        self._bound.add((space, name, value, start))
        place = self.source.place(start, end)
        self.yields.append(Binding(space, name, value, place, module, is_default, is_template))

    @contextmanager
    def laid_out(self, start: int, end: int, text: str | None) -> Iterator[None]:
        """Let a span read as another text of its length (None: as it stands)."""
        written = self.text
        if text is not None:
            self.text = written[:start] + text + written[end:]
        try:
            yield
        finally:
            self.text = written

    def cover(self, start: int, end: int) -> None:
        """Say that a span has been dealt with, so that hits in it are no mentions."""
        self._spans.append((start, end))

    def has_hit(self, start: int, end: int) -> bool:
        """Whether a keyword hit lies in a span."""
        at = bisect_left(self._hit_starts, start)
        return at < len(self._hit_starts) and self._hit_starts[at] < end

    def hits_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """The hits that start in a span."""
        return list(self.source.hits[bisect_left(self._hit_starts, start) : bisect_left(self._hit_starts, end)])

    def mention(self, start: int, end: int, role: Role, name: str = "") -> None:
        """Make every hit in a span a mention of a role."""
        for at, to in self.hits_in(start, end):
            self.trace(TraceKind.TEXT, self.text[at:to], at, to, role, name=name)

    def read_names(self, value: Value, start: int, end: int, *, name: str = "", is_optional: bool = False) -> None:
        """Add a trace for every environment key or secret that a value reads."""
        for reference in references(value):
            key = reference.name
            if reference.space is Space.VARIABLE:
                space, _, key = reference.name.rpartition(".")
                if space not in ("secrets", "vars"):
                    continue
            at = self.text.find(key, start, end)
            here = (at, at + len(key)) if at >= 0 else (start, end)
            if not self.has_hit(*here):
                continue
            self.trace(TraceKind.ENV_KEY, key, *here, Role.READ, name=name, is_optional=is_optional)

    def leftovers(self, comments: Iterable[tuple[int, int]], rest: Role = Role.LISTED) -> None:
        """Make mentions of all hits that no trace stands for: commented in comments, else of role `rest`."""
        hits = self.source.hits
        if not hits:
            return
        spans = _merged(self._spans)
        span_starts = [start for start, _ in spans]
        remarks = _merged(comments)
        remark_starts = [start for start, _ in remarks]
        declared = sorted(self._declared) or [(0, 0, "")]
        for start, end in hits:
            if _inside(start, spans, span_starts):
                continue
            role = Role.COMMENTED if _inside(start, remarks, remark_starts) else rest
            at, to, name = declared[bisect_right(declared, (start, math.inf, "")) - 1]
            if at <= start < to and role is not Role.COMMENTED:
                self.trace(TraceKind.MODEL_ID, self.text[at:to], at, to, Role.DECLARED, name=name)
                continue
            self.trace(TraceKind.TEXT, self.text[start:end], start, end, role)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _inside(start: int, spans: list[tuple[int, int]], starts: list[int]) -> bool:
    at = bisect_right(starts, start) - 1
    return at >= 0 and start < spans[at][1]
