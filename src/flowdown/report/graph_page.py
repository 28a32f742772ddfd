"""Lays out nodes, paths and closures for people."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Sequence

from flowdown.graph.paths import Hop
from flowdown.graph.reached import Closure, Reached
from flowdown.graph.row import Row
from flowdown.graph.standing import Placed
from flowdown.report.claims_page import holding, provenance, say_when, sentence
from flowdown.report.page import Block, Line, Page, Paragraph, Point, Points, Section, Tone, line, span
from flowdown.report.words import count, listed

_MOST_CLAIMS = 8
"""So many claims are shown below one point."""


def lay_out_node(
    node: str, one_with: Sequence[str], of: Sequence[Placed], about: Sequence[Placed], disputed: int, when: str
) -> Page:
    """A node with what is claimed of it and about it."""
    blocks: list[Block] = []
    for title, claims in (("Claimed of it", of), ("Claimed about it", about)):
        if claims:
            groups = itertools.groupby(claims, lambda each: (sentence(each.row, each.standing), holding(each.row)))
            points = tuple(_group(said, days, [each.row for each in group]) for (said, days), group in groups)
            blocks.append(Section(line(title), (Points(points),)))
    said = f"{count(len(of) + len(about), 'claim')} {when}{_left_out(disputed)}."
    if one_with:
        said += f" It is one with {listed(tuple(one_with))}; their claims are among these."
    return Page((Section(line(span(node, Tone.STRONG)), (Paragraph(line(said)), *blocks)),))


def _group(said: Line, days: str, rows: Sequence[Row]) -> Point:
    """A sentence once, with everyone who says it for these days."""
    under = [line(span(provenance(row), Tone.PLACE)) for row in rows[:_MOST_CLAIMS]]
    return Point((*said, span(f", {days}", Tone.FAINT)), (*under, *_rest(len(rows))))


def lay_out_paths(start: str, end: str, paths: Sequence[Sequence[Hop]], judgements: Sequence[Row], looked: str) -> Page:
    """Every path with the claims of its hops."""
    if not paths:
        said = line(
            span(start, Tone.STRONG), " does not lean on ", span(end, Tone.STRONG), f" by any chain of claims {looked}."
        )
        return Page((Paragraph(said),))
    sections = []
    for number, path in enumerate(paths, 1):
        title = line(f"Path {number}: {count(len(path), 'hop')}")
        points = Points(tuple(hop_point(hop) for hop in path), is_numbered=True)
        sections.append(Section(title, (points,)))
    if judgements:
        points = Points(tuple(Point(claim_line(row)) for row in judgements))
        sections.append(Section(line("Why names are one"), (points,)))
    lead = line(span(start, Tone.STRONG), " leans on ", span(end, Tone.STRONG), f" {looked}.")
    return Page((Paragraph(lead), *sections))


def hop_point(hop: Hop, most: int = 0) -> Point:
    """A step with the claims that say so: all of them, or the first few and how many more there are."""
    parts = line(span(hop.from_, Tone.STRONG), " leans on ", span(hop.to, Tone.STRONG))
    if hop.is_disputed:
        parts += line(span(" [disputed]", Tone.UNDETERMINED))
    shown = hop.rows[: most or None]
    left = len(hop.rows) - len(shown)
    rest = (line(span(f"and {count(left, 'claim')} more", Tone.FAINT)),) if left else ()
    return Point(parts, (*_claims(shown), *rest))


def lay_out_closure(closure: Closure, most: int) -> Page:
    """Who is reached, when, and by which claims."""
    reached = closure.reached
    when = say_when(closure.as_of, closure.known_at)
    if closure.through:
        when = f"from {closure.as_of.isoformat()} through {closure.through.isoformat()}, {when.partition(', ')[2]}"
        when += ", with the claims of the first day" if reached else ""
    lead = f"{closure.question}: {count(len(reached), 'node') if reached else 'nothing'} {when}"
    if most and len(reached) > most:
        lead += f"; the first {most} are shown (`--limit`)"
    lead += _left_out(closure.disputed)
    blocks: list[Block] = [Paragraph(line(lead + "."))]
    points = tuple(_reached(each, bool(closure.through)) for each in reached[: most or None])
    if points:
        blocks.append(Points(points))
    for title, rows in (
        (
            "Shares that contradict each other (the lowest counts; with `--include-disputed` the highest)",
            closure.against,
        ),
        ("Stakes of unknown size (they count nothing; with `--include-disputed` all of it)", closure.unknown),
    ):
        if rows:
            blocks.append(Section(line(title), (Points(tuple(Point(claim_line(row)) for row in rows)),)))
    return Page(tuple(blocks))


def _reached(each: Reached, with_days: bool) -> Point:
    parts = [span(each.node, Tone.STRONG)]
    if each.hops > 1:
        parts.append(span(f", over {count(each.hops - 1, 'other')}"))
    if with_days:
        parts.append(span(", " + listed(tuple(_period(*period) for period in each.periods)), Tone.VALUE))
    return Point(tuple(parts), _claims(each.witness))


def _period(from_: datetime.date, until: datetime.date) -> str:
    last = until - datetime.timedelta(days=1)
    return f"on {from_.isoformat()}" if last == from_ else f"{from_.isoformat()} through {last.isoformat()}"


def _claims(rows: Sequence[Row]) -> tuple[Line, ...]:
    return (*(claim_line(row) for row in rows[:_MOST_CLAIMS]), *_rest(len(rows)))


def claim_line(row: Row) -> Line:
    """A claim with its days and source."""
    return (*sentence(row), span(f", {holding(row)}", Tone.FAINT), span(f" ({provenance(row)})", Tone.PLACE))


def _rest(rows: int) -> Iterable[Line]:
    if rows > _MOST_CLAIMS:
        yield line(span(f"and {count(rows - _MOST_CLAIMS, 'more claim')}, all in the JSON", Tone.FAINT))


def _left_out(disputed: int) -> str:
    return f"; {disputed} disputed left out (`--include-disputed`)" if disputed else ""
