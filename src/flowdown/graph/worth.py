"""Adds up money: what nodes are worth, each once, by what the amount says and by currency, exactly."""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from flowdown.evidence.predicate import NodeKind, Predicate, kind_of
from flowdown.graph.day_rows import DayRows
from flowdown.graph.lean_graph import LeanGraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from flowdown.graph.lean_graph import Numbers

SPEND = "spend"
"""What `of` says of money that is paid to somebody, or for something."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money of one node: what it is (`obligated`, `spend`; empty: its value), in which currency."""

    of: str
    currency: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """Amounts of several nodes together; those `inside` another that counts are not in the total.

    `contradicted` counts nodes of which different amounts are told: the highest counts.
    """

    of: str
    currency: str
    total: Decimal
    nodes: int
    inside: int
    contradicted: int


@dataclass(frozen=True, slots=True)
class Column:
    """The amounts of one sort: nodes in order, each with its amount in `units` of so many `places`, and if told twice.

    `units` are whole numbers, of Python's where a sum could be too great for the machine's.
    """

    of: str
    currency: str
    nodes: Numbers
    units: NDArray[np.int64] | NDArray[np.object_]
    places: int
    is_contradicted: NDArray[np.bool_]

    def total(self, chosen: NDArray[np.bool_]) -> Decimal:
        """The exact sum of some of them."""
        return self.amount(self.units[chosen].sum())

    def amount(self, units: object) -> Decimal:
        """So many units as an amount, exactly: what is written is not rounded, as sums are."""
        return Decimal(f"{int(str(units))}E-{self.places}")


@dataclass(frozen=True, slots=True)
class Worth:
    """All amounts of a day by node, and which contracts are below which."""

    columns: tuple[Column, ...]
    above: tuple[tuple[int, int], ...]

    def sum(self, is_in: NDArray[np.bool_], *, spend: bool = False) -> tuple[Sum, ...]:
        """What the nodes for which `is_in` is true are worth. A contract below one that has a worth itself is inside of it."""
        counted = frozenset(
            node for column in self.columns if self.above for node in column.nodes[is_in[column.nodes]].tolist()
        )
        sums = []
        for column in self.columns:
            if (column.of == SPEND) is not spend:
                continue
            chosen = is_in[column.nodes]
            inside = self._inside(column, chosen, counted)
            added = chosen & ~inside
            if chosen.any():
                contradicted = int((column.is_contradicted & added).sum())
                total = column.total(added)
                sums.append(Sum(column.of, column.currency, total, int(added.sum()), int(inside.sum()), contradicted))
        return tuple(sums)

    def _inside(self, column: Column, chosen: NDArray[np.bool_], counted: frozenset[int]) -> NDArray[np.bool_]:
        import numpy as np

        inside = np.zeros(len(column.nodes), dtype=bool)
        if self.above:
            at = {int(node): place for place, node in enumerate(column.nodes) if chosen[place]}
            for below, above in self.above:
                if below in at and above in counted:
                    inside[at[below]] = True
        return inside

    def of(self, node: int, *, spend: bool = False) -> tuple[Amount, ...]:
        """The amounts of one node."""
        import numpy as np

        found = []
        for column in self.columns:
            place = int(np.searchsorted(column.nodes, node))
            if (column.of == SPEND) is spend and place < len(column.nodes) and column.nodes[place] == node:
                found.append(Amount(column.of, column.currency, column.amount(column.units[place])))
        return tuple(found)


def gather_worth(day: DayRows, graph: LeanGraph, with_disputed: bool) -> Worth:
    """The amounts told beside the arcs of a graph."""
    told: dict[tuple[str, str], dict[int, set[Decimal]]] = defaultdict(lambda: defaultdict(set))
    above: set[tuple[int, int]] = set()
    for each, at, to in day.told(graph, with_disputed):
        if each.predicate == Predicate.SUBCONTRACTOR_OF and at != to:
            above.add((at, to))
        elif each.predicate == Predicate.VALUED:
            of, currency = _read_sort(each.qualifiers)
            if of == SPEND or kind_of(each.subject) == NodeKind.CONTRACT:
                told[of, currency][at].add(Decimal(each.object.partition(":")[2]))
    columns = (_column(*sort, amounts) for sort, amounts in sorted(told.items()))
    return Worth(tuple(columns), tuple(sorted(above)))


@functools.lru_cache(maxsize=1024)
def _read_sort(qualifiers: str) -> tuple[str, str]:
    pairs = dict(json.loads(qualifiers))
    return pairs.get("of", ""), pairs.get("currency", "")


def _column(of: str, currency: str, told: dict[int, set[Decimal]]) -> Column:
    import numpy as np

    nodes = np.fromiter(sorted(told), np.int32, len(told))
    every = [told[int(node)] for node in nodes]
    places = max(max(-int(amount.as_tuple().exponent), 0) for amounts in every for amount in amounts)
    units = [_in_units(max(amounts), places) for amounts in every]
    fits = max(map(abs, units)) * len(units) < 2**62
    twice = np.fromiter((len(amounts) > 1 for amounts in every), np.bool_, len(nodes))
    return Column(of, currency, nodes, np.array(units, dtype=np.int64 if fits else object), places, twice)


def _in_units(amount: Decimal, places: int) -> int:
    sign, digits, exponent = amount.as_tuple()
    number: int = int("".join(map(str, digits))) * 10 ** (int(exponent) + places)
    return -number if sign else number
