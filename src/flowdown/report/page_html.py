"""Draws a page as HTML: elements with words, and nothing that is loaded from elsewhere."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import assert_never

from flowdown.report.page import Block, Line, Page, Paragraph, Point, Points, Quotation, Section, Span, Table, Tone

_CLASSES = {
    Tone.STRONG: "strong",
    Tone.FAINT: "faint",
    Tone.WARNING: "warning",
    Tone.BREACH: "breach",
    Tone.UNDETERMINED: "undetermined",
    Tone.EXEMPT: "exempt",
    Tone.CLEAR: "clear",
}


def draw_html(page: Page) -> str:
    """The page's blocks as elements, its title as the first heading."""
    title = (f"<h1>{_escape(page.title)}</h1>",) if page.title else ()
    return "\n".join((*title, *_blocks(page.blocks, 2))) + "\n"


def _blocks(blocks: tuple[Block, ...], level: int) -> Iterator[str]:
    for block in blocks:
        match block:
            case Section():
                heading = min(level, 6)
                yield f"<section><h{heading}>{_text(block.title)}</h{heading}>"
                yield from _blocks(block.blocks, level + 1)
                yield "</section>"
            case Paragraph():
                yield f"<p>{_text(block.line)}</p>"
            case Points():
                tag = "ol" if block.is_numbered else "ul"
                yield f"<{tag}>{''.join(_point(each) for each in block.points)}</{tag}>"
            case Quotation():
                yield f"<figure><figcaption>{_text(block.cites)}</figcaption><blockquote>{_text(block.words)}</blockquote></figure>"
                yield from (f"<p>{_text(note)}</p>" for note in block.notes)
            case Table():
                yield _table(block)
            case _:
                assert_never(block)


def _point(point: Point) -> str:
    badge = f"{_span(point.badge)} " if point.badge is not None else ""
    under = "".join(f'<div class="under">{_text(each)}</div>' for each in point.under)
    return f"<li>{badge}{_text(point.line)}{under}</li>"


def _table(table: Table) -> str:
    def number(index: int) -> str:
        return ' class="number"' if table.columns[index].is_number else ""

    head = "".join(
        f'<th scope="col"{number(index)}>{_escape(each.title)}</th>' for index, each in enumerate(table.columns)
    )
    rows = "".join(
        "<tr>" + "".join(f"<td{number(index)}>{_text(cell)}</td>" for index, cell in enumerate(row)) + "</tr>"
        for row in table.rows
    )
    return f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _text(line: Line) -> str:
    return "".join(_span(each) for each in line)


def _span(part: Span) -> str:
    if part.tone in (Tone.PLACE, Tone.VALUE):
        return f"<code>{_escape(part.text)}</code>" if part.text.strip() else _escape(part.text)
    words = re.sub(r"`([^`]+)`", r"<code>\1</code>", _escape(part.text))
    name = _CLASSES.get(part.tone)
    return f'<span class="{name}">{words}</span>' if name and words else words


def _escape(text: str) -> str:
    return html.escape(text)
