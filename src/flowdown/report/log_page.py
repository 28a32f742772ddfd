"""Lays out the inquiry log for people."""

from __future__ import annotations

from flowdown.report.log_v1 import LogV1
from flowdown.report.page import Block, Column, Page, Paragraph, Point, Points, Section, Table, Tone, line, span
from flowdown.report.words import count, shorten

_LONGEST = 160


def lay_out_log(log: LogV1) -> Page:
    """The entries as a table, what is wrong with the chain, and the digest to keep elsewhere."""
    said = count(log.total, "search", "searches") + (
        f"; the last {len(log.entries)} are shown (`--limit`)" if len(log.entries) < log.total else ""
    )
    blocks: list[Block] = [Paragraph(line(f"{said}."))]
    if log.entries:
        columns = (
            Column("", is_number=True),
            Column("when (UTC)"),
            Column("by", from_width=80),
            Column("what was searched"),
            Column("result"),
        )
        rows = tuple(
            (
                line(str(each.number)),
                line(each.at[:16].replace("T", " ")),
                line(each.by),
                line(shorten(each.what, _LONGEST)),
                line(shorten(each.result, _LONGEST)),
            )
            for each in log.entries
        )
        blocks.append(Table(columns, rows))
    if log.faults:
        faults = Points(tuple(Point(line(span(each, Tone.BREACH))) for each in log.faults))
        blocks.append(Section(line("The chain is broken"), (faults,)))
    if log.head:
        keep = "Whoever keeps this digest elsewhere can show later that nothing before it was changed or cut off: "
        blocks.append(Paragraph(line(keep, span(log.head, Tone.VALUE))))
    return Page(tuple(blocks))
