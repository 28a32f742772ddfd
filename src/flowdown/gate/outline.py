"""What stands in a file, whatever lines it stands at: a form that stays the same where lines only moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import TypeAlias

from flowdown.scan.trace import Binding, Consumption, Trace, Yield

Outline: TypeAlias = frozenset[tuple[object, ...]]

_SPOTS = frozenset(("place", "block"))


def outline(yields: Sequence[Yield]) -> Outline:
    """The yields of one file with their lines and columns counted through.

    INVARIANT: of lines and columns only the order is ever asked (which place is above another, which inside a function),
    so that files of one path and outline stand for the same.
    """
    lines = {line: rank for rank, line in enumerate(sorted({line for each in yields for line in _lines(each)}), 1)}
    lines[0] = 0
    spots = sorted({(each.place.line, each.place.column) for each in yields})
    columns = {spot: rank for rank, spot in enumerate(spots, 1)}
    return frozenset(_counted(each, lines, columns) for each in yields)


def _lines(each: Yield) -> tuple[int, ...]:
    block = () if isinstance(each, Consumption) else each.block
    return (each.place.line, each.place.end_line, *block)


def _counted(each: Yield, lines: dict[int, int], columns: dict[tuple[int, int], int]) -> tuple[object, ...]:
    place = each.place
    spot = place.path, lines[place.line], columns[place.line, place.column], lines[place.end_line]
    block = () if isinstance(each, Consumption) else tuple(lines[line] for line in each.block)
    return (*_SAID[type(each)](each), spot, block)


def _all_but_spots(kind: type[Yield]) -> Callable[[Yield], tuple[object, ...]]:
    return attrgetter("__class__", *(field.name for field in fields(kind) if field.name not in _SPOTS))


_SAID = {kind: _all_but_spots(kind) for kind in (Trace, Binding, Consumption)}
