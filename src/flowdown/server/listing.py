"""Rows under columns: searched, sorted and cut into pages before a cell is made, since there may be 100,000."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from flowdown.base.errors import UnusableArgument, clip
from flowdown.server.page import Cell, Field, Text, Texts

if TYPE_CHECKING:
    from flowdown.server.asked import ListAsked

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `cell` makes what stands in it; it can be sorted by where it has a `key`."""

    id: str
    title: str
    cell: Callable[[Any], Texts]
    is_number: bool = False
    key: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing as it is shown: one page of rows, how many there are, and every row for exports."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Texts, ...], ...]
    total: int
    page: int = 1
    size: int = 0
    sort: str = ""
    filters: tuple[Field, ...] = ()
    note: str = ""
    more: Cell | None = None
    every: Sequence[Any] = field(default=(), repr=False)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.size)) if self.size else 1

    @property
    def first(self) -> int:
        """The number of the first row that is shown, from 1; 0 where there is none."""
        return (self.page - 1) * self.size + 1 if self.rows else 0

    def lines(self) -> Iterator[tuple[Texts, ...]]:
        """Every row, whatever the page."""
        return (tuple(column.cell(row) for column in self.columns) for row in self.every)


def list_rows(
    identity: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[T],
    asked: ListAsked,
    text: Callable[[T], str] | None = None,
    filters: Sequence[Field] = (),
    note: str = "",
) -> Shown:
    """One page of the rows that are asked for; `text` is what is searched in, without capitals (None: the rows are found already). Raises `UnusableArgument` for no column."""
    found: Sequence[T] = rows
    if asked.q and text is not None:
        wanted = asked.q.casefold()
        found = [row for row in rows if wanted in text(row)]
    if asked.sort:
        key = _key_of(columns, asked.sort.removeprefix("-"))
        found = sorted(found, key=key, reverse=asked.sort.startswith("-"))
    start = (asked.page - 1) * asked.size
    cells = tuple(tuple(column.cell(row) for column in columns) for row in found[start : start + asked.size])
    search = (search_field(asked),) if text is not None else ()
    return Shown(
        identity,
        title,
        tuple(columns),
        cells,
        len(found),
        asked.page,
        asked.size,
        asked.sort,
        (*search, *filters),
        note,
        every=found,
    )


def search_field(asked: ListAsked) -> Field:
    """Where what is searched is written."""
    return Field("q", "Search", asked.q, kind="search")


def list_few(
    identity: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[T],
    more: Cell | None = None,
    most: int = 15,
    note: str = "",
) -> Shown:
    """The first rows of a listing that stands whole elsewhere (`more`)."""
    cells = tuple(tuple(column.cell(row) for column in columns) for row in rows[:most])
    return Shown(identity, title, tuple(columns), cells, len(rows), note=note, more=more, every=rows)


def _key_of(columns: Sequence[Column], name: str) -> Callable[[Any], Any]:
    for column in columns:
        if column.id == name and column.key is not None:
            return column.key
    known = ", ".join(column.id for column in columns if column.key is not None)
    raise UnusableArgument(f"nothing is sorted by `{clip(name)}`", hint=f"one of {known}")


def plain(texts: Texts) -> str:
    """What stands in a cell, as one text."""
    if isinstance(texts, tuple):
        return "; ".join(filter(None, map(plain, texts)))
    return _one(texts)


def _one(text: Text) -> str:
    return text.text if isinstance(text, Cell) else str(text)


def shape_rows(shown: Shown) -> tuple[dict[str, object], ...]:
    """Rows for programs: by column, numbers as numbers, several values as lists."""
    return tuple(
        {column.id: _value(cell) for column, cell in zip(shown.columns, row, strict=True)} for row in shown.rows
    )


def _value(texts: Texts) -> object:
    if isinstance(texts, tuple):
        return [_value(each) for each in texts]
    return texts if isinstance(texts, int) else _one(texts)
