"""Lays out what falls if nodes are cut for people: the sum of it first, then tables, then the ways with their claims."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from flowdown.evidence.predicate import NodeKind
from flowdown.graph.alternatives import Alternative, Fate
from flowdown.graph.impact import Affected, Answer, Counts, Impact, name_open
from flowdown.graph.worth import Amount, Sum
from flowdown.report.claims_page import say_when
from flowdown.report.graph_page import claim_line, hop_point
from flowdown.report.page import Block, Column, Line, Page, Paragraph, Point, Points, Section, Table, Tone, line, span
from flowdown.report.words import are_cut, count, listed

_PLURALS = {NodeKind.REPOSITORY: "repositories"}
_FATES = {
    Fate.STAYS: "stays",
    Fate.KEPT: "goes on: has alternatives, or can do without",
    Fate.FALLS: "falls",
    Fate.UNAVOIDABLE: "falls, unavoidably",
    Fate.CUT: "is cut",
}
_TONES = {Fate.FALLS: Tone.BREACH, Fate.UNAVOIDABLE: Tone.BREACH, Fate.CUT: Tone.BREACH, Fate.STAYS: Tone.CLEAR}
MOST_WAYS = 6
"""So many nodes are shown with their ways; the JSON has those of all that are told."""
_MOST_CLAIMS = 2
_MOST = 20


def lay_out_impact(answer: Answer) -> Page:
    """The whole answer."""
    impact = answer.impact
    blocks: list[Block] = [
        *_summary(answer),
        *_measures(impact),
        *_affected(impact),
        *_firsts(impact),
        *_alternatives(impact.alternatives),
        *_shares(impact),
        *_unknown(answer),
        *_owned(answer),
        *_ways(answer),
    ]
    return Page(tuple(blocks))


def _summary(answer: Answer) -> Iterable[Block]:
    impact = answer.impact
    when = say_when(answer.as_of, answer.known_at)
    lead = line("If ", span(are_cut((*answer.cut, *answer.owned)), Tone.STRONG), f" {when}: ")
    if not impact.counts.reachable:
        rest = "nothing falls, for no claim says that anything leans on it"
        rest += f" in {listed(answer.contexts)}." if answer.contexts else "."
        yield Paragraph(lead + line(span(rest, Tone.STRONG)))
    else:
        yield Paragraph(lead + line(span(say_hit(impact), Tone.STRONG), "."))
        yield Paragraph(line(_say_counts(impact.counts)))
    if answer.contexts:
        said = f"Only what is used in {listed(answer.contexts)} is counted and told"
        if impact.unplaced:
            said += f"; {count(impact.unplaced, 'contract')} that fall are left out, for nobody tells whose they are"
        yield Paragraph(line(span(f"{said}.", Tone.UNDETERMINED if impact.unplaced else Tone.PLAIN)))
    if impact.with_disputed:
        counts = impact.with_disputed
        said = f"If disputed claims counted: {counts.reachable:,} reachable, {counts.hit:,} hit, "
        yield Paragraph(
            line(span(f"{said}{counts.unavoidable:,} unavoidable (`--include-disputed`).", Tone.UNDETERMINED))
        )
    elif impact.disputed_arcs and answer.include_disputed:
        yield Paragraph(line("Disputed claims are counted."))
    looked = f"{count(impact.arcs, 'arc')} over {count(impact.nodes, 'node')} were looked through"
    part = "the whole store" if answer.is_whole else "all that leans on it, and what that leans on"
    yield Paragraph(line(span(f"{looked}: {part}. What no claim tells is not in it.", Tone.FAINT)))


def say_hit(impact: Impact) -> str:
    """How much falls, in one breath: by kind, and what the contracts are worth."""
    parts = [say_kind(kind, counts.hit) for kind, counts in impact.by_kind if counts.hit]
    said = listed(tuple(parts)) + (" falls" if impact.counts.hit == 1 else " fall") if parts else "nothing falls"
    sums = tuple(say_sum(each) for each in impact.sums if each.nodes)
    if sums:
        said += "; contracts " + listed(sums)
    return said


def say_kind(kind: str, number: int) -> str:
    """So many nodes of a kind."""
    return count(number, kind, _PLURALS.get(NodeKind(kind), ""))


def _say_counts(counts: Counts) -> str:
    said = f"reachable, by some path: {counts.reachable:,}; hit, alternatives counted: {counts.hit:,}"
    said += f"; unavoidable, whatever alternatives are taken: {counts.unavoidable:,}"
    if counts.circular:
        said += (
            f"; {counts.circular:,} of these are kept up only by a circle of alternatives, and are not counted as hit"
        )
    return said + "."


def say_sum(each: Sum) -> str:
    """Money of several nodes, with what is not in it."""
    said = f"{say_money(each.currency, f'{each.total:,f}')} {each.of or 'in value'} ({count(each.nodes, 'contract')}"
    if each.inside:
        said += f"; {each.inside:,} below them not added"
    if each.contradicted:
        said += f"; of {each.contradicted:,} different amounts are told, the highest counts"
    return said + ")"


def say_money(currency: str, amount: str) -> str:
    """An amount with its currency."""
    return f"{currency} {amount}" if currency else f"{amount} of no stated currency"


def _measures(impact: Impact) -> Iterable[Block]:
    if impact.by_kind:
        columns = (Column("kind"), *(Column(title, True) for title in ("reachable", "hit", "unavoidable")))
        rows = tuple(
            (line(kind), *(line(f"{each:,}") for each in (counts.reachable, counts.hit, counts.unavoidable)))
            for kind, counts in impact.by_kind
        )
        yield Table(columns, rows)


def _affected(impact: Impact) -> Iterable[Block]:
    if impact.affected:
        title = f"What leans on it ({count(impact.total, 'node')}"
        if impact.total > len(impact.affected):
            title += f", the first {len(impact.affected)} are shown: `--limit`"
        columns = (
            Column("node"),
            Column("becomes"),
            Column("steps", True, 80),
            Column("over", False, 110),
            Column("worth", True, 80),
        )
        yield Section(line(title + ")"), (Table(columns, tuple(map(_row, impact.affected))),))


def _row(each: Affected) -> tuple[Line, ...]:
    worth = ", ".join(map(say_amount, each.amounts))
    over = each.first if each.steps > 1 else ""
    return line(span(each.node, Tone.STRONG)), say_fate(each.fate), line(f"{each.steps:,}"), line(over), line(worth)


def say_fate(fate: Fate) -> Line:
    """What becomes of a node, in words."""
    return line(span(_FATES[fate], _TONES.get(fate, Tone.PLAIN)))


def say_amount(amount: Amount) -> str:
    """An amount of one node."""
    return say_money(amount.currency, f"{amount.value:,f}") + (f" {amount.of}" if amount.of else "")


def _firsts(impact: Impact) -> Iterable[Block]:
    if len(impact.firsts) > 1:
        columns = (Column("over"), Column("fall", True), Column("contracts", True), Column("worth", True, 80))
        rows = tuple(
            (
                line(span(each.node, Tone.STRONG)),
                line(f"{each.hit:,}"),
                line(f"{each.contracts:,}"),
                line(", ".join(say_money(one.currency, f"{one.total:,f}") for one in each.sums)),
            )
            for each in impact.firsts[:_MOST]
        )
        blocks = (Table(columns, rows), *_rest(len(impact.firsts)))
        yield Section(line("Over what beside it, by the shortest ways"), blocks)


def _rest(number: int) -> Iterable[Block]:
    if number > _MOST:
        yield Paragraph(line(span(f"and {number - _MOST:,} more, all in the JSON", Tone.FAINT)))


def _alternatives(alternatives: Sequence[Alternative]) -> Iterable[Block]:
    if alternatives:
        points = tuple(
            Point(line(span(each.node, Tone.STRONG), ": ") + say_fate(each.fate) + line(f"; {_stands_for(each)}"))
            for each in alternatives[:_MOST]
        )
        yield Section(line("Alternatives, under the same cut"), (Points(points), *_rest(len(alternatives))))


def _stands_for(each: Alternative) -> str:
    parts = [f"said to be one to {listed(each.named)}"] if each.named else []
    if each.groups:
        parts.append(f"one of several in {count(each.groups, 'group')}")
    return ", ".join(parts)


def _shares(impact: Impact) -> Iterable[Block]:
    if impact.shares:
        columns = (Column("paid to"), Column("becomes"), Column("amount", True), Column("share", True))
        rows = tuple(
            (
                line(span(each.node, Tone.STRONG)),
                say_fate(each.fate),
                line(say_money(each.amount.currency, f"{each.amount.value:,f}")),
                line(f"{each.per_cent:.1f} %"),
            )
            for each in impact.shares[:_MOST]
        )
        yield Section(line("Spend, of all that is told in the currency"), (Table(columns, rows), *_rest(len(rows))))


def _unknown(answer: Answer) -> Iterable[Block]:
    unknown = answer.impact.unknown
    points = [
        Point(line(span(node, Tone.STRONG), " may use ", span(uses, Tone.STRONG), ", which is not seen"))
        for node, uses in unknown.may_use[:_MOST]
    ]
    points += [
        Point(line(span(node, Tone.STRONG), f": `{name_open(qualifiers)}` is not known"))
        for node, qualifiers in unknown.open_points[:_MOST]
    ]
    points += [
        Point(
            line(
                span(listed(clash.nodes), Tone.STRONG),
                f" carry one identifier and are not taken for one: {clash.reason}",
            )
        )
        for clash in unknown.clashes
    ]
    if answer.owned_apart:
        held = listed(answer.owned_apart[:_MOST])
        points.append(Point(line(span(held, Tone.STRONG), ": held at least half by it, and not cut (`--owned half`)")))
    left = max(len(unknown.may_use) - _MOST, 0) + max(len(unknown.open_points) - _MOST, 0)
    if left:
        points.append(Point(line(span(f"and {left:,} more, all in the JSON", Tone.FAINT))))
    if points:
        yield Section(line("What could change this"), (Points(tuple(points)),))


def _owned(answer: Answer) -> Iterable[Block]:
    if answer.owned:
        points = tuple(
            Point(line(span(node, Tone.STRONG)), tuple(map(claim_line, rows))) for node, rows in answer.owned.items()
        )
        yield Section(line("Cut as well, for enough of it is held"), (Points(points),))


def _ways(answer: Answer) -> Iterable[Block]:
    """The ways of what is told first; of what is on one of them, only those that lead elsewhere."""
    sections: list[Block] = []
    told: set[tuple[str, ...]] = set()
    left = 0
    for each in answer.impact.affected:
        # What is the rest of a way above was told with it.
        ways = [(number, way) for number, way in enumerate(each.ways, 1) if way not in told]
        if not ways or len(sections) == MOST_WAYS:
            left += bool(ways)
            continue
        blocks: list[Block] = []
        for number, way in ways:
            told.update(way[start:] for start in range(len(way) - 1))
            hops = tuple(hop_point(answer.hops[pair], _MOST_CLAIMS) for pair in itertools.pairwise(way))
            if len(each.ways) > 1:
                blocks.append(Paragraph(line(f"Way {number}: {count(len(hops), 'hop')}")))
            blocks.append(Points(hops, is_numbered=True))
        title = line(span(each.node, Tone.STRONG), ": ") + say_fate(each.fate)
        sections.append(Section(title, tuple(blocks)))
    if answer.judgements:
        points = Points(tuple(Point(claim_line(row)) for row in answer.judgements))
        sections.append(Section(line("Why names are one"), (points,)))
    if sections:
        rest = (Paragraph(line(span(f"The JSON has the ways of {left:,} more.", Tone.FAINT))),) if left else ()
        yield Section(line("How, by which claims"), (*sections, *rest))
