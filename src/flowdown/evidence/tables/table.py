"""Reads a table, however a program exported it: CSV with any separator, JSON, JSON lines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from flowdown.base.errors import UnusableFile, Where

SIZE_LIMIT = 256 * 1024 * 1024
ROW_LIMIT = 200_000
_CELL_LIMIT = 1024 * 1024
_LEAD = 30
"""Lines of titles that may stand before the headings."""
_SEPARATORS = ",;\t|"
_FORMULA = re.compile(r'="(.*)"\Z', re.DOTALL)
_BOMS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it starts (from 1; in JSON: the number of the entry), and its cells by heading."""

    line: int
    cells: Mapping[str, str]

    def get(self, headings: Iterable[str]) -> str:
        """The first of these cells that holds something."""
        for heading in headings:
            if value := self.cells.get(heading, ""):
                return value
        return ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file of rows; headings are small letters and digits only, so that no spelling of them matters."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    def has(self, *headings: str) -> bool:
        """True if one of these is a heading."""
        return not {*headings}.isdisjoint(self.headings)


def plain(heading: str) -> str:
    """A heading without case, spaces and signs: `Award ID (PIID)` is `awardidpiid`, `Vendor #` a number: `vendornumber`."""
    return "".join(each for each in heading.casefold().replace("#", "number") if each.isalnum())


def read_table(content: bytes, file: str, known: frozenset[str]) -> Table:
    """The table in a file's bytes; `known` are headings by which its first line is found.

    Raises `UnusableFile` for what is no table, and for one without any heading that is known.
    """
    where = Where(file)
    if content[:2] == b"PK":
        raise UnusableFile("an Excel workbook or another archive", where, "save the sheet as CSV")
    text = _decode(content, where)
    start = text.lstrip()[:1]
    rows = _from_json(text, where) if start in ("{", "[") else _from_csv(text, where, known)
    headings = tuple(sorted({name for row in rows for name in row.cells}))
    if known.isdisjoint(headings):
        raise UnusableFile("no column in it has a heading that is known here", where, f"as {', '.join(_some(known))}")
    return Table(file, headings, rows)


def _some(known: frozenset[str]) -> list[str]:
    return sorted(known, key=lambda word: (len(word), word))[:8]


def _decode(content: bytes, where: Where) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[2:].decode(encoding, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\0" in content[:4096]:
            raise UnusableFile("no text", where) from None
        # What Excel writes where it does not write UTF-8; every byte means something in it or is shown as lost.
        return content.decode("cp1252", "replace")


def _from_csv(text: str, where: Where, known: frozenset[str]) -> tuple[Row, ...]:
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    skipped = 0
    separator = ""
    if text[:4].lower() == "sep=":
        line, _, text = text.partition("\n")
        separator, skipped = line[4:5], 1
    separator = separator or _guess(text, known)
    csv.field_size_limit(_CELL_LIMIT)
    lines = csv.reader(io.StringIO(text), delimiter=separator)
    found: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in islice(lines, ROW_LIMIT + _LEAD + 1):
            found.append((before + 1 + skipped, [_clean(cell) for cell in cells]))
            before = lines.line_num
    except csv.Error as error:
        raise UnusableFile(f"not readable as a table: {error}", Where(where.file, before + 1)) from None
    top = max(range(min(_LEAD, len(found))), key=lambda index: (_score(found[index][1], known), -index), default=None)
    if top is None:
        raise UnusableFile("empty file", where)
    headings = [plain(cell) for cell in found[top][1]]
    rows = tuple(_row(line, headings, cells) for line, cells in found[top + 1 :] if any(cells))
    if len(rows) > ROW_LIMIT:
        raise UnusableFile(f"more than {ROW_LIMIT:,} rows", where)
    return rows


def _row(line: int, headings: list[str], cells: list[str]) -> Row:
    named: dict[str, str] = {}
    for heading, cell in zip(headings, cells, strict=False):
        # Of two columns with one heading the first that holds something counts.
        if heading and not named.get(heading):
            named[heading] = cell
    return Row(line, named)


def _guess(text: str, known: frozenset[str]) -> str:
    """The separator that makes the most known headings of one of the first lines."""
    lines = text.split("\n", _LEAD)[:_LEAD]

    def score(separator: str) -> tuple[int, int]:
        cells = [next(csv.reader([line], delimiter=separator), []) for line in lines if len(line) <= _CELL_LIMIT]
        return max((_score(each, known) for each in cells), default=0), max((len(each) for each in cells), default=0)

    return max(_SEPARATORS, key=score)


def _score(cells: list[str], known: frozenset[str]) -> int:
    return len(known & {plain(cell) for cell in cells})


def _clean(cell: str) -> str:
    text = cell.strip()
    match = _FORMULA.match(text)
    return " ".join((match[1] if match else text).split())


def _from_json(text: str, where: Where) -> tuple[Row, ...]:
    try:
        entries = list(_entries(json.loads(text)))
    except RecursionError:
        raise UnusableFile("nested too deeply", where) from None
    except ValueError as error:
        entries = _from_lines(text, where, error)
    if len(entries) > ROW_LIMIT:
        raise UnusableFile(f"more than {ROW_LIMIT:,} entries", where)
    return tuple(Row(number, _flatten(each)) for number, each in enumerate(entries, 1))


def _from_lines(text: str, where: Where, error: ValueError) -> list[dict[str, object]]:
    entries: list[dict[str, object]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                entries.extend(_entries(json.loads(line)))
            except (ValueError, RecursionError):
                place = Where(where.file, getattr(error, "lineno", number) if number == 1 else number)
                raise UnusableFile("not valid JSON", place) from None
    return entries


def _entries(value: object) -> Iterator[dict[str, object]]:
    """The list of things in a JSON export: the list itself, the longest list of an object, or the one object."""
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))
    elif isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list) and each and isinstance(each[0], dict)]
        outer = {key: each for key, each in value.items() if not isinstance(each, list | dict)}
        if "columns" in value and isinstance(value["columns"], dict):
            yield {**outer, **value["columns"]}
        elif lists:
            yield from ({**outer, **each} for each in max(lists, key=len) if isinstance(each, dict))
        else:
            yield value


def _flatten(entry: Mapping[str, object]) -> dict[str, str]:
    """The values of an entry by heading; of what is nested, by the inner name and by both."""
    flat: dict[str, str] = {}
    for key, value in entry.items():
        name = plain(key)
        if isinstance(value, dict):
            for inner, each in value.items():
                if not isinstance(each, dict | list) and each is not None:
                    flat.setdefault(name + plain(inner), _clean(str(each)))
                    flat.setdefault(plain(inner), _clean(str(each)))
            continue
        many = value if isinstance(value, list) else [] if value is None else [value]
        flat[name] = _clean("; ".join(str(each) for each in many if not isinstance(each, dict | list)))
    return flat
