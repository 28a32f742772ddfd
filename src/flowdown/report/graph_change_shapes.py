"""Shapes single points of failure and what changed between two days for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flowdown.graph.day_diff import AmountChange, Changes, Pair, Side
from flowdown.graph.points_of_failure import PointsAnswer
from flowdown.graph.row import last_moment_of
from flowdown.report.graph_shapes import shape_hop
from flowdown.report.graph_v1 import HopV1
from flowdown.report.impact_shapes import shape_counts, shape_sums
from flowdown.report.impact_v1 import AmountChangeV1, FateChangeV1, GraphDiffV1, OfKindV1, PointV1, SideV1, SpofV1


def shape_spof(answer: PointsAnswer) -> SpofV1:
    """`flowdown.spof/1`."""
    found = answer.points
    points = found.points if found else ()
    return SpofV1(
        "flowdown.spof/1",
        answer.node,
        answer.as_of,
        last_moment_of(answer.known_at),
        answer.include_disputed,
        _kinds(found.targets) if found else (),
        tuple(PointV1(each.node, each.circle, _kinds(each.of), each.total, shape_sums(each.sums)) for each in points),
        found.total if found else 0,
        answer.chain,
        answer.nodes,
        answer.arcs,
    )


def _kinds(counts: Iterable[tuple[str, int]]) -> tuple[OfKindV1, ...]:
    return tuple(OfKindV1(*each) for each in counts)


def shape_graph_diff(changes: Changes, limit: int) -> GraphDiffV1:
    """`flowdown.graph-diff/1`, with at most so many changes of each sort (0: all)."""
    new, gone = (changes.arcs.new, changes.arcs.gone) if changes.arcs else ((), ())
    fates = tuple(FateChangeV1(each.node, each.before, each.after) for each in changes.fates[: limit or None])
    return GraphDiffV1(
        "flowdown.graph-diff/1",
        _side(changes.before),
        _side(changes.after),
        changes.include_disputed,
        changes.cut,
        _hops(changes, new[: limit or None]),
        _hops(changes, gone[: limit or None]),
        len(new),
        len(gone),
        fates,
        len(changes.fates),
        tuple(map(_amount, changes.amounts[: limit or None])),
        len(changes.amounts),
    )


def _amount(change: AmountChange) -> AmountChangeV1:
    before, after = (f"{each:f}" if each is not None else None for each in (change.before, change.after))
    return AmountChangeV1(change.node, change.of, change.currency, before, after)


def _side(side: Side) -> SideV1:
    counts = shape_counts(side.counts) if side.counts else None
    return SideV1(side.as_of, last_moment_of(side.known_at), counts, shape_sums(side.sums))


def _hops(changes: Changes, pairs: Sequence[Pair]) -> tuple[HopV1, ...]:
    return tuple(shape_hop(changes.hops[pair]) for pair in pairs)
