"""Lays out how things stand against a base: what came and went, what is waived by whom, what is waived no longer."""

from __future__ import annotations

from collections.abc import Sequence

from flowdown.gate.shift import TOLD, Direction, Shift
from flowdown.gate.standing import Standing, Waived
from flowdown.gate.waiver import Waiver
from flowdown.report.page import Block, Line, Page, Paragraph, Point, Points, Section, Span, Tone, line, span
from flowdown.report.pieces import (
    coverage_section,
    evidence_points,
    gap_section,
    interruption,
    place,
    question_points,
    vendor_name,
)
from flowdown.report.report import Report
from flowdown.report.words import NO_ADVICE, count, listed, shorten

_FEW = 5
_FEW_OTHERS = 12
_ALL = 1_000_000_000
_LONGEST_REASON = 200

_TITLES = {
    Direction.ADDED: "Added",
    Direction.STRONGER: "Stronger",
    Direction.WEAKER: "Weaker",
    Direction.REMOVED: "Removed",
}
_ASIDE = {
    Direction.FURTHER: "at further places as before",
    Direction.OPEN: "at further places",
    Direction.FEWER: "at fewer places than before",
    Direction.NAMED: "only mentioned",
}
_NOBODY = "a vendor that is not determined"


def lay_out_change(report: Report, standing: Standing, shows_all: bool = False, shows_counts: bool = False) -> Page:
    """The page of a scan that holds only what a change brings."""
    scan = report.scan
    most = _ALL if shows_all else _FEW_OTHERS
    blocks: list[Block] = [*against_blocks(report, standing), *interruption(report)]
    if report.check:
        orders = tuple(order for order, _ in report.check.checked_until)
        words = f"Nothing in {listed(orders)} touches what the change brings."
        blocks.append(Paragraph(line(words, f" {NO_ADVICE}")))
    blocks.extend(shift_sections(report, standing, shows_all))
    blocks.extend(apart_sections(report, standing, shows_all))
    if scan.questions:
        title = line(f"Questions that the change opens ({len(scan.questions)})")
        blocks.append(Section(title, (question_points(scan.questions, most),)))
    blocks.extend(gap_section(scan.gaps, most, False))
    blocks.append(coverage_section(report, scan.coverage, shows_counts))
    return Page(tuple(blocks))


def against_blocks(report: Report, standing: Standing) -> list[Block]:
    """What was compared with, and in a sentence what came of it."""
    if not standing.against:
        return []
    words = f"{standing.against[:1].upper()}{standing.against[1:]}"
    if standing.base:
        words += f" (from {standing.base[:12]})"
    if standing.is_part:
        words += f": {count(standing.files, 'file')} changed, read with {count(standing.beside, 'unchanged file')}"
    return [Paragraph(line(span(words + ".", Tone.STRONG))), Paragraph(line(_sentence(report, standing)))]


def _sentence(report: Report, standing: Standing) -> str:
    told = [shift for shift in standing.shifts if shift.direction in TOLD]
    parts = []
    for direction, title in _TITLES.items():
        same = [shift for shift in told if shift.direction is direction]
        if same:
            names = tuple(dict.fromkeys(_who(report, shift) for shift in same))
            parts.append(f"{title}: {listed(names)}.")
    if not parts:
        parts.append("Nothing changes in whom this depends on.")
    for direction, words in _ASIDE.items():
        same = [shift for shift in standing.shifts if shift.direction is direction]
        if direction is Direction.NAMED:
            # Of a vendor that is told already it says nothing more.
            said = {shift.vendor for shift in standing.shifts if shift.direction is not direction}
            same = [shift for shift in same if shift.vendor not in said]
        about = listed(tuple(dict.fromkeys(_who(report, shift) for shift in same)))
        if about:
            # A vendor is written as it writes itself, at the beginning of a sentence too.
            about = f"A{about[1:]}" if about.startswith(_NOBODY) else about
            parts.append(f"{about} {words}.")
    if standing.set_apart == 1:
        parts.append("1 answer rests on nothing that the change brings and is not shown.")
    elif standing.set_apart:
        parts.append(f"{count(standing.set_apart, 'answer')} rest on nothing that the change brings and are not shown.")
    return " ".join(parts)


def _who(report: Report, shift: Shift) -> str:
    return vendor_name(report, shift.vendor) if shift.vendor else _NOBODY


def shift_sections(report: Report, standing: Standing, shows_all: bool) -> list[Block]:
    """A section for each vendor and basis that came, went, or is depended on more or less strongly."""
    blocks: list[Block] = []
    most = _ALL if shows_all else _FEW
    for shift in standing.shifts:
        if shift.direction not in TOLD and not shows_all:
            continue
        title = [span(_who(report, shift), Tone.STRONG), span(f"  {shift.basis.value}, {_from_to(shift)}", Tone.FAINT)]
        seen = shift.came or shift.gone
        points = evidence_points(report, seen, most, said=shift.after or shift.before)
        under = points or (Paragraph(line("by what other files hold")),)
        head = _TITLES.get(shift.direction, shift.direction.value.capitalize())
        blocks.append(Section(line(f"{head}: ", *title), under))
    return blocks


def _from_to(shift: Shift) -> str:
    before = shift.before.value if shift.before else ""
    after = shift.after.value if shift.after else ""
    if before and after and before != after:
        return f"{before} → {after}"
    return after or before or "mention-only"


def apart_sections(report: Report, standing: Standing, shows_all: bool) -> list[Block]:
    """What is set apart and why: waived, waived no longer, waivers that nothing needs."""
    most = _ALL if shows_all else _FEW_OTHERS
    blocks: list[Block] = []
    if standing.ended:
        title = line(span(f"Waiver over, counts again ({len(standing.ended)})", Tone.WARNING))
        blocks.append(Section(title, (_waived_points(report, standing.ended, most),)))
    if standing.waived:
        title = line(f"Waived, and counted apart ({len(standing.waived)})")
        blocks.append(Section(title, (_waived_points(report, standing.waived, most),)))
    if standing.unused:
        points = [
            Point(_waiver_line(waiver), (line(span(str(waiver.where), Tone.FAINT)),)) for waiver in standing.unused
        ]
        title = line(f"Waivers that cover nothing that was seen ({len(points)})")
        blocks.append(Section(title, (Points(tuple(points[:most])),)))
    return blocks


def _waived_points(report: Report, waived: Sequence[Waived], most: int) -> Points:
    points = []
    for each in waived[:most]:
        head: list[str | Span] = [place(each.sighting, len(report.scan.trees) > 1), "  "]
        what = f"{vendor_name(report, each.sighting.vendor)}: {shorten(each.sighting.value, 100)}"
        points.append(Point(line(*head, span(what, Tone.VALUE)), (_waiver_line(each.waiver),)))
    if len(waived) > most:
        points.append(Point(line(span(f"... and {len(waived) - most:,} more", Tone.FAINT))))
    return Points(tuple(points))


def _waiver_line(waiver: Waiver) -> Line:
    reason = shorten(waiver.reason, _LONGEST_REASON)
    where = f"{waiver.pattern}:{waiver.line}" if waiver.line else waiver.pattern
    return line(f"{waiver.vendor}, {where}: “{reason}”, {waiver.who}, until {waiver.until.isoformat()}")
