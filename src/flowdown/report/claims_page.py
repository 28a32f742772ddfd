"""Lays out claims, nodes and paths for people."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence

from flowdown.graph.paths import Hop
from flowdown.graph.row import Row
from flowdown.graph.standing import Placed, Standing
from flowdown.report.page import Column, Line, Page, Paragraph, Point, Points, Section, Table, Tone, line, span
from flowdown.report.words import count

_TONES = {
    Standing.FIRM: Tone.PLAIN,
    Standing.DISPUTED: Tone.UNDETERMINED,
    Standing.RETRACTED: Tone.FAINT,
    Standing.NOT_THEN: Tone.FAINT,
    Standing.SAYING: Tone.PLAIN,
}


def lay_out_listing(claims: Sequence[Placed], total: int, disputed: int, when: str) -> Page:
    """Claims as a table, one a row, and what is not in it."""
    columns = (
        Column("claim"),
        Column("says"),
        Column("from", from_width=90),
        Column("until", from_width=90),
        Column("source", from_width=100),
    )
    rows = tuple(_row(each) for each in claims)
    said = f"{count(total, 'claim')} {when}"
    if len(claims) < total:
        said += f"; the first {len(claims)} are shown (`--limit`)"
    if disputed:
        said += f"; {disputed} disputed left out (`--include-disputed`)"
    blocks = (Table(columns, rows), Paragraph(line(said + "."))) if rows else (Paragraph(line(said + ".")),)
    return Page(blocks)


def _row(placed: Placed) -> tuple[Line, ...]:
    row = placed.row
    return (
        line(span(short(row.id), Tone.VALUE)),
        sentence(row, placed.standing),
        line(row.valid_from or "open"),
        line(row.valid_until or "open"),
        line(span(source_of(row), Tone.PLACE)),
    )


def sentence(row: Row, standing: Standing = Standing.FIRM) -> Line:
    """What a claim says, on one line."""
    words = f" {row.predicate}" if row.stance == "supports" else f" {row.predicate} ({row.stance})"
    parts = [span(row.subject, Tone.STRONG), span(words), span(f" {row.object}", Tone.STRONG)]
    pairs = [(name, value) for name, value in json.loads(row.qualifiers) if value]
    if pairs:
        parts.append(span(" " + ", ".join(f"{name} {value}" for name, value in pairs), Tone.FAINT))
    if standing is not Standing.FIRM and standing is not Standing.SAYING:
        parts.append(span(f" [{standing}]", _TONES[standing]))
    return tuple(parts)


def short(identity: str) -> str:
    """The start of an id, enough to find it by."""
    return identity.removeprefix("claim:")[:12]


def source_of(row: Row) -> str:
    """Where a claim stands."""
    return f"{row.document} {row.locator}".strip()


def lay_out_claim(placed: Placed, sayings: Sequence[Row]) -> Page:
    """One claim with everything that it says, and what is said of it."""
    row = placed.row
    claim = row.claim
    facts = [
        ("id", row.id),
        (
            "standing",
            placed.standing.value + (f", against it {', '.join(map(short, placed.against))}" if placed.against else ""),
        ),
        ("holds", f"from {row.valid_from or 'ever'} until {row.valid_until or 'further notice'}"),
        ("source", source_of(row)),
        ("revision", row.revision or "not known"),
        ("said by", " who says that ".join(claim.attribution) or "the source itself"),
        ("stance", row.stance),
        ("confidence", f"{claim.confidence:g}"),
        ("recorded", row.recorded_at),
    ]
    points = Points(tuple(Point(line(f"{name}: ", span(value, Tone.VALUE))) for name, value in facts))
    about = Points(tuple(_saying(each) for each in sayings))
    said: tuple[Section, ...] = (Section(line("Said of it"), (about,)),) if sayings else ()
    return Page((Section(sentence(row, placed.standing), (points,)), *said))


def _saying(row: Row) -> Point:
    reason = dict(json.loads(row.qualifiers)).get("reason", "")
    word = "retracts it" if row.predicate == "retracts" else f"{row.stance} it"
    under = (line(span(reason, Tone.FAINT)),) if reason else ()
    return Point(line(span(short(row.id), Tone.VALUE), f" {row.subject} {word}, {row.recorded_at[:10]}"), under)


def lay_out_node(node: str, of: Sequence[Placed], about: Sequence[Placed], disputed: int, when: str) -> Page:
    """A node with what is claimed of it and about it."""
    blocks: list[Section] = []
    for title, claims in (("Claimed of it", of), ("Claimed about it", about)):
        if claims:
            points = tuple(
                Point(sentence(each.row, each.standing), (line(span(_provenance(each.row), Tone.PLACE)),))
                for each in claims
            )
            blocks.append(Section(line(title), (Points(points),)))
    said = f"{count(len(of) + len(about), 'claim')} {when}"
    if disputed:
        said += f"; {disputed} disputed left out (`--include-disputed`)"
    return Page((Section(line(span(node, Tone.STRONG)), (Paragraph(line(said + ".")), *blocks)),))


def lay_out_paths(start: str, end: str, paths: Sequence[Sequence[Hop]], looked: str) -> Page:
    """Every path with the claims of its hops."""
    if not paths:
        said = line(
            span(start, Tone.STRONG), " does not lean on ", span(end, Tone.STRONG), f" by any chain of claims {looked}."
        )
        return Page((Paragraph(said),))
    sections = []
    for number, path in enumerate(paths, 1):
        title = line(f"Path {number}: {count(len(path), 'hop')}")
        points = Points(tuple(_hop(hop) for hop in path), is_numbered=True)
        sections.append(Section(title, (points,)))
    lead = line(span(start, Tone.STRONG), " leans on ", span(end, Tone.STRONG), f"; {looked}.")
    return Page((Paragraph(lead), *sections))


def _hop(hop: Hop) -> Point:
    parts = line(span(hop.from_, Tone.STRONG), " leans on ", span(hop.to, Tone.STRONG))
    if hop.is_disputed:
        parts += line(span(" [disputed]", Tone.UNDETERMINED))
    under = tuple(line(*sentence(row), span(f" ({_provenance(row)})", Tone.PLACE)) for row in hop.rows[:5])
    if len(hop.rows) > 5:
        under += (line(span(f"and {len(hop.rows) - 5} more claims, all in the JSON", Tone.FAINT)),)
    return Point(parts, under)


def _provenance(row: Row) -> str:
    return f"{short(row.id)}, {source_of(row)}"


def say_when(as_of: datetime.date | None, known_at: datetime.datetime | datetime.date) -> str:
    """The two days of an answer in words."""
    on = f"on {as_of.isoformat()}" if as_of else "for any day"
    known = known_at.date() if isinstance(known_at, datetime.datetime) else known_at
    return f"{on}, as known on {known.isoformat()}"
