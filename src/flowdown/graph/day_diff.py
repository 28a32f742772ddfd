"""What changed between two days of the graph: what leans on what, and what falls with a cut."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from flowdown.graph.alternatives import Fate, fate_of
from flowdown.graph.fall import fall_of
from flowdown.graph.impact import Counts
from flowdown.graph.lean_graph import LeanGraph
from flowdown.graph.paths import Hop
from flowdown.graph.worth import Sum, Worth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ArcChanges:
    """What leans on something that it did not lean on before, and what no longer does."""

    new: tuple[Pair, ...]
    gone: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class FateChange:
    """A node of which another thing becomes under the same cut; None: nothing was known of it."""

    node: str
    before: Fate | None
    after: Fate | None


@dataclass(frozen=True, slots=True)
class AmountChange:
    """Money of a node that is another on the later day: what it is (`obligated`, `spend`; empty: its value); None: not told."""

    node: str
    of: str
    currency: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two days that are compared, and what falls on it with what is cut; without a cut, all contracts' worth."""

    as_of: datetime.date
    known_at: datetime.datetime | datetime.date
    counts: Counts | None = None
    sums: tuple[Sum, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What leans on what only on one of the days, and whose money changed, or (with `cut`) what another thing becomes of when
    these are cut.
    """

    before: Side
    after: Side
    include_disputed: bool
    cut: tuple[str, ...]
    arcs: ArcChanges | None
    fates: tuple[FateChange, ...]
    hops: Mapping[tuple[str, str], Hop]
    amounts: tuple[AmountChange, ...] = ()


def compare_arcs(before: LeanGraph, after: LeanGraph) -> ArcChanges:
    """The arcs that are in one graph only."""
    import numpy as np

    names = sorted({*_all_names(before), *_all_names(after)})
    numbers = {name: number for number, name in enumerate(names)}
    one, other = _keys(before, numbers), _keys(after, numbers)

    def named(keys: NDArray[np.int64]) -> tuple[Pair, ...]:
        return tuple((names[key // len(names)], names[key % len(names)]) for key in keys.tolist())

    return ArcChanges(named(np.setdiff1d(other, one)), named(np.setdiff1d(one, other)))


def _all_names(graph: LeanGraph) -> Iterable[str]:
    return (graph.names[number] for number in range(graph.size))


def _keys(graph: LeanGraph, numbers: dict[str, int]) -> NDArray[np.int64]:
    import numpy as np

    shared = np.fromiter((numbers[name] for name in _all_names(graph)), np.int64, graph.size)
    to, from_ = graph.below(np.arange(graph.size, dtype=np.int32))
    return shared[from_] * len(numbers) + shared[to]


def compare_amounts(before: tuple[LeanGraph, Worth], after: tuple[LeanGraph, Worth]) -> tuple[AmountChange, ...]:
    """Every amount that is not the same on both days, the greatest change of each sort and currency first."""
    one, other = _amounts(*before), _amounts(*after)
    changes = (
        AmountChange(node, of, currency, one.get((of, currency, node)), other.get((of, currency, node)))
        for of, currency, node in one.keys() | other.keys()
    )
    changed = [each for each in changes if each.before != each.after]
    return tuple(sorted(changed, key=lambda each: (each.of, each.currency, -_size_of(each), each.node)))


def _amounts(graph: LeanGraph, worth: Worth) -> dict[tuple[str, str, str], Decimal]:
    return {
        (column.of, column.currency, graph.names[node]): column.amount(units)
        for column in worth.columns
        for node, units in zip(column.nodes.tolist(), column.units.tolist(), strict=True)
    }


def _size_of(change: AmountChange) -> Decimal:
    return abs((change.after or Decimal(0)) - (change.before or Decimal(0)))


def compare_falls(before: LeanGraph, after: LeanGraph, cut: Iterable[str]) -> tuple[FateChange, ...]:
    """What becomes of a node under a cut, where it is not the same on both days."""
    names = tuple(cut)
    one, other = _fates(before, names), _fates(after, names)
    changes = []
    for node in sorted(one.keys() | other.keys()):
        first, second = (
            fates.get(node) or (Fate.STAYS if graph.index(node) is not None else None)
            for fates, graph in ((one, before), (other, after))
        )
        if first is not second:
            changes.append(FateChange(node, first, second))
    return tuple(changes)


def _fates(graph: LeanGraph, cut: Iterable[str]) -> dict[str, Fate]:
    fall = fall_of(graph, cut)
    unavoidable = frozenset(fall.unavoidable.tolist())
    return {
        graph.names[node]: fate_of(fall, unavoidable, node)
        for node in fall.reachable.reached.tolist()
        if fall.reachable.depth[node]
    }
