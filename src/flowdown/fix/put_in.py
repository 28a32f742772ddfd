"""Where words that were put in stand afterwards, and which line of before a line of afterwards is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flowdown.fix.edit import Edit, EditKind
from flowdown.scan.sighting import Sighting

Range = tuple[int, int]


def ranges_put_in(edits: Iterable[Edit]) -> Iterator[tuple[Range, Range]]:
    """Of the edits of one file that put words in: where their text stands before and afterwards, in code points."""
    shift = 0
    for edit in sorted(edits, key=lambda each: each.start):
        start = edit.start + shift
        if edit.kind is EditKind.CLIENT:
            yield (edit.start, edit.end), (start, start + len(edit.new))
        shift += len(edit.new) - (edit.end - edit.start)


def as_before(sightings: Iterable[Sighting], edits: Iterable[Edit]) -> tuple[Sighting, ...]:
    """Sightings of changed files at the lines that they had before."""
    added: dict[str, list[tuple[int, int]]] = {}
    for edit in edits:
        if "\n" in edit.new:
            added.setdefault(edit.path, []).append((edit.line, edit.new.count("\n")))
    return tuple(
        _moved(each, sorted(added[each.place.path])) if each.place.path in added else each for each in sightings
    )


def _moved(each: Sighting, added: list[tuple[int, int]]) -> Sighting:
    place = each.place
    end = _line_before(place.end_line, added) if place.end_line else 0
    return replace(each, place=replace(place, line=_line_before(place.line, added), end_line=end))


def _line_before(line: int, added: list[tuple[int, int]]) -> int:
    shift = 0
    for at, count in added:
        if line < at + shift:
            break
        if line < at + shift + count:
            return at
        shift += count
    return line - shift
