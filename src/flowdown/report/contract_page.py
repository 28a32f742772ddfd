"""Lays out a contract that was read: what is proposed, where it stands, what could not be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from flowdown.evidence.contract.proposal import ContractReading, ProposedClause
from flowdown.evidence.contract.relevance import is_relevant
from flowdown.evidence.contract.standing import Standing
from flowdown.evidence.profile.clause import name_clause
from flowdown.report.page import Block, Line, Page, Paragraph, Point, Points, Section, Span, Tone, line, span
from flowdown.report.words import count, listed, shorten

_TONES = {
    Standing.INCORPORATED: Tone.STRONG,
    Standing.REMOVED: Tone.EXEMPT,
    Standing.UNCLEAR: Tone.UNDETERMINED,
    Standing.NOT_TICKED: Tone.EXEMPT,
}
_FIELDS = {
    "piid": "number (PIID)",
    "parent": "under the vehicle",
    "number": "your and your customer's number",
    "order_numbers": "order number",
    "modification": "modification",
    "office": "issuing office",
    "uei": "UEI",
    "cage": "CAGE",
}
_QUOTED = 110


def lay_out_contract(reading: ContractReading, *, shows_all: bool) -> Page:
    """A contract's proposals for people: relevant clauses first, others counted, or listed where it `shows_all`."""
    document = reading.document
    head = f": {document.kind}, {count(document.size, document.unit.value)}. "
    blocks: list[Block] = [
        Paragraph(
            line(span(document.file, Tone.STRONG), head, "Proposals: nothing is recorded until a person confirms.")
        )
    ]
    blocks.extend(Paragraph(line(span(each, Tone.WARNING))) for each in document.unread)
    blocks.extend(Paragraph(line(f"{each[:1].upper()}{each[1:]}.")) for each in (*document.notes, *reading.notes))
    if reading.facts:
        blocks.append(Section(line("Numbers and days"), (Points(tuple(_facts(reading))),)))
    relevant = [each for each in reading.clauses if is_relevant(each.number)]
    others = [each for each in reading.clauses if not is_relevant(each.number)]
    if relevant:
        title = line("Clauses on which orders hang")
        blocks.append(Section(title, (Points(tuple(_clause(each, reading) for each in relevant)),)))
    blocks.extend(_others(others, reading, shows_all))
    if reading.questions:
        asked = Points(tuple(Point(line(f"{each[:1].upper()}{each[1:]}")) for each in reading.questions))
        blocks.append(Section(line("Could not be told"), (asked,)))
    return Page(tuple(blocks))


def _facts(reading: ContractReading) -> Iterator[Point]:
    for fact in reading.facts:
        unsure = () if fact.is_sure else (" ", span("to be checked", Tone.UNDETERMINED))
        where = _place(reading, fact.seen.number)
        name = _FIELDS.get(fact.field, fact.field.replace("_", " "))
        yield Point(line(f"{name} ", span(fact.value, Tone.STRONG), *unsure, "  ", where), (_words(fact.seen.words),))


def _clause(clause: ProposedClause, reading: ContractReading) -> Point:
    version = f" ({clause.version})" if clause.version else ""
    more = [f"Alternate {clause.alternate}"] if clause.alternate else []
    if clause.deviation:
        more.append("deviation" if clause.deviation == "unnumbered" else f"deviation {clause.deviation}")
    name = span(f"{name_clause(clause.number)}{version}", _TONES.get(clause.standing, Tone.FAINT))
    standing = span(clause.standing.value, _TONES.get(clause.standing, Tone.FAINT))
    extra = f", {', '.join(more)}" if more else ""
    first = line(
        name, extra, ": ", standing, f" ({clause.why})  " if clause.why else "  ", _place(reading, clause.seen.number)
    )
    also = sorted({each.number for each in clause.also} - {clause.seen.number})
    places = (line(f"also on {reading.document.unit.value} {', '.join(map(str, also))}"),) if also else ()
    return Point(first, (_words(clause.seen.words), *places, *(line(each) for each in clause.notes)))


def _others(others: Sequence[ProposedClause], reading: ContractReading, shows_all: bool) -> Iterator[Block]:
    if not others:
        return
    counted = Counter(each.standing for each in others)
    words = listed(tuple(f"{counted[each]:,} {each.value}" for each in Standing if counted[each]))
    hint = "" if shows_all else " (`--all` lists them)"
    yield Paragraph(line(f"{count(len(others), 'other clause')}: {words}{hint}."))
    if shows_all:
        yield Section(line("Other clauses"), (Points(tuple(_short(each, reading) for each in others)),))


def _short(clause: ProposedClause, reading: ContractReading) -> Point:
    version = f" ({clause.version})" if clause.version else ""
    alternate = f" Alternate {clause.alternate}" if clause.alternate else ""
    title = f" {shorten(clause.title, 70)}" if clause.title else ""
    name = f"{name_clause(clause.number)}{version}{alternate}{title}: {clause.standing.value}  "
    return Point(line(name, _place(reading, clause.seen.number)))


def _place(reading: ContractReading, number: int) -> Span:
    return span(f"{reading.document.unit.value} {number}", Tone.PLACE)


def _words(words: str) -> Line:
    return line(span(f"“{shorten(words, _QUOTED)}”", Tone.FAINT))
