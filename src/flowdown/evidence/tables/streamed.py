"""Reads the rows of a table one after another, so that its size does not matter."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from flowdown.base.errors import UnusableFile
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.tables.table import Row, plain

CELL_LIMIT = 1024 * 1024
"""Characters of one cell."""
_SEPARATORS = ",;\t|"


def stream_rows(incoming: Incoming, wanted: frozenset[str] = frozenset()) -> Iterator[Row]:
    """Each row below the first, which holds the headings. Raises `UnusableFile` for what is no table.

    With `wanted`, only the cells below these headings are kept.
    """
    csv.field_size_limit(CELL_LIMIT)
    lines = _lines(incoming)
    first = next(lines, "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(_chain(first, lines), delimiter=separator)
    before = 0
    try:
        found = [plain(cell) for cell in next(reader, [])]
        columns = [(index, name) for index, name in enumerate(found) if name and (not wanted or name in wanted)]
        before = reader.line_num
        for cells in reader:
            if any(cells):
                yield Row(before + 1, _named(columns, cells))
            before = reader.line_num
    except csv.Error as error:
        raise UnusableFile(f"is not readable as a table: {error}", incoming.where("", before + 1)) from None


def _named(columns: list[tuple[int, str]], cells: list[str]) -> dict[str, str]:
    named: dict[str, str] = {}
    count = len(cells)
    for index, heading in columns:
        # Of two columns with one heading the first that holds something counts.
        if index < count and cells[index] and heading not in named and (text := " ".join(cells[index].split())):
            named[heading] = text
    return named


def _chain(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _lines(incoming: Incoming) -> Iterator[str]:
    for number, line in incoming.lines():
        raw = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            # What Excel writes where it does not write UTF-8.
            text = raw.decode("cp1252", "replace")
        yield text.replace("\0", "") + "\n"
