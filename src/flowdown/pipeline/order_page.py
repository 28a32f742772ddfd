"""Lays out everything that the library says of an order, with its status on a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from flowdown.orders.order import Order, OrderNorm
from flowdown.reason.citing import say_status
from flowdown.report.page import Block, Page, Paragraph, Point, Points, Quotation, Section, Tone, line, span
from flowdown.report.words import mark_words


def lay_out_order(order: Order, as_of: datetime.date, known_at: datetime.date) -> Page:
    """The page of an order: what it is, its status, its norms in their own words, dates, open points, sources."""
    return Page(tuple(_blocks(order, as_of, known_at)), order.title)


def _blocks(order: Order, as_of: datetime.date, known_at: datetime.date) -> Iterator[Block]:
    yield Paragraph(line(span(order.title, Tone.STRONG)))
    yield Paragraph(line(span(order.id, Tone.VALUE), f"  {order.kind}, {order.citation}, {order.issuer}"))
    yield Paragraph(line(order.about.strip()))
    status = f"Status on {as_of.isoformat()}"
    known = f", as known on {known_at.isoformat()}: {say_status(order, as_of, known_at)}."
    yield Paragraph(line(span(status, Tone.STRONG), known))
    if as_of > order.checked_until:
        until = order.checked_until.isoformat()
        words = f"The library followed this order until {until} only; later events are not known here."
        yield Paragraph(line(span(words, Tone.WARNING)))
    yield Points(tuple(_reach(order)))
    yield Section(line("Norms"), tuple(_norms(order)))
    dates = sorted(order.dates, key=lambda each: (each.day, each.kind.value))
    yield _points(
        "Dates", [f"{each.day.isoformat()} {each.kind.value} [{each.mark}]{_after(each.note)}" for each in dates]
    )
    history = [
        f"{event.day.isoformat()} {event.status.value}{f' ({event.by})' if event.by else ''}: {event.what} [{event.mark}]"
        for event in sorted(order.status, key=lambda event: event.day)
    ]
    yield _points("Status history", history)
    if order.open_points:
        yield Section(line("Open points"), (Points(tuple(_open_points(order))),))
    yield Section(line("Sources"), (Points(tuple(_sources(order))),))
    if order.notes:
        yield _points("Notes", list(order.notes))


def _points(title: str, sentences: list[str]) -> Section:
    return Section(line(title), (Points(tuple(Point(line(sentence)) for sentence in sentences)),))


def _after(note: str) -> str:
    return f": {note}" if note else ""


def _reach(order: Order) -> Iterator[Point]:
    yield Point(line(f"Binds: {order.addressee}"))
    yield Point(line(f"Flow-down: {order.flow_down or 'not stated'}"))
    yield Point(line(f"Reporting: {order.reporting or 'not stated'}"))
    if order.waiver_note:
        yield Point(line(f"Waiver: {order.waiver_note.strip()}"))


def _norms(order: Order) -> Iterator[Block]:
    for norm in order.norms:
        yield _norm(norm)
    for rule in order.unformalised:
        yield Quotation(
            cites=line(span(rule.id, Tone.STRONG), f"  {rule.cites}"),
            words=line(f"“{rule.quote}”"),
            notes=(line(f"not formalised: {rule.why}"), line(span(f"Evidence: {mark_words(rule.mark)}", Tone.FAINT))),
        )


def _norm(norm: OrderNorm) -> Quotation:
    period = f"from {norm.from_ or 'the beginning'}" + (f" to {norm.to}" if norm.to else "")
    notes = [line(f"{norm.modality.value.replace('_', ' ')} {norm.action}; {period}; {norm.status.value}")]
    if norm.note:
        notes.append(line(norm.note.strip()))
    notes.append(line(span(f"Evidence: {mark_words(norm.mark)}; source: {norm.source}", Tone.FAINT)))
    return Quotation(
        cites=line(span(norm.id, Tone.STRONG), f"  {norm.cites}"), words=line(f"“{norm.quote}”"), notes=tuple(notes)
    )


def _open_points(order: Order) -> Iterator[Point]:
    for point in order.open_points:
        head = line(span(point.id, Tone.STRONG), span(f"  {point.status}", Tone.FAINT))
        yield Point(head, (line(point.asks), line(f"If so: {point.if_true}. If not: {point.if_false}.")))


def _sources(order: Order) -> Iterator[Point]:
    for source in order.sources:
        where = f" {source.url}" if source.url else ""
        words = f"  {source.publisher}: {source.title}{where}"
        yield Point(line(span(source.id, Tone.VALUE), words, span(f"  [{mark_words(source.mark)}]", Tone.FAINT)))
