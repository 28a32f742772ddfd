"""Shapes what falls if nodes are cut for other programs."""

from __future__ import annotations

from collections.abc import Iterable

from flowdown.evidence.predicate import kind_of
from flowdown.graph.impact import Affected, Answer, Counts, name_open
from flowdown.graph.row import Row, last_moment_of
from flowdown.graph.standing import Placed, Standing
from flowdown.graph.worth import Amount, Sum
from flowdown.report.claims_v1 import ClaimV1, shape_placed
from flowdown.report.graph_shapes import shape_hop
from flowdown.report.impact_v1 import (
    AffectedV1,
    AlternativeV1,
    AmountV1,
    ClashV1,
    CountsV1,
    FirstV1,
    ImpactV1,
    KindCountsV1,
    MayUseV1,
    OpenV1,
    OwnedV1,
    ShareV1,
    SumV1,
)


def shape_impact(answer: Answer) -> ImpactV1:
    """`flowdown.impact/1`."""
    impact, unknown = answer.impact, answer.impact.unknown
    return ImpactV1(
        schema="flowdown.impact/1",
        cut=answer.cut,
        owned=tuple(OwnedV1(node, shape_rows(rows)) for node, rows in answer.owned.items()),
        owned_apart=answer.owned_apart,
        as_of=answer.as_of,
        known_at=last_moment_of(answer.known_at),
        include_disputed=answer.include_disputed,
        counts=shape_counts(impact.counts),
        by_kind=tuple(KindCountsV1(kind, shape_counts(counts)) for kind, counts in impact.by_kind),
        with_disputed=shape_counts(impact.with_disputed) if impact.with_disputed else None,
        sums=shape_sums(impact.sums),
        kept_sums=shape_sums(impact.kept_sums),
        affected=tuple(map(_affected, impact.affected)),
        total=impact.total,
        firsts=tuple(FirstV1(each.node, each.hit, each.contracts, shape_sums(each.sums)) for each in impact.firsts),
        alternatives=tuple(
            AlternativeV1(each.node, each.fate, each.named, each.groups) for each in impact.alternatives
        ),
        shares=tuple(
            ShareV1(each.node, each.fate, _amount(each.amount), round(each.per_cent, 2)) for each in impact.shares
        ),
        may_use=tuple(MayUseV1(*pair) for pair in unknown.may_use),
        open_points=tuple(OpenV1(node, name_open(qualifiers)) for node, qualifiers in unknown.open_points),
        clashes=tuple(ClashV1(clash.nodes, clash.reason, shape_rows(clash.rows)) for clash in unknown.clashes),
        hops=tuple(shape_hop(hop) for hop in answer.hops.values()),
        judgements=shape_rows(answer.judgements),
        whole=answer.is_whole,
        explored_nodes=impact.nodes,
        explored_arcs=impact.arcs,
        disputed_arcs=impact.disputed_arcs,
        contexts=answer.contexts,
        unplaced=impact.unplaced,
    )


def shape_rows(rows: Iterable[Row]) -> tuple[ClaimV1, ...]:
    """Claims that count."""
    return tuple(shape_placed(Placed(row, Standing.FIRM)) for row in rows)


def shape_counts(counts: Counts) -> CountsV1:
    """The three measures."""
    return CountsV1(counts.reachable, counts.hit, counts.unavoidable, counts.circular)


def shape_sums(sums: Iterable[Sum]) -> tuple[SumV1, ...]:
    """Money of several nodes."""
    return tuple(
        SumV1(each.of, each.currency, f"{each.total:f}", each.nodes, each.inside, each.contradicted) for each in sums
    )


def _affected(each: Affected) -> AffectedV1:
    amounts = tuple(map(_amount, each.amounts))
    return AffectedV1(each.node, kind_of(each.node), each.fate, each.steps, each.first, amounts, each.ways)


def _amount(amount: Amount) -> AmountV1:
    return AmountV1(amount.of, amount.currency, f"{amount.value:f}")
