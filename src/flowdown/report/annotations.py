"""Notes beside the lines of a pull request, as GitHub's runners take them from a step's output."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flowdown.reason.determination import Determination, Outcome
from flowdown.report.pieces import vendor_name
from flowdown.report.report import Report
from flowdown.report.words import shorten, visible
from flowdown.scan.sighting import Sighting

MOST_OF_LEVEL = 10
"""Notes of one level that are shown for one step; the runner drops more without a word."""
_LONGEST = 600
_LEVELS = ("error", "warning", "notice")
_LEVEL_OF = {Outcome.BREACH: "error", Outcome.UNDETERMINED: "warning", Outcome.EXEMPT: "notice"}


@dataclass(frozen=True, slots=True)
class _Note:
    level: str
    sighting: Sighting | None
    title: str
    text: str


def annotate_github(report: Report, counted: Iterable[Determination]) -> str:
    """One line a note: what counts of the determinations, or of the shifts where there is no check.

    At most ten of a level, the last of which says how many more there are.
    """
    notes = [*(_of_check(report, counted) if report.check else _of_scan(report)), *_ended(report)]
    lines: list[str] = []
    for level in _LEVELS:
        same = list({_about(note): note for note in reversed(notes) if note.level == level}.values())[::-1]
        shown = same if len(same) <= MOST_OF_LEVEL else same[: MOST_OF_LEVEL - 1]
        lines.extend(_line(report, note) for note in shown)
        if len(shown) < len(same):
            more = f"{len(same) - len(shown)} more of this kind are in the report, and not shown here"
            lines.append(_line(report, _Note(level, None, "flowdown", more)))
    return "".join(line + "\n" for line in lines)


def _of_check(report: Report, counted: Iterable[Determination]) -> Iterator[_Note]:
    standing = report.standing
    for each in counted:
        level = _LEVEL_OF.get(each.outcome)
        if level is None:
            continue
        title = f"{each.outcome.value}: {each.order}"
        text = each.says or f"norm {each.norm}"
        if not each.sightings:
            yield _Note(level, None, title, text)
        for sighting in each.sightings:
            if standing is None or standing.counts(sighting):
                yield _Note(level, sighting, title, f"{_what(report, sighting)}. {text}")


def _of_scan(report: Report) -> Iterator[_Note]:
    standing = report.standing
    for shift in standing.gained() if standing else ():
        for sighting in shift.came:
            if standing is not None and standing.counts(sighting):
                title = f"{shift.direction.value}: {vendor_name(report, shift.vendor)}"
                text = f"{_what(report, sighting)} ({sighting.basis.value}, {sighting.strength.value})"
                yield _Note("warning", sighting, title, text)


def _ended(report: Report) -> Iterator[_Note]:
    for each in report.standing.ended if report.standing else ():
        text = f"the waiver by {each.waiver.who} ended on {each.waiver.until.isoformat()}: this counts again"
        yield _Note("warning", each.sighting, f"waiver over: {vendor_name(report, each.sighting.vendor)}", text)


def _about(note: _Note) -> tuple[str, str, int, str | None]:
    """What a note says of which line: a line is told once."""
    if note.sighting is None:
        return (note.title + note.text, "", 0, None)
    return (note.title, note.sighting.place.path, note.sighting.place.line, note.sighting.vendor)


def _what(report: Report, sighting: Sighting) -> str:
    return f"{vendor_name(report, sighting.vendor)}: `{sighting.value}`"


def _line(report: Report, note: _Note) -> str:
    parts = [f"title={_escape(note.title, is_property=True)}"]
    if note.sighting is not None:
        place = note.sighting.place
        parts.insert(0, f"file={_escape(_path(report, note.sighting), is_property=True)}")
        parts.insert(1, f"line={place.line}")
        if place.column:
            parts.insert(2, f"col={place.column}")
    return f"::{note.level} {','.join(parts)}::{_escape(shorten(note.text, _LONGEST))}"


def _path(report: Report, sighting: Sighting) -> str:
    """The path from the folder in which the command runs, where it was given so."""
    root = next((tree.root for tree in report.scan.trees if tree.id == sighting.tree), ".")
    if root.startswith(("/", "..")) or posixpath.basename(root) == sighting.place.path:
        return sighting.place.path if root.startswith(("/", "..")) else root
    return posixpath.normpath(posixpath.join(root, sighting.place.path))


def _escape(text: str, *, is_property: bool = False) -> str:
    escaped = visible(text.replace("\r", " ").replace("\n", " ")).replace("%", "%25")
    return escaped.replace(":", "%3A").replace(",", "%2C") if is_property else escaped
