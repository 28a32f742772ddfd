"""Pieces of pages that scans and checks share: names, evidence, questions, gaps, what was read."""

from __future__ import annotations

from collections.abc import Sequence

from flowdown.report.page import Block, Line, Paragraph, Point, Points, Section, Span, Tone, line, span
from flowdown.report.report import Report
from flowdown.report.summary import choose
from flowdown.report.words import count, listed, place_text, shorten, size
from flowdown.scan.gap import Gap
from flowdown.scan.sighting import Coverage, Question, Sighting, Strength, Tree

_LONGEST_VALUE = 100
_LONGEST_STEP = 240
NOT_DETERMINED = "(not determined)"


def vendor_name(report: Report, vendor: str | None) -> str:
    """The vendor's name; words for a vendor that cannot be determined."""
    return report.vendor_names.get(vendor, vendor) if vendor else NOT_DETERMINED


def product_name(report: Report, sighting: Sighting) -> str:
    """The product's name as the catalogue has it."""
    return report.product_names.get(f"{sighting.vendor}/{sighting.product}", sighting.product)


def route_name(report: Report, route: str) -> str:
    """The route's name as the catalogue has it."""
    return report.route_names.get(route, route)


def place(sighting: Sighting, with_tree: bool) -> Span:
    """Where a sighting is; its tree stands before it where there are several."""
    return span((f"{sighting.tree}: " if with_tree else "") + place_text(sighting.place), Tone.PLACE)


def by_route(report: Report, route: str) -> str:
    """How a product is reached, in words."""
    return "direct" if route == "direct" else f"by {route_name(report, route)}"


def evidence_point(report: Report, sighting: Sighting, with_tree: bool, said: Strength | None) -> Point:
    """A sighting as a point: its place, what stands there, and why; its strength, if the reader was not told it."""
    from flowdown.report.kind_words import stands_there

    head: list[str | Span] = [place(sighting, with_tree)]
    if sighting.strength is not said:
        head.append(span(f"  {sighting.strength.value}", Tone.FAINT))
    what: list[str | Span] = [span(shorten(sighting.value, _LONGEST_VALUE), Tone.VALUE), f"  {stands_there(sighting)}"]
    parts = [product_name(report, sighting)] if sighting.product else []
    if sighting.route and route_name(report, sighting.route) not in parts:
        parts.append(by_route(report, sighting.route))
    if parts:
        what.append(span(f" ({', '.join(parts)})", Tone.FAINT))
    under = [line(*what)]
    if sighting.because:
        under.append(line("because ", "; ".join(shorten(step, _LONGEST_STEP) for step in sighting.because)))
    return Point(line(*head), tuple(under))


def evidence_points(
    report: Report,
    sightings: Sequence[Sighting],
    most: int,
    with_tree: bool = False,
    said: Strength | None = None,
) -> tuple[Block, ...]:
    """Up to `most` sightings as points, strongest first, and how many more there are."""
    points = [evidence_point(report, sighting, with_tree, said) for sighting in choose(sightings, most)]
    points += _rest(len(sightings) - most)
    return (Points(tuple(points)),) if points else ()


def _rest(number: int) -> list[Point]:
    """A last point that says how many more there are, if there are."""
    return [Point(line(span(f"... and {number:,} more", Tone.FAINT)))] if number > 0 else []


def mention_line(sightings: Sequence[Sighting], with_tree: bool = False) -> Line:
    """How often a vendor is mentioned, and where first."""
    first = min(sightings, key=lambda sighting: sighting.order)
    where = "at" if len(sightings) == 1 else "first at"
    return line(f"{count(len(sightings), 'mention')}, {where} ", place(first, with_tree))


def question_points(questions: Sequence[Question], most: int) -> Points:
    """Questions as points: what is asked, what it is about, why it is open, what would settle it."""
    points = [_question_point(question) for question in questions[:most]]
    return Points(tuple(points + _rest(len(questions) - most)))


def _question_point(question: Question) -> Point:
    asks = question.asks[:1].upper() + question.asks[1:]
    under = []
    if question.about and question.about not in question.asks:
        under.append(line("about ", span(shorten(question.about, _LONGEST_STEP), Tone.VALUE)))
    if question.because:
        under.append(line("open because ", "; ".join(question.because)))
    if question.settles:
        under.append(line("the answer settles: ", ", ".join(question.settles)))
    return Point(line(span(asks, Tone.STRONG), span(f"  [{question.id}]", Tone.FAINT)), tuple(under))


def gap_section(gaps: Sequence[Gap], most: int, with_tree: bool) -> tuple[Block, ...]:
    """What could not be read, up to `most`, with how many more there are."""
    if not gaps:
        return ()
    points = [_gap_point(gap, with_tree) for gap in gaps[:most]] + _rest(len(gaps) - most)
    return (Section(line(f"Not read ({count(len(gaps), 'gap')})"), (Points(tuple(points)),)),)


def _gap_point(gap: Gap, with_tree: bool) -> Point:
    where = (f"{gap.tree}: " if with_tree and gap.tree else "") + gap.path + (f":{gap.line}" if gap.line else "")
    parts: list[str | Span] = [span(where, Tone.PLACE), f"  {gap.reason}"]
    if gap.detector:
        parts.append(span(f" ({gap.detector})", Tone.FAINT))
    under = (line(f"could have held: {listed(gap.may_carry, 'or')}"),) if gap.may_carry else ()
    return Point(line(*parts), under)


def tree_words(trees: Sequence[Tree]) -> str:
    """The trees by name, each with its revision where known."""
    return listed(tuple(f"{tree.id} (revision {tree.revision[:12]})" if tree.revision else tree.id for tree in trees))


def read_words(coverage: Coverage) -> str:
    """How much was read."""
    return f"{coverage.read:,} of {count(coverage.files, 'file')} read, {size(coverage.bytes)}"


def coverage_section(report: Report, coverage: Coverage, shows_counts: bool) -> Section:
    """What was read, what cannot carry a trace and so was not, and by which catalogue."""
    blocks: list[Block] = [Paragraph(line(f"{read_words(coverage)}, by {count(len(coverage.detectors), 'detector')}."))]
    if coverage.by_detector and shows_counts:
        counts = ", ".join(f"{detector} {number:,}" for detector, number in coverage.by_detector)
        blocks.append(Paragraph(line(f"Files by detector: {counts}.")))
    if coverage.skipped:
        skipped = ", ".join(f"{reason} {number:,}" for reason, number in coverage.skipped)
        blocks.append(Paragraph(line(f"Passed over, as it cannot carry a trace: {skipped}.")))
    blocks.append(Paragraph(line(span(f"{report.tool}, catalogue {report.scan.catalogue_digest[:19]}", Tone.FAINT))))
    return Section(line("What was read"), tuple(blocks))


def interruption(report: Report) -> tuple[Block, ...]:
    """The warning that a scan did not finish, if it did not."""
    if not report.scan.is_incomplete:
        return ()
    words = "The scan was interrupted: what follows is valid and incomplete."
    return (Paragraph(line(span(words, Tone.WARNING))),)
