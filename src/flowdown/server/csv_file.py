"""Writes a listing as CSV that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from flowdown.report.words import visible
from flowdown.server.listing import Shown, plain

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def write_csv(shown: Shown) -> Iterator[str]:
    """The lines of the file (RFC 4180), the heading first; every row, whatever the page."""
    yield _line([column.id for column in shown.columns])
    for row in shown.lines():
        yield _line([guard(cell) if not isinstance(cell, int) else str(cell) for cell in map(_cell, row)])


def _cell(texts: object) -> str | int:
    return texts if isinstance(texts, int) else plain(texts)  # type: ignore[arg-type]


def guard(text: str) -> str:
    """A text that a spreadsheet takes for a text: an apostrophe stands before what would start a formula."""
    shown = visible(text)
    return f"'{shown}" if shown.lstrip().startswith(_STARTS_FORMULA) else shown


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
