"""Writes views as HTML: every text escaped, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import jinja2
from markupsafe import Markup, escape

from flowdown.report.page import Paragraph, Points, Quotation, Section, Span, Table, Tone
from flowdown.report.words import visible
from flowdown.server.listing import Shown
from flowdown.server.page import Cell, Facts, Fold, Form, Notice, Picture, Prose, Quote, Tiles

if TYPE_CHECKING:
    from flowdown.report.page import Line

HERE = Path(__file__).parent
_BREAK = re.compile(r"(?<=\w)(/)(?=\w)")
_DAY = re.compile(r"\b(\d{4}-\d\d-\d\d)\b")
_LONG, _SHORT = 70, 18
_CODE = re.compile(r"`([^`]+)`")
_KINDS: Mapping[type, str] = {
    Facts: "facts",
    Tiles: "tiles",
    Prose: "prose",
    Picture: "picture",
    Notice: "notice",
    Quote: "quote",
    Fold: "fold",
    Form: "form",
    Shown: "listing",
    Paragraph: "paragraph",
    Points: "points",
    Quotation: "quotation",
    Section: "section",
    Table: "table",
}


def render(template: str, **values: object) -> str:
    """A page from its template."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=50,
    )
    environment.filters.update(
        kind=_kind,
        words=_words,
        line=_line,
        cells=_cells,
        query=_query,
        is_long=_is_long,
        is_short=_is_short,
        as_is=escape,
    )
    return environment


def _shown(value: Any) -> Any:
    """A text in which nothing steers the reader's screen."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _kind(part: object) -> str:
    return _KINDS[type(part)]


def _words(text: str) -> Markup:
    """A text; what stands between backticks in our own sentences is code."""
    parts = _CODE.split(visible(text))
    written = (
        Markup("<code>{}</code>").format(part) if index % 2 else _plain(part) for index, part in enumerate(parts)
    )
    return Markup("").join(written)


def _plain(text: str) -> Markup:
    """Plain text in which days stay whole, and long names may break behind a slash."""
    return Markup(_DAY.sub(r'<span class="day">\1</span>', _BREAK.sub(r"\1<wbr>", str(escape(text)))))


def _is_long(texts: object) -> bool:
    """Whether a fact needs the room of two."""
    return sum(len(cell.text) + 2 for cell in _cells(texts)) > _LONG


def _is_short(texts: object) -> bool:
    """Whether what stands in a column is a name or two words, which are not broken while there is room."""
    text = texts.text if isinstance(texts, Cell) else texts
    return isinstance(text, str) and len(text) <= _SHORT


def _line(line: Line) -> Markup:
    return Markup("").join(map(_span, line))


def _span(span: Span) -> Markup:
    text = _words(span.text)
    return text if span.tone is Tone.PLAIN else Markup('<span class="{}">{}</span>').format(span.tone.value, text)


def _cells(texts: object) -> tuple[Cell, ...]:
    """What stands in a cell, as cells."""
    several = texts if isinstance(texts, tuple) else (texts,)
    return tuple(
        each if isinstance(each, Cell) else Cell(f"{each:,}" if isinstance(each, int) else str(each))
        for each in several
    )


def _query(words: Mapping[str, str], **changed: object) -> str:
    """The same question with some words changed; what is empty goes."""
    merged = {**words, **{name: str(value) for name, value in changed.items()}}
    return "?" + urlencode({name: value for name, value in merged.items() if value})
