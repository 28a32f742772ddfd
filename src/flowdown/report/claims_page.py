"""Lays out claims for people."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Sequence

from flowdown.evidence.predicate import Predicate
from flowdown.graph.row import Row
from flowdown.graph.standing import Placed, Standing
from flowdown.report.page import Column, Line, Page, Paragraph, Point, Points, Section, Table, Tone, line, span
from flowdown.report.words import count, shorten

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T[\d:.]+Z")
_LONGEST = 120
_UNSAID = (Standing.FIRM, Standing.SAYING, Standing.DENIAL)
"""Standings that the sentence itself shows."""


def lay_out_listing(claims: Sequence[Placed], total: int, disputed: int, when: str) -> Page:
    """Claims as a table, one a row, and what is not in it."""
    columns = (
        Column("claim"),
        Column("says"),
        Column("holds", from_width=90),
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
        line(holding(row)),
        line(span(source_of(row), Tone.PLACE)),
    )


def sentence(row: Row, standing: Standing = Standing.FIRM) -> Line:
    """What a claim says, on one line, and how it stands."""
    verb = row.stance if row.predicate == Predicate.ASSESSES else row.predicate
    parts = [span(row.subject, Tone.STRONG), span(f" {verb}"), span(f" {row.object}", Tone.STRONG)]
    pairs = ", ".join(f"{name}={shorten(value, _LONGEST)}" for name, value in json.loads(row.qualifiers) if value)
    if pairs:
        parts.append(span(f" ({pairs})", Tone.FAINT))
    if verb == row.predicate and row.stance == "denies":
        parts.append(span(" [denied]", Tone.UNDETERMINED))
    if standing not in _UNSAID:
        tone = Tone.UNDETERMINED if standing is Standing.DISPUTED else Tone.FAINT
        parts.append(span(f" [{standing.value.replace('-', ' ')}]", tone))
    return tuple(parts)


def short(identity: str) -> str:
    """The start of an id, enough to find it by."""
    return identity.removeprefix("claim:")[:12]


def source_of(row: Row) -> str:
    """Where a claim stands; what somebody said by hand has the day on which it was said."""
    said = _MOMENT.fullmatch(row.locator)
    return f"{row.document} {said[1] if said else row.locator}".strip()


def holding(row: Row) -> str:
    """For which days a claim is said."""
    from_ = f"from {row.valid_from}" if row.valid_from else ""
    until = f"before {row.valid_until}" if row.valid_until else ""
    return ", ".join(filter(None, (from_, until))) or "any day"


def provenance(row: Row) -> str:
    """By which id a claim is found, and where it stands."""
    return f"{short(row.id)}, {source_of(row)}"


def lay_out_claim(placed: Placed, sayings: Sequence[Row]) -> Page:
    """One claim with everything that it says, and what is said of it."""
    row = placed.row
    claim = row.claim
    facts = [
        ("id", row.id),
        (
            "standing",
            placed.standing.value.replace("-", " ")
            + (f", against it {', '.join(map(short, placed.against))}" if placed.against else ""),
        ),
        *((name, value) for name, value in claim.qualifiers),
        ("holds", holding(row)),
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


def say_when(as_of: datetime.date | None, known_at: datetime.datetime | datetime.date) -> str:
    """The two days of an answer in words."""
    on = f"on {as_of.isoformat()}" if as_of else "for any day"
    known = known_at.date() if isinstance(known_at, datetime.datetime) else known_at
    return f"{on}, as known on {known.isoformat()}"
