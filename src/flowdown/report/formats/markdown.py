"""Reports as GitHub-flavoured Markdown, for a pull-request comment or a memo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from flowdown.report.format import Format, Look
from flowdown.report.lay_out import lay_out
from flowdown.report.page import Block, Line, Page, Paragraph, Point, Points, Quotation, Section, Span, Table, Tone
from flowdown.report.report import Report
from flowdown.report.words import visible

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]~$#])")
_BLOCK_START = re.compile(r"^([-+=]|\d+(?=[.)]))")
_ADDRESS = re.compile(r"(?<=:)//|(?<=www)\.", re.IGNORECASE)
# A character of no width keeps a hosting site from making a mention or a cross-reference out of text.
_BREAK = "&#8203;"


def render(report: Report, look: Look) -> str:
    """The report as Markdown; the screen's width and colours do not matter."""
    return draw(lay_out(report, look.shows_all, look.shows_counts), look)


def draw(page: Page, look: Look) -> str:
    """A page as Markdown, its title first."""
    title = (f"# {escape(visible(page.title))}",) if page.title else ()
    blocks = (*title, *_draw(page.blocks, level=2))
    return "\n\n".join(blocks) + "\n"


def _draw(blocks: tuple[Block, ...], level: int) -> Iterator[str]:
    for block in blocks:
        match block:
            case Section():
                yield f"{'#' * min(level, 6)} {_text(block.title)}"
                yield from _draw(block.blocks, level + 1)
            case Paragraph():
                yield _start(_text(block.line))
            case Points():
                yield "\n".join(_point(point, block.is_numbered) for point in block.points)
            case Quotation():
                yield _quotation(block)
            case Table():
                yield _table(block)
            case _:
                assert_never(block)


def _text(line: Line, is_cell: bool = False) -> str:
    return "".join(_span(part, is_cell) for part in line).strip()


def _span(part: Span, is_cell: bool) -> str:
    match part.tone:
        case Tone.PLACE | Tone.VALUE:
            return _cell_code(part.text) if is_cell and "|" in part.text else code(part.text)
        case Tone.STRONG | Tone.BREACH | Tone.UNDETERMINED | Tone.EXEMPT | Tone.CLEAR | Tone.WARNING:
            return _bold(part.text)
        case Tone.PLAIN | Tone.FAINT:
            return _words(part.text, is_cell)
        case _:
            assert_never(part.tone)


def _words(text: str, is_cell: bool) -> str:
    """Words in which what our own sentences put between backticks is code."""
    pieces = re.split(r"`([^`]+)`", text)
    return "".join(
        escape(piece) if index % 2 == 0 else _cell_code(piece) if is_cell and "|" in piece else code(piece)
        for index, piece in enumerate(pieces)
    )


def _bold(text: str) -> str:
    """Bold text; the blanks around it stay outside, or the marks would be read as asterisks."""
    words = text.strip()
    if not words:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}**{escape(words)}**{after}"


def code(text: str) -> str:
    """Text as a code span, however many backticks it holds; nothing in it is read as markup."""
    if not text.strip():
        return "(blank)"
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def _cell_code(text: str) -> str:
    """Code with pipes in a table: a code span cannot hold them safely, an HTML element with entities can."""
    return "<code>" + re.sub(r"[^\w ]", lambda match: f"&#{ord(match[0])};", text) + "</code>"


def escape(text: str) -> str:
    """Text in which Markdown, HTML, mentions, cross-references and addresses are taken literally."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # INVARIANT: no pipe is left, so that text may stand in a table.
    text = _PUNCTUATION.sub(r"\\\1", text).replace("|", "&#124;")
    text = _ADDRESS.sub(lambda match: match[0].replace("/", "&#47;").replace(".", "&#46;"), text)
    text = re.sub(r"(@|\\#)(?=\w)", rf"\1{_BREAK}", text)
    return re.sub(r"\b(GH-)(?=\d)", rf"\1{_BREAK}", text, flags=re.IGNORECASE)


def _start(text: str) -> str:
    """Text that begins a line, without being read as a list or as the rule under a heading."""
    return _BLOCK_START.sub(lambda match: match[1] + "\\" if match[1].isdigit() else "\\" + match[1], text)


def _point(point: Point, is_numbered: bool) -> str:
    mark = "1." if is_numbered else "-"
    badge = f"{_span(point.badge, False)}  " if point.badge else ""
    indent = " " * (len(mark) + 1)
    lines = [f"{mark} {badge}{_start(_text(point.line))}"]
    lines += [f"{indent}{_start(_text(under))}" for under in point.under]
    return "  \n".join(lines)


def _quotation(quotation: Quotation) -> str:
    parts = [_start(_text(quotation.cites))]
    if quotation.words:
        parts.append(f"> {_start(_text(quotation.words))}")
    parts.append("  \n".join(_start(_text(note)) for note in quotation.notes))
    return "\n\n".join(parts)


def _table(table: Table) -> str:
    head = "| " + " | ".join(escape(column.title) for column in table.columns) + " |"
    rule = "|" + "|".join(" ---: " if column.is_number else " --- " for column in table.columns) + "|"
    rows = ("| " + " | ".join(_text(cell, is_cell=True) for cell in row) + " |" for row in table.rows)
    return "\n".join([head, rule, *rows])


FORMAT = Format(
    id="markdown",
    media_type="text/markdown",
    suffix=".md",
    about="for a pull-request comment or a memo",
    render=render,
    draw=draw,
)
