"""Lays out for people what installing a pack of orders changed."""

from __future__ import annotations

from flowdown.report.pack_v1 import InstalledPackV1
from flowdown.report.page import Block, Page, Paragraph, Point, Points, Tone, line, span
from flowdown.report.words import count, listed


def lay_out_pack(pack: InstalledPackV1) -> Page:
    """The page of a pack that was installed."""
    head = (
        f" of {pack.made} counts now ({pack.came}): {count(len(pack.new), 'order')} new, {len(pack.changed):,} changed."
    )
    blocks: list[Block] = [Paragraph(line(span(f"The pack {pack.name}", Tone.STRONG), head))]
    named = (("new", pack.new), ("changed", pack.changed), ("no longer there", pack.gone))
    points = tuple(Point(line(f"{words}: {listed(ids)}")) for words, ids in named if ids)
    if points:
        blocks.append(Points(points))
    if pack.left:
        words = f"The program's own library has followed these further, and keeps its own: {listed(pack.left)}."
        blocks.append(Paragraph(line(words)))
    return Page(tuple(blocks), "Flowdown: pack of orders")
