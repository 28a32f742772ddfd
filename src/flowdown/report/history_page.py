"""Lays out a history for people: who is used now and since when, who was and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flowdown.report.history_v1 import day_of
from flowdown.report.page import Block, Line, Page, Paragraph, Point, Points, Section, Tone, line, span
from flowdown.report.words import count
from flowdown.scan.history import History
from flowdown.scan.history_periods import Moment, Period

_FEW_GAPS = 12
_SHORT = 12


def lay_out_histories(histories: Sequence[History], names: Mapping[str, str], shows_all: bool) -> Page:
    """One section a tree; `names` are the vendors'."""
    return Page(tuple(_section(each, names, shows_all) for each in histories))


def _section(history: History, names: Mapping[str, str], shows_all: bool) -> Section:
    blocks: list[Block] = [Paragraph(line(_said(history)))]
    if history.is_incomplete:
        blocks.append(Paragraph(line(span("Interrupted: what is told is a part.", Tone.WARNING))))
    here = [each for each in history.periods if each.left is None]
    gone = [each for each in history.periods if each.left is not None]
    for title, periods in (("Used now", here), ("Used once", gone)):
        if periods:
            points = tuple(_point(each, names) for each in sorted(periods, key=_newest))
            blocks.append(Section(line(title), (Points(points),)))
    if history.gaps:
        shown = history.gaps if shows_all else history.gaps[:_FEW_GAPS]
        points = tuple(Point(line(span(gap.path, Tone.PLACE), f": {gap.reason}")) for gap in shown)
        rest = len(history.gaps) - len(shown)
        more = (Paragraph(line(span(f"and {rest} more (`--all`)", Tone.FAINT))),) if rest else ()
        blocks.append(Section(line("Not read"), (Points(points), *more)))
    return Section(line(span(history.tree.id, Tone.STRONG), " over time"), tuple(blocks))


def _said(history: History) -> str:
    after = f" after {history.since[:_SHORT]}" if history.since else ""
    said = f"{count(history.commits, 'commit')}{after}, {count(history.blobs, 'content')} of files"
    return said + (f" ({history.known:,} known from an earlier run)." if history.known else ".")


def _newest(period: Period) -> tuple[int, str, str]:
    return -(period.left or period.entered).time, period.vendor, period.basis


def _point(period: Period, names: Mapping[str, str]) -> Point:
    parts = line(
        span(names.get(period.vendor, period.vendor), Tone.STRONG), f"  {period.basis.value}, {period.strength.value}"
    )
    under = [_moment("came", period.entered)]
    if period.left is not None:
        under.append(_moment("left", period.left))
    return Point(parts, tuple(under))


def _moment(word: str, moment: Moment) -> Line:
    when = (
        f"{day_of(moment)} with {moment.commit[:_SHORT]}" if moment.commit else "before the commits that were looked at"
    )
    return line(
        f"{word} {when}: ", span(f"{moment.path}:{moment.line}", Tone.PLACE), "  ", span(moment.value, Tone.VALUE)
    )
