"""Reports on a terminal, drawn with Rich in the width and the colours that the reader's screen has."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, assert_never

from flowdown.report.format import Format, Look
from flowdown.report.lay_out import lay_out
from flowdown.report.page import Block, Line, Page, Paragraph, Points, Quotation, Section, Span, Table, Tone
from flowdown.report.plain_page import draw_plain
from flowdown.report.report import Report

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table as RichTable
    from rich.text import Text

_NARROWEST = 40

# Only the sixteen colours that every terminal theme defines, so that both light and dark ones stay legible.
_STYLES = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.FAINT: "dim",
    Tone.PLACE: "cyan",
    Tone.VALUE: "bold",
    Tone.WARNING: "yellow",
    Tone.BREACH: "bold white on red",
    Tone.UNDETERMINED: "bold black on yellow",
    Tone.EXEMPT: "bold black on cyan",
    Tone.CLEAR: "bold black on green",
}
_BADGES = frozenset({Tone.BREACH, Tone.UNDETERMINED, Tone.EXEMPT, Tone.CLEAR})


def render(report: Report, look: Look) -> str:
    """The report as text for a terminal of `look.width` columns."""
    return draw(lay_out(report, look.shows_all, look.shows_counts), look)


def draw(page: Page, look: Look) -> str:
    """A page as text for a terminal; its title is left to the command that was called."""
    plain = None if look.has_colour else draw_plain(page, max(look.width, _NARROWEST))
    return plain if plain is not None else _draw_with_rich(page, look)


def _draw_with_rich(page: Page, look: Look) -> str:
    from rich.console import Console

    paper = io.StringIO()
    width = max(look.width, _NARROWEST)
    # Everything that Rich would otherwise read from the environment is given, so that it reads nothing.
    console = Console(
        file=paper,
        width=width,
        height=100,
        force_terminal=look.has_colour,
        force_interactive=False,
        force_jupyter=False,
        legacy_windows=False,
        no_color=not look.has_colour,
        color_system="standard" if look.has_colour else None,
        markup=False,
        emoji=False,
        highlight=False,
    )
    for drawn in _draw(page.blocks, depth=0, look=look):
        console.print(drawn)
    lines = (drawn_line.rstrip(" ") for drawn_line in paper.getvalue().split("\n"))
    return "\n".join(lines).strip("\n") + "\n"


def _draw(blocks: tuple[Block, ...], depth: int, look: Look) -> Iterator[RenderableType]:
    from rich.padding import Padding

    margin = 2 * max(depth - 1, 0)
    for index, block in enumerate(blocks):
        if depth == 0 and index and isinstance(blocks[index - 1], Points | Section) and not isinstance(block, Section):
            yield ""
        match block:
            case Section():
                yield from _section(block, depth, look, is_first=index == 0)
            case Paragraph():
                yield Padding(_text(block.line, look), (0, 0, 0, margin))
            case Points():
                yield Padding(_points(block, look), (0, 0, 0, margin))
            case Quotation():
                yield Padding(_quotation(block, look), (0, 0, 0, margin))
            case Table():
                yield Padding(_table(block, look), (0, 0, 0, margin))
            case _:
                assert_never(block)


def _section(section: Section, depth: int, look: Look, is_first: bool) -> Iterator[RenderableType]:
    from rich.padding import Padding

    title = _text(section.title, look)
    if depth == 0:
        title.stylize("bold")
        room = max(look.width, _NARROWEST) - title.cell_len - 1
        if room > 0:
            title.append(" " + "─" * room, "dim")
    elif depth > 1:
        title.stylize("italic")
    if depth == 0 or not is_first:
        yield ""
    yield Padding(title, (0, 0, 0, 2 * max(depth - 1, 0)))
    yield from _draw(section.blocks, depth + 1, look)


def _text(line: Line, look: Look) -> Text:
    from rich.text import Text

    text = Text(overflow="fold")
    for part in line:
        # A badge is a coloured field with a margin; without colour the margin would only look like a mistake.
        words = f" {part.text} " if part.tone in _BADGES and look.has_colour else part.text
        text.append(words, _STYLES[part.tone])
    return text


def _points(points: Points, look: Look) -> RichTable:
    from rich.table import Table as RichTable

    gap = 2 if any(point.badge for point in points.points) else 1
    marks = [_text((point.badge or _mark(points, index),), look) for index, point in enumerate(points.points, 1)]
    grid = RichTable.grid(padding=(0, gap, 0, 0))
    grid.add_column(width=max(mark.cell_len for mark in marks))
    grid.add_column(overflow="fold")
    for mark, point in zip(marks, points.points, strict=True):
        grid.add_row(mark, _text(point.line, look))
        for under in point.under:
            grid.add_row("", _text(under, look))
    return grid


def _mark(points: Points, index: int) -> Span:
    return Span(f"{index}." if points.is_numbered else "-")


def _quotation(quotation: Quotation, look: Look) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding

    words = [Padding(_text(quotation.words, look), (0, 0, 0, 4))] if quotation.words else []
    notes = [Padding(_text(note, look), (0, 0, 0, 2)) for note in quotation.notes]
    return Group(_text(quotation.cites, look), *words, *notes)


def _table(table: Table, look: Look) -> RichTable:
    from rich import box
    from rich.table import Table as RichTable

    shown = [index for index, column in enumerate(table.columns) if column.from_width <= look.width]
    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
    for index in shown:
        column = table.columns[index]
        drawn.add_column(column.title, justify="right" if column.is_number else "left", overflow="fold")
    for row in table.rows:
        drawn.add_row(*(_text(row[index], look) for index in shown))
    return drawn


FORMAT = Format(
    id="terminal",
    media_type="text/plain",
    suffix=".txt",
    about="for reading on a screen, as wide and as colourful as it is",
    render=render,
    draw=draw,
)
