"""Lays out for people what changed of orders between two days."""

from __future__ import annotations

from flowdown.report.norm_words import plain
from flowdown.report.orders_v1 import OrderChangesV1, OrderChangeV1
from flowdown.report.page import Block, Line, Page, Paragraph, Point, Points, Section, Tone, line, span
from flowdown.report.timeline_page import say_event
from flowdown.report.words import count, listed


def lay_out_changes(changes: OrderChangesV1) -> Page:
    """The page of what changed, an order a section."""
    days = f"after {changes.from_.isoformat()}, up to {changes.to.isoformat()}"
    head = f"{count(len(changes.changed), 'order')} changed {days}, as known on {changes.known_at.isoformat()}."
    blocks: list[Block] = [Paragraph(line(span(head, Tone.STRONG)))]
    blocks += [_order(change) for change in changes.changed]
    if changes.unchanged:
        blocks.append(Paragraph(line(f"Nothing changed of {listed(changes.unchanged)}.")))
    return Page(tuple(blocks), f"Orders: what changed {days}")


def _order(change: OrderChangeV1) -> Section:
    blocks: list[Block] = []
    if change.before == change.after:
        blocks.append(Paragraph(line(span("Status as before: ", Tone.STRONG), f"{change.after}.")))
    else:
        both = (("Before: ", change.before), ("After: ", change.after))
        blocks += [Paragraph(line(span(word, Tone.STRONG), f"{status}.")) for word, status in both]
    if change.past_checked:
        words = "The second day is later than this order was followed: what happened since is not counted."
        blocks.append(Paragraph(line(span(words, Tone.WARNING))))
    if change.events:
        points = [line(span(each.day.isoformat(), Tone.STRONG), f"  {say_event(each)}") for each in change.events]
        blocks.append(_section("What happened", points))
    if change.norms:
        points = [
            line(
                span(each.norm, Tone.STRONG),
                f"  {each.before} → {each.after}, in {listed(tuple(plain(leaf) for leaf in each.contexts))}",
                span(f"  {each.cites} [{each.mark}]", Tone.FAINT),
            )
            for each in change.norms
        ]
        blocks.append(_section("What norms do, for whoever acts there", points))
    if change.acts:
        points = [
            line(
                span(each.day.isoformat(), Tone.STRONG),
                f"  {each.what}",
                span(f"  {each.cites}{f' [{each.mark}]' if each.mark else ''}", Tone.FAINT),
            )
            for each in change.acts
        ]
        blocks.append(_section("What began, ended or fell due", points))
    return Section(line(span(change.order, Tone.VALUE), f"  {change.title}"), tuple(blocks))


def _section(title: str, lines: list[Line]) -> Section:
    return Section(line(title), (Points(tuple(Point(each) for each in lines)),))
