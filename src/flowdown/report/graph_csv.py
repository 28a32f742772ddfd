"""Writes answers about the graph as tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flowdown.evidence.predicate import kind_of
from flowdown.graph.day_diff import AmountChange, Changes
from flowdown.graph.impact import Answer
from flowdown.graph.points_of_failure import PointsAnswer
from flowdown.report.impact_page import say_amount, say_money
from flowdown.report.words import visible


def tabulate_impact(answer: Answer) -> str:
    """A row for each node that is told: what becomes of it, over what, worth what, by which shortest way."""
    head = ("node", "kind", "becomes", "steps", "over", "worth", "way")
    rows = (
        (
            each.node,
            kind_of(each.node),
            each.fate.value,
            str(each.steps),
            each.first,
            "; ".join(map(say_amount, each.amounts)),
            " > ".join(each.ways[0]) if each.ways else "",
        )
        for each in answer.impact.affected
    )
    return _write(head, rows)


def tabulate_spof(answer: PointsAnswer) -> str:
    """A row for each single point of failure, and what it is one of; of one node, in order."""
    if answer.points is None:
        rows: Iterable[Sequence[str]] = (
            (str(number), names[0], " ".join(names[1:])) for number, names in enumerate(answer.chain, 1)
        )
        return _write(("number", "node", "circle"), rows)
    kinds = [kind for kind, _ in answer.points.targets]
    rows = (
        (
            each.node,
            " ".join(each.circle),
            *(str(dict(each.of).get(kind, 0)) for kind in kinds),
            "; ".join(say_money(one.currency, f"{one.total:f}") for one in each.sums),
        )
        for each in answer.points.points
    )
    return _write(("node", "circle", *kinds, "worth"), rows)


def tabulate_graph_diff(changes: Changes) -> str:
    """A row for each change."""
    if changes.arcs is None:
        rows: Iterable[Sequence[str]] = (
            (each.node, each.before or "not-known", each.after or "not-known") for each in changes.fates
        )
        return _write(("node", "before", "after"), rows)
    rows = [
        *(("new", *pair, "", "") for pair in changes.arcs.new),
        *(("gone", *pair, "", "") for pair in changes.arcs.gone),
        *((each.of or "value", each.node, "", *_amounts(each)) for each in changes.amounts),
    ]
    return _write(("change", "node", "leans-on", "before", "after"), rows)


def _amounts(change: AmountChange) -> tuple[str, ...]:
    amounts = (change.before, change.after)
    return tuple(say_money(change.currency, f"{each:f}") if each is not None else "" for each in amounts)


def _write(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([visible(cell) for cell in row] for row in rows)
    return written.getvalue()
