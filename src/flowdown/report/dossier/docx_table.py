"""Writes a table for a Word file as one piece of markup: built cell by cell by the library it takes ten times as long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from flowdown.report.dossier.blocks import is_small, rows_of, text_of, weights_of
from flowdown.report.dossier.marks import pieces

if TYPE_CHECKING:
    from flowdown.report.dossier.blocks import Node

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TWIPS = 1440
"""Units of an inch."""
_FONT, _SIZE, _SMALLER, _MANY = "Calibri", 18, 17, 5
"""The text in a table: narrow letters, half points, and fewer of them from so many columns on."""
_MARGIN = 80
"""Between the line of a cell and its text, in twips."""


def write_table(node: Node, width: float, mono: str) -> str:
    """The table's markup; its head repeats on each page, no row is cut in two. `width` is in inches."""
    head, rows = rows_of(node)
    weights = weights_of(node)
    widths = [round(width * _TWIPS * each / sum(weights)) for each in weights]
    is_headed = any(text_of(each) for each in head)
    size = _SIZE if len(head) < _MANY else _SMALLER
    every = [head, *rows] if is_headed else rows
    keeps = len(every) - 1 if is_small(node) else int(is_headed)
    lines = [
        _row(cells, widths, mono, size, is_head=number == 0 and is_headed, keeps=number < keeps)
        for number, cells in enumerate(every)
    ]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return (
        f'<w:tbl xmlns:w="{_SPACE}"><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:type="auto" w:w="0"/>'
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{_MARGIN}" w:type="dxa"/><w:right w:w="{_MARGIN}" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" '
        f'w:noHBand="0" w:noVBand="1" w:val="04A0"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(lines)}</w:tbl>'
    )


def _row(cells: Sequence[Node], widths: Sequence[int], mono: str, size: int, *, is_head: bool, keeps: bool) -> str:
    """A row; one that `keeps` stays on the page of the next."""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="ECECEC"/>' if is_head else ""
    told = []
    for index, width in enumerate(widths):
        runs = "".join(_runs(cells[index], mono, size, is_strong=is_head or index == 0)) if index < len(cells) else ""
        told.append(
            f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/>{shade}</w:tcPr>'
            f'<w:p><w:pPr>{"<w:keepNext/>" if keeps else ""}<w:spacing w:after="40"/></w:pPr>{runs}</w:p></w:tc>'
        )
    repeats = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeats}</w:trPr>{''.join(told)}</w:tr>"


def _runs(node: Node, mono: str, size: int, *, is_strong: bool = False, is_slanted: bool = False) -> Iterator[str]:
    for each in node.children:
        match each.type:
            case "inline" | "link":
                yield from _runs(each, mono, size, is_strong=is_strong, is_slanted=is_slanted)
            case "strong":
                yield from _runs(each, mono, size, is_strong=True, is_slanted=is_slanted)
            case "em":
                yield from _runs(each, mono, size, is_strong=is_strong, is_slanted=True)
            case "hardbreak":
                yield "<w:r><w:br/></w:r>"
            case _:
                yield from _run(
                    text_of(each),
                    mono if each.type == "code_inline" else _FONT,
                    size,
                    is_strong=is_strong,
                    is_slanted=is_slanted,
                )


def _run(text: str, font: str, size: int, *, is_strong: bool, is_slanted: bool) -> Iterator[str]:
    look = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    look += f"{'<w:b/>' if is_strong else ''}{'<w:i/>' if is_slanted else ''}"
    for each in pieces(text):
        mark = '<w:highlight w:val="yellow"/>' if each.is_blank else ""
        words = escape(each.text)
        yield f'<w:r><w:rPr>{look}<w:sz w:val="{size}"/>{mark}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'
