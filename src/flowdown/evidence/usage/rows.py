"""Gives the rows of a large CSV table one after another, by heading."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flowdown.base.errors import UnusableFile
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Refused
from flowdown.evidence.tables.table import plain

_CELL = 1024 * 1024
_NOTHING = ("", "NULL", "null", "NaN", "nan", "None")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the place where it starts, and its cells by heading in small letters and digits; empty cells are not there."""

    place: str
    cells: Mapping[str, str]

    def get(self, *headings: str) -> str:
        """The first of these cells that is there."""
        return next((self.cells[each] for each in headings if each in self.cells), "")


def read_rows(incoming: Incoming) -> Iterator[TableRow]:
    """Each row of a CSV table; held is one at a time. Raises `UnusableFile` for no table, `Refused` for another coding."""
    csv.field_size_limit(_CELL)
    lines = _lines(incoming)
    first = next(lines, "")
    separator = max(",;\t|", key=first.count)
    table = csv.reader(_chain(first, lines), delimiter=separator)
    before = 0
    try:
        headings = [plain(cell) for cell in next(table, [])]
        while True:
            before = table.line_num
            cells = next(table, None)
            if cells is None:
                return
            found = {
                heading: stripped
                for heading, cell in zip(headings, cells, strict=False)
                if (stripped := cell.strip()) not in _NOTHING
            }
            if found:
                yield TableRow(f"line {before + 1}", found)
    except csv.Error as error:
        raise UnusableFile(f"is not readable as a table: {error}", incoming.where(line=before + 1)) from None


def _lines(incoming: Incoming) -> Iterator[str]:
    for number, line in incoming.lines():
        if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Refused("is UTF-16", incoming.where(), "save it as UTF-8")
        bare = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        yield bare.decode("utf-8", "replace").replace("\0", "") + "\n"


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
