"""A report laid out for people, before any format draws it: sections, tables, points and marked words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from flowdown.report.words import visible


class Tone(StrEnum):
    """How a span of text is meant."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    PLACE = "place"
    VALUE = "value"
    WARNING = "warning"
    BREACH = "breach"
    UNDETERMINED = "undetermined"
    EXEMPT = "exempt"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Span:
    """Text with a tone. Make it with `span`, which takes out what could harm a reader's screen."""

    text: str
    tone: Tone = Tone.PLAIN


Line: TypeAlias = tuple[Span, ...]


def span(text: str, tone: Tone = Tone.PLAIN) -> Span:
    """Text from anywhere as a span, with hazardous characters made visible."""
    return Span(visible(text), tone)


def line(*parts: str | Span) -> Line:
    """Spans, and plain words between them, as one line."""
    return tuple(part if isinstance(part, Span) else span(part) for part in parts)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text."""

    line: Line


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `from_width` is the narrowest screen on which it is shown."""

    title: str
    is_number: bool = False
    from_width: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a list, with lines of its own below it; a `badge` stands in place of the list's mark."""

    line: Line
    under: tuple[Line, ...] = ()
    badge: Span | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points; `is_numbered` where their order says something."""

    points: tuple[Point, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where words of an order stand, the words (none where they were quoted before), and what is said of them."""

    cites: Line
    words: Line
    notes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A title with blocks below it; sections nest."""

    title: Line
    blocks: tuple[Block, ...]


Block: TypeAlias = Paragraph | Table | Points | Quotation | Section


@dataclass(frozen=True, slots=True)
class Page:
    """Something whole for people: a report, an explanation, a page of a library.

    `title` stands above it where a format has such a place (empty: none).
    """

    blocks: tuple[Block, ...]
    title: str = ""
