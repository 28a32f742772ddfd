"""Lays out everything that the library says of an order, with its status on a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from flowdown.orders.norm import names
from flowdown.orders.order import Order
from flowdown.reason.citing import say_status
from flowdown.report.norm_words import plain
from flowdown.report.order_norms_page import duties, hand_down, norms, reliefs, unformalised
from flowdown.report.page import (
    Block,
    Column,
    Line,
    Page,
    Paragraph,
    Point,
    Points,
    Section,
    Table,
    Tone,
    line,
    span,
)
from flowdown.report.words import listed, mark_words


def lay_out_order(
    order: Order, as_of: datetime.date, known_at: datetime.date, contexts: Mapping[str, str] | None = None
) -> Page:
    """The page of an order: what it is, its status, and everything that its file has, in plain words."""
    return Page(tuple(_blocks(order, as_of, known_at, contexts or {})), order.title)


def _blocks(
    order: Order, as_of: datetime.date, known_at: datetime.date, contexts: Mapping[str, str]
) -> Iterator[Block]:
    yield Paragraph(line(span(order.title, Tone.STRONG)))
    what = f"  {plain(order.kind)}, {order.citation}, {order.issuer}, {order.jurisdiction}"
    yield Paragraph(line(span(order.id, Tone.VALUE), what))
    yield Paragraph(line(order.about.strip()))
    status = f"Status on {as_of.isoformat()}"
    known = f", as known on {known_at.isoformat()}: {say_status(order, as_of, known_at)}."
    yield Paragraph(line(span(status, Tone.STRONG), known))
    until = order.checked_until.isoformat()
    if as_of > order.checked_until:
        words = f"Warning: the library followed this order until {until} only; later events are not known here."
        yield Paragraph(line(span(words, Tone.WARNING)))
    else:
        yield Paragraph(line(span(f"Followed until {until}.", Tone.FAINT)))
    yield Points(tuple(_reach(order)))
    yield from norms(order, contexts)
    yield from unformalised(order, contexts)
    yield from reliefs(order, contexts)
    yield from duties(order, contexts)
    yield from hand_down(order)
    yield from _dates(order)
    yield from _history(order, known_at)
    yield from _readings(order)
    yield from _open_points(order)
    yield from _ties(order)
    yield from _examples(order)
    yield _section("Sources", list(_sources(order)))
    if order.notes:
        yield _section("Notes", [Point(line(note)) for note in order.notes])


def _section(title: str, points: list[Point]) -> Section:
    return Section(line(title), (Points(tuple(points)),))


def _reach(order: Order) -> Iterator[Point]:
    yield Point(line(f"Binds: {order.addressee}"))
    if order.vendors:
        yield Point(line(f"Vendors: {listed(order.vendors)}"))
    yield Point(line(f"Flow-down: {order.flow_down or 'not stated'}"))
    yield Point(line(f"Reporting: {order.reporting or 'not stated'}"))
    if order.waiver_note:
        yield Point(line(f"Waiver: {order.waiver_note.strip()}"))


def _dates(order: Order) -> Iterator[Block]:
    """The dates, each with its kind: kinds are never mixed."""
    rows = tuple(
        (line(plain(each.kind.value)), line(each.day.isoformat()), line(each.note), line(f"{each.mark}, {each.source}"))
        for each in sorted(order.dates, key=lambda each: (each.kind.value, each.day))
    )
    if rows:
        columns = (Column("kind of date"), Column("day"), Column("note"), Column("mark, source"))
        yield Section(line("Dates by kind"), (Table(columns, rows),))


def _history(order: Order, known_at: datetime.date) -> Iterator[Block]:
    """What happened, with who did it; what is later than the day of knowledge is told apart."""
    points = []
    for event in sorted(order.status, key=lambda event: event.day):
        by = f" ({event.by})" if event.by else ""
        step = "" if event.moves else "  (a step; the state stays)"
        later = "  (not yet known on the day asked about)" if event.day > known_at else ""
        points.append(
            Point(
                line(
                    span(f"{event.day.isoformat()} {plain(event.status.value)}", Tone.STRONG),
                    f"{by}: {event.what}",
                    span(f"  [{event.mark}, {event.source}]{step}{later}", Tone.FAINT),
                )
            )
        )
    if points:
        yield _section("Status history", points)


def _readings(order: Order) -> Iterator[Block]:
    points = []
    for each in order.readings:
        takes = f"takes {listed(tuple(f'`{word}`' for word in each.given))}; {mark_words(each.mark)}, {each.source}"
        under = (line(f"held by {each.held_by}"), line(span(takes, Tone.FAINT)))
        points.append(Point(line(span(each.id, Tone.STRONG), f"  {each.says}"), under))
    if points:
        yield _section("Readings, by name", points)


def _open_points(order: Order) -> Iterator[Block]:
    points = []
    for point in order.open_points:
        under = [line(point.asks)]
        under.append(line(f"If so: {point.if_true or 'not stated'}. If not: {point.if_false or 'not stated'}."))
        sides = [f"{word} by {who}" for word, who in (("held", point.held_by), ("denied", point.denied_by)) if who]
        if sides:
            under.append(line("; ".join(sides)))
        read = f"{mark_words(point.mark)}{f', {point.source}' if point.source else ''}"
        under.append(line(span(f"Evidence: {read}", Tone.FAINT)))
        head = line(span(point.id, Tone.STRONG), span(f"  {point.status}", Tone.FAINT), f"  {point.claim}")
        points.append(Point(head, tuple(under)))
    if points:
        yield _section("Open points", points)


def _ties(order: Order) -> Iterator[Block]:
    """Ownership, other orders, acts that need others, and findings that exclude one another."""
    if order.holdings:
        points = []
        for each in order.holdings:
            words = f"{each.owner} holds {each.percent:g} % of {each.owned}{f' ({each.note})' if each.note else ''}"
            points.append(Point(line(words, span(f"  [{each.mark}, {each.source}]", Tone.FAINT))))
        yield _section("Ownership", points)
    if order.links:
        points = []
        for link in order.links:
            doing, needs = link.doing, link.needs
            words = (
                f"where {doing.actor} would {plain(doing.action)} {doing.thing}, "
                f"{plain(needs.actor)} has to {plain(needs.action)} {needs.thing}"
            )
            where = f" in {plain(needs.context)}" if needs.context else ""
            under = (line(link.note.strip()),) if link.note else ()
            tail = span(f"  [{link.mark}, {link.source}]", Tone.FAINT)
            points.append(Point(line(span(link.id, Tone.STRONG), f"  {words}{where}", tail), under))
        yield _section("What its acts need of others", points)
    if order.incompatible_findings:
        pairs = [Point(line(listed(pair))) for pair in order.incompatible_findings]
        yield _section("Findings that cannot both be right of the same thing", pairs)
    if order.related:
        yield Paragraph(line(span("Related orders: ", Tone.STRONG), f"{listed(order.related)}."))


def _examples(order: Order) -> Iterator[Block]:
    rows: list[tuple[Line, ...]] = []
    for each in order.examples:
        assumed = [*each.given, *([f"reading {each.reading}"] if each.reading else [])]
        if each.stance != "in_force":
            assumed.append(plain(each.stance))
        because = f", because of {listed(each.because)}" if each.because else ""
        who = f"{listed(names(each.uses))}{f' ({listed(tuple(assumed))})' if assumed else ''}"
        rows.append(
            (line(each.as_of.isoformat()), line(plain(each.context)), line(who), line(f"{each.outcome}{because}"))
        )
    if rows:
        columns = (Column("day"), Column("where"), Column("uses"), Column("comes to"))
        yield Section(line("Examples, checked against the order"), (Table(columns, tuple(rows)),))


def _sources(order: Order) -> Iterator[Point]:
    for source in order.sources:
        where = f" {source.url}" if source.url else ""
        dated = f", {source.date.isoformat()}" if source.date else ""
        read = f"; read {source.read.isoformat()}" if source.read else ""
        words = f"  {source.publisher}: {source.title}{dated}{where}"
        note = (line(source.note.strip()),) if source.note else ()
        tail = span(f"  [{mark_words(source.mark)}{read}]", Tone.FAINT)
        yield Point(line(span(source.id, Tone.VALUE), words, tail), note)
