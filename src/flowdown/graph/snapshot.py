"""The graph on one day as arrays: for each node, its neighbours and the claims that join them (compressed rows)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from flowdown.base.collector import hold_collector
from flowdown.evidence.predicate import SHAPES, Family, Leaning, Shape
from flowdown.graph.identity import Identity, identify
from flowdown.graph.known import Known
from flowdown.graph.row import Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.int64]

WALKED = (Family.DEPENDENCE, Family.OWNERSHIP)
"""The families whose claims lean one way: who depends points to what it depends on, who is owned to its owner."""


@dataclass(frozen=True, slots=True)
class Arcs:
    """The arcs of one direction: those of node n are at `first[n]` up to `first[n + 1]`; `rows` number their claims."""

    first: Numbers
    to: Numbers
    rows: Numbers

    def of(self, node: int) -> tuple[Numbers, Numbers]:
        """The neighbours of a node, and the claims that lead there."""
        low, high = int(self.first[node]), int(self.first[node + 1])
        return self.to[low:high], self.rows[low:high]


@dataclass(frozen=True, slots=True)
class Layer:
    """Arcs from what leans to what it leans on, and back."""

    down: Arcs
    up: Arcs


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The nodes, sorted; the firm arcs, and apart from them the disputed ones; the claims that arcs refer to."""

    as_of: datetime.date
    nodes: tuple[str, ...]
    rows: tuple[Row, ...]
    firm: Layer
    disputed: Layer
    identity: Identity

    def index(self, node: str) -> int | None:
        """The number of a node, under whatever name; None if it is not in the graph."""
        import bisect

        name = self.identity.name(node)
        found = bisect.bisect_left(self.nodes, name)
        return found if found < len(self.nodes) and self.nodes[found] == name else None

    def layers(self, with_disputed: bool) -> tuple[Layer, ...]:
        """The layers that count."""
        return (self.firm, self.disputed) if with_disputed else (self.firm,)


@hold_collector()
def take_snapshot(
    known: Known,
    as_of: datetime.date,
    *,
    families: Sequence[Family] = WALKED,
    with_disputed: bool = False,
) -> Snapshot:
    """The graph on a day. `with_disputed` joins also nodes of which it is disputed whether they are one."""
    day = as_of.toordinal()
    turned = {each.value: _is_turned(shape) for each, shape in SHAPES.items() if shape.family in families}
    identity = identify(known, with_disputed=with_disputed)
    names = identity.names
    rows: list[Row] = []
    firm: list[tuple[str, str, int]] = []
    open_: list[tuple[str, str, int]] = []
    for held in known.held:
        row = held.row
        if row.predicate in turned and held.from_ <= day < held.until:
            arcs = open_ if held.disputed and held.is_disputed_on(day) else firm
            subject, object_ = names.get(row.subject, row.subject), names.get(row.object, row.object)
            arcs.append((object_, subject, len(rows)) if turned[row.predicate] else (subject, object_, len(rows)))
            rows.append(row)
    both = (*firm, *open_)
    nodes = sorted({arc[0] for arc in both} | {arc[1] for arc in both})
    numbers = {node: number for number, node in enumerate(nodes)}
    return Snapshot(as_of, tuple(nodes), tuple(rows), _layer(firm, numbers), _layer(open_, numbers), identity)


def _is_turned(shape: Shape) -> bool:
    """True if the object leans on the subject."""
    return shape.leaning is Leaning.OBJECT or shape.family is Family.OWNERSHIP


def _layer(arcs: Sequence[tuple[str, str, int]], numbers: dict[str, int]) -> Layer:
    import numpy as np

    count = len(arcs)
    one = np.fromiter((numbers[arc[0]] for arc in arcs), np.int64, count)
    other = np.fromiter((numbers[arc[1]] for arc in arcs), np.int64, count)
    rows = np.fromiter((arc[2] for arc in arcs), np.int64, count)
    return Layer(_arcs(one, other, rows, len(numbers)), _arcs(other, one, rows, len(numbers)))


def _arcs(from_: Numbers, to: Numbers, rows: Numbers, count: int) -> Arcs:
    import numpy as np

    order = np.lexsort((rows, to, from_))
    first = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(from_, minlength=count), out=first[1:])
    return Arcs(first, to[order], rows[order])
