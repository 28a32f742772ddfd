"""Writes a listing as CSV that no spreadsheet runs as a formula."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator

from flowdown.report.words import visible
from flowdown.server.listing import Shown, plain
from flowdown.server.page import Texts

_BLOCK = 500
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def write_csv(shown: Shown) -> Iterator[str]:
    """The file (RFC 4180) in pieces, the heading first; every row, whatever the page."""
    yield _lines([[column.id for column in shown.columns]])
    rows = shown.lines()
    while block := [[_write(texts) for texts in row] for row in itertools.islice(rows, _BLOCK)]:
        yield _lines(block)


def _write(texts: Texts) -> str:
    return str(texts) if isinstance(texts, int) else guard(plain(texts))


def guard(text: str) -> str:
    """A text that a spreadsheet takes for a text: an apostrophe stands before what would start a formula."""
    shown = visible(text)
    return f"'{shown}" if shown.lstrip().startswith(_STARTS_FORMULA) else shown


def _lines(rows: list[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()
