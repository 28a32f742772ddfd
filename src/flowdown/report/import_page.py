"""Lays out what an import did for people: what was taken in, what was refused and why, what breaks its format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flowdown.base.errors import Where
from flowdown.evidence.arriving.taken import Kind, Taken
from flowdown.report.page import Block, Column, Line, Page, Paragraph, Point, Points, Section, Table, Tone, line, span
from flowdown.report.words import count

_MOST_ROWS, _MOST_REMARKS = 60, 5
_TONES = {"refused": Tone.BREACH, "passed-over": Tone.FAINT, "known": Tone.FAINT}


def lay_out_import(taken: Sequence[Taken], *, dry_run: bool) -> Page:
    """Documents as a table; below it, why some were refused, what they break, and what was left out."""
    shown = [each for each in taken if each.fate != "passed-over"]
    blocks: list[Block] = []
    if shown:
        columns = (
            Column("document"),
            Column("read as"),
            Column("fate"),
            Column("claims", is_number=True),
            Column("new", is_number=True),
            Column("breaks", is_number=True, from_width=90),
        )
        blocks.append(Table(columns, tuple(map(_row, shown[:_MOST_ROWS]))))
    if len(shown) > _MOST_ROWS:
        blocks.append(
            Paragraph(line(f"{len(shown) - _MOST_ROWS:,} further documents are not shown (`--format json`)."))
        )
    refused = [each for each in taken if each.fate == "refused"]
    if refused:
        points = tuple(_point(each, [(one.message, one.where) for one in each.why], len(each.why)) for each in refused)
        blocks.append(Section(line("Refused"), (Points(points[:_MOST_ROWS]),)))
    broken = [each for each in shown if each.violations and each.fate != "refused"]
    if broken:
        points = tuple(_point(each, [(one.says, one.where) for one in each.violations], each.broken) for each in broken)
        blocks.append(Section(line("Read, though it breaks its format"), (Points(points[:_MOST_ROWS]),)))
    partial = [each for each in shown if each.unread]
    if partial:
        points = tuple(_point(each, [(one.says, one.where) for one in each.unread], each.left_out) for each in partial)
        blocks.append(Section(line("Not taken over"), (Points(points[:_MOST_ROWS]),)))
    passed = [each for each in taken if each.fate == "passed-over"]
    if passed:
        names = ", ".join(each.name for each in passed[:8]) + (", ..." if len(passed) > 8 else "")
        blocks.append(
            Paragraph(
                line(f"{count(len(passed), 'file')} passed over, which no reader knows: ", span(names, Tone.PLACE))
            )
        )
    blocks.append(Paragraph(line(_sum_up(taken, dry_run))))
    return Page(tuple(blocks))


def _row(each: Taken) -> tuple[Line, ...]:
    return (
        line(span(each.name, Tone.PLACE)),
        line(each.dialect),
        line(span(each.fate, _TONES.get(each.fate, Tone.PLAIN))),
        line(f"{each.claims:,}"),
        line(f"{each.new:,}"),
        line(f"{each.broken:,}" if each.broken else ""),
    )


def _point(each: Taken, remarks: Sequence[tuple[str, Where | None]], total: int) -> Point:
    under = [_remark(says, where, each.name) for says, where in remarks[:_MOST_REMARKS]]
    if total > len(under):
        under.append(line(span(f"and {total - len(under):,} more", Tone.FAINT)))
    return Point(line(span(each.name, Tone.PLACE)), tuple(under))


def _remark(says: str, where: Where | None, name: str) -> Line:
    place = str(where).removeprefix(name).strip(": ") if where else ""
    return line(span(f"{place}: ", Tone.PLACE), says) if place else line(says)


def _sum_up(taken: Sequence[Taken], dry_run: bool) -> str:
    fates = Counter(each.fate.value for each in taken)
    claims, new = sum(each.claims for each in taken), sum(each.new for each in taken)
    read = sum(fates[each] for each in ("imported", "known", "checked"))
    said = f"{count(read, 'document')} read, {count(claims, 'claim')}"
    said += ", nothing kept (`--dry-run`)" if dry_run else f", {new:,} new"
    if fates["refused"]:
        said += f"; {fates['refused']:,} refused"
    return said + "."


def lay_out_kinds(kinds: Sequence[Kind]) -> Page:
    """The kinds of documents that can be imported."""
    columns = (Column("kind"), Column("what it is"), Column("formats"), Column("tried on", from_width=110))
    rows = tuple(
        (
            line(span(each.id, Tone.STRONG)),
            line(each.about),
            line(", ".join(each.formats)),
            line("; ".join(each.tried_on) or "untested on real input"),
        )
        for each in kinds
    )
    return Page((Table(columns, rows),))
