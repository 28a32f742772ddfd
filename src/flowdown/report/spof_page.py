"""Lays out single points of failure for people."""

from __future__ import annotations

from flowdown.graph.points_of_failure import Point as PointOfFailure
from flowdown.graph.points_of_failure import Points as PointsOfFailure
from flowdown.graph.points_of_failure import PointsAnswer
from flowdown.report.claims_page import say_when
from flowdown.report.impact_page import say_kind, say_money
from flowdown.report.page import Block, Column, Line, Page, Paragraph, Point, Points, Table, Tone, line, span
from flowdown.report.words import count, listed

_MEANS = (
    "Nothing holds a node up without its single points of failure, even if each thing that it leans on could stand in "
    "for all the others. A circle counts as one: cutting a member cuts it."
)


def lay_out_spof(answer: PointsAnswer) -> Page:
    """The points, of everything or of one node."""
    blocks = _all(answer, answer.points) if answer.points else _one(answer)
    disputed = ", disputed claims counted" if answer.include_disputed else ""
    looked = f"{count(answer.arcs, 'arc')} over {count(answer.nodes, 'node')} were looked through{disputed}. {_MEANS}"
    return Page((*blocks, Paragraph(line(span(looked, Tone.FAINT)))))


def _all(answer: PointsAnswer, points: PointsOfFailure) -> tuple[Block, ...]:
    of = listed(tuple(say_kind(kind, number) for kind, number in points.targets))
    lead = f"{count(points.total, 'single point')} of failure of {of} {say_when(answer.as_of, answer.known_at)}"
    if len(points.points) < points.total:
        lead += f"; the first {len(points.points)} are shown (`--limit`)"
    head = Paragraph(line(span(lead, Tone.STRONG), "."))
    if not points.points:
        return (head,)
    columns = (Column("without it"), Column("nothing holds up"), Column("worth", True, 80))
    return head, Table(columns, tuple(map(_row, points.points)))


def _row(each: PointOfFailure) -> tuple[Line, ...]:
    of = listed(tuple(say_kind(kind, number) for kind, number in each.of))
    worth = ", ".join(say_money(one.currency, f"{one.total:,f}") for one in each.sums)
    return _named(each.node, each.circle), line(of), line(worth)


def _named(node: str, circle: tuple[str, ...]) -> Line:
    others = line(span(f" (a circle with {listed(circle)})", Tone.FAINT)) if circle else ()
    return line(span(node, Tone.STRONG), *others)


def _one(answer: PointsAnswer) -> tuple[Block, ...]:
    when = say_when(answer.as_of, answer.known_at)
    if not answer.chain:
        return (Paragraph(line(span(answer.node, Tone.STRONG), f" has no single point of failure {when}.")),)
    lead = line("Nothing holds up ", span(answer.node, Tone.STRONG), f" without each of these, nearest first, {when}:")
    points = tuple(Point(_named(names[0], names[1:])) for names in answer.chain)
    return Paragraph(lead), Points(points, is_numbered=True)
