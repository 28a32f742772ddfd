"""Lays out what changed between two days of the graph for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flowdown.graph.alternatives import Fate
from flowdown.graph.day_diff import Changes, FateChange, Pair, Side
from flowdown.report.claims_page import say_when
from flowdown.report.graph_page import claim_line
from flowdown.report.impact_page import say_fate, say_money, say_sum
from flowdown.report.page import Block, Column, Line, Page, Paragraph, Point, Points, Section, Table, Tone, line, span
from flowdown.report.words import are_cut, count, listed

_MOST_CLAIMS = 3


def lay_out_graph_diff(changes: Changes, limit: int) -> Page:
    """The changes, with at most so many shown of each sort (0: all)."""
    blocks = _arcs(changes, limit) if changes.arcs else _falls(changes, limit)
    return Page(tuple(blocks))


def _between(changes: Changes) -> str:
    before, after = (say_when(side.as_of, side.known_at) for side in (changes.before, changes.after))
    return f"between the graph {before}, and that {after}"


def _arcs(changes: Changes, limit: int) -> Sequence[Block]:
    arcs = changes.arcs
    assert arcs is not None, "asked for without a cut"
    said = f"{count(len(arcs.new), 'new arc')}, {len(arcs.gone):,} gone, {count(len(changes.amounts), 'amount')} changed, {_between(changes)}."
    blocks: list[Block] = [Paragraph(line(span(said, Tone.STRONG)))]
    for title, pairs, verb in (("New", arcs.new, "leans on"), ("Gone", arcs.gone, "no longer leans on")):
        if pairs:
            some = pairs[: limit or None]
            points = Points(tuple(_arc(changes, pair, verb) for pair in some))
            blocks.append(Section(line(title), (points, *_rest(len(pairs) - len(some)))))
    return [*blocks, *_money(changes, limit)]


def _money(changes: Changes, limit: int) -> Iterable[Block]:
    """What all contracts are worth, and whose amounts changed."""
    if not changes.amounts:
        return
    totals = (
        line(
            f"{say_when(side.as_of, side.known_at)}: {listed(tuple(map(say_sum, side.sums))) or 'no contract is worth anything'}"
        )
        for side in (changes.before, changes.after)
    )
    some = changes.amounts[: limit or None]
    columns = (Column("node"), Column("what"), Column("before", True), Column("after", True))
    rows = tuple(
        (
            line(span(each.node, Tone.STRONG)),
            line(each.of or "value"),
            *(
                line(say_money(each.currency, f"{amount:,f}") if amount is not None else "")
                for amount in (each.before, each.after)
            ),
        )
        for each in some
    )
    points = Points(tuple(Point(each, ()) for each in totals))
    yield Section(line("Money"), (points, Table(columns, rows), *_rest(len(changes.amounts) - len(some))))


def _arc(changes: Changes, pair: Pair, verb: str) -> Point:
    hop = changes.hops.get(pair)
    rows = hop.rows if hop else ()
    under = [claim_line(row) for row in rows[:_MOST_CLAIMS]]
    if len(rows) > _MOST_CLAIMS:
        under.append(line(span(f"and {count(len(rows) - _MOST_CLAIMS, 'more claim')}", Tone.FAINT)))
    return Point(line(span(pair[0], Tone.STRONG), f" {verb} ", span(pair[1], Tone.STRONG)), tuple(under))


def _rest(number: int) -> tuple[Block, ...]:
    return (Paragraph(line(span(f"and {number:,} more (`--limit`)", Tone.FAINT))),) if number > 0 else ()


def _falls(changes: Changes, limit: int) -> Sequence[Block]:
    said = (
        f"If {are_cut(changes.cut)}, another thing becomes of {count(len(changes.fates), 'node')} {_between(changes)}."
    )
    blocks: list[Block] = [Paragraph(line(span(said, Tone.STRONG)))]
    columns = (
        Column("day"),
        *(Column(title, True) for title in ("reachable", "hit", "unavoidable")),
        Column("contracts"),
    )
    blocks.append(Table(columns, tuple(map(_side, (changes.before, changes.after)))))
    if changes.fates:
        some = changes.fates[: limit or None]
        columns = (Column("node"), Column("before"), Column("after"))
        rows = tuple((line(span(each.node, Tone.STRONG)), *_fates(each)) for each in some)
        blocks.append(
            Section(line("What becomes of them"), (Table(columns, rows), *_rest(len(changes.fates) - len(some))))
        )
    return blocks


def _side(side: Side) -> tuple[Line, ...]:
    counts = side.counts
    assert counts is not None, "measured with a cut"
    numbers = (counts.reachable, counts.hit, counts.unavoidable)
    money = listed(tuple(map(say_sum, side.sums)))
    return line(say_when(side.as_of, side.known_at)), *(line(f"{each:,}") for each in numbers), line(money)


def _fates(change: FateChange) -> tuple[Line, Line]:
    def said(fate: Fate | None) -> Line:
        return say_fate(fate) if fate else line(span("nothing told of it", Tone.FAINT))

    return said(change.before), said(change.after)
