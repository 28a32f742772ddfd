"""Reads the answers of the interface of USAspending as rows: lists of results, single awards, recipients."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.tables.table import plain

_DEPTH = 3
MOST_CELLS = 2000
"""Cells of one row; an answer has some dozens."""


def read_answers(value: JsonValue) -> Iterator[tuple[str, dict[str, str]]]:
    """Every result with its place; what is nested is named by all names on the way to it."""
    if isinstance(value, list):
        yield from _rows(value, "")
    elif isinstance(value, dict):
        results = value.get("results")
        if isinstance(results, list):
            yield from _rows(results, "results/")
        else:
            yield "", flatten(value)


def _rows(values: list[JsonValue], before: str) -> Iterator[tuple[str, dict[str, str]]]:
    for number, each in enumerate(values):
        if isinstance(each, dict):
            yield f"{before}{number}", flatten(each)


def flatten(value: dict[str, JsonValue]) -> dict[str, str]:
    """The plain values below an object, by the names of the way to them without signs and case."""
    cells: dict[str, str] = {}
    _flatten(value, "", 0, cells)
    return cells


def _flatten(value: dict[str, JsonValue], before: str, depth: int, cells: dict[str, str]) -> None:
    for key, each in value.items():
        if len(cells) >= MOST_CELLS:
            return
        name = before + plain(key)
        if isinstance(each, dict):
            if depth < _DEPTH:
                _flatten(each, name, depth + 1, cells)
        elif isinstance(each, str):
            if text := " ".join(each.split()):
                cells.setdefault(name, text)
        elif isinstance(each, int | float) and not isinstance(each, bool):
            cells.setdefault(name, format(each, "f") if isinstance(each, float) else str(each))
