"""Writes views as HTML: every text escaped, whatever it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
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
        cells=_write_cells,
        linked=_linked,
        unlinked=_unlinked,
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


@lru_cache(20_000, typed=True)
def _words(text: str) -> Markup:
    """A text; what stands between backticks in our own sentences is code. The same words stand on many pages, and many times on one."""
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


def _linked(texts: object) -> tuple[Cell, ...]:
    """The cells that lead somewhere."""
    return tuple(each for each in _cells(texts) if each.href)


def _unlinked(texts: object) -> tuple[Cell, ...]:
    """The same without a way: within what is itself pressed a link cannot be."""
    return tuple(replace(each, href="") for each in _cells(texts))


def _write_cells(texts: object, joined: str = ", ") -> Markup:
    """What stands in a cell. There are hundreds on a page, so that they are not left to the templates."""
    parts: list[str] = []
    for each in _cells(texts):
        parts += (_write_cell(each), " " if each.under or each.is_badge else joined)
    return Markup("".join(parts[:-1]))


def _write_cell(cell: Cell) -> str:
    tone, href = escape(cell.tone.lower()), escape(visible(cell.href))
    if cell.is_badge:
        text = escape(visible(cell.text))
        shown = f'<span class="badge {tone}">{_link(href, text) if href else text}</span>'
    elif href:
        shown = _link(href, _words(cell.text), f' class="{tone}"' if tone else "")
    else:
        shown = f'<span class="{tone}">{_words(cell.text)}</span>' if tone else _words(cell.text)
    return f'{shown}<span class="under">{_words(cell.under)}</span>' if cell.under else shown


def _link(href: Markup, text: Markup, more: str = "") -> str:
    return f'<a href="{href}"{more}>{text}</a>'


def _query(words: Mapping[str, str], **changed: object) -> str:
    """The same question with some words changed; what is empty goes."""
    merged = {**words, **{name: str(value) for name, value in changed.items()}}
    return "?" + urlencode({name: value for name, value in merged.items() if value})
