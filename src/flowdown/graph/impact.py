"""What falls if nodes are cut: how much, which, over what, worth what, and what is not known of it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.evidence.predicate import NodeKind, Predicate
from flowdown.graph.alternatives import Alternative, Fate, fate_of, find_alternatives
from flowdown.graph.day_query import UNKNOWN
from flowdown.graph.day_rows import DayRows
from flowdown.graph.distinct import tally
from flowdown.graph.fall import Fall, fall_of
from flowdown.graph.identity import Clash
from flowdown.graph.lean_graph import LeanGraph
from flowdown.graph.paths import Hop
from flowdown.graph.row import Row
from flowdown.graph.use_context import UseContext, find_within
from flowdown.graph.ways import find_ways
from flowdown.graph.worth import SPEND, Amount, Sum, Worth, gather_worth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from flowdown.graph.lean_graph import Numbers

KINDS = (
    NodeKind.CONTRACT,
    NodeKind.SYSTEM,
    NodeKind.REPOSITORY,
    NodeKind.TREE,
    NodeKind.ORGANISATION,
    NodeKind.SUPPLIER,
    NodeKind.VENDOR,
    NodeKind.SERVICE,
    NodeKind.PRODUCT,
    NodeKind.MODEL,
    NodeKind.DEVICE,
    NodeKind.PACKAGE,
)
"""The kinds of what can fall, in the order in which they are told."""
TOLD = tuple(kind for kind in KINDS if kind is not NodeKind.PACKAGE)
"""Those whose nodes are told one by one unless others are asked for."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The three measures, never added up; `circular` ones are unavoidable but hold each other up (see `fall.Fall`)."""

    reachable: int
    hit: int
    unavoidable: int
    circular: int = 0


@dataclass(frozen=True, slots=True)
class Affected:
    """A node that leans on what is cut: what becomes of it, in how many steps, over which first one, worth what.

    `ways` are the shortest one down to what is cut, and others that share no node with it; a node that is hit is told
    only ways on which everything falls.
    """

    node: str
    fate: Fate
    steps: int
    first: str
    amounts: tuple[Amount, ...]
    ways: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class First:
    """Something beside what is cut, and how much falls over it by the shortest ways: nodes, contracts, money."""

    node: str
    hit: int
    contracts: int
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What is paid to a node or for it, and what part of all that is said to be paid in this currency."""

    node: str
    fate: Fate
    amount: Amount
    per_cent: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """What could change the answer: nodes that may use something that falls, and what nobody knows of those that do."""

    may_use: tuple[tuple[str, str], ...]
    open_points: tuple[tuple[str, str], ...]
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """The answer, in numbers and names. `affected` are the nodes of the kinds that are told, `total` how many there are.

    `with_disputed` are the counts if disputed claims counted, None if that changes nothing. Where only a context of use is
    asked for, `unplaced` counts the contracts that fall and of which nobody tells the context: they are left out.
    """

    counts: Counts
    by_kind: tuple[tuple[str, Counts], ...]
    with_disputed: Counts | None
    affected: tuple[Affected, ...]
    total: int
    sums: tuple[Sum, ...]
    kept_sums: tuple[Sum, ...]
    firsts: tuple[First, ...]
    alternatives: tuple[Alternative, ...]
    shares: tuple[Share, ...]
    unknown: Unknown
    nodes: int
    arcs: int
    disputed_arcs: int
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An impact with what was asked and the claims that show it."""

    cut: tuple[str, ...]
    owned: Mapping[str, tuple[Row, ...]]
    """Who is cut as well, since enough of it is held, with the claims that show it."""
    owned_apart: tuple[str, ...]
    """Who is held at least half, and not cut."""
    as_of: datetime.date
    known_at: datetime.datetime | datetime.date
    include_disputed: bool
    is_whole: bool
    """True if the whole store was read, not only what leans on what is cut."""
    impact: Impact
    contexts: tuple[str, ...]
    """Only what is used in these contexts is told; empty: everything."""
    hops: Mapping[tuple[str, str], Hop]
    judgements: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much is told: nodes of which kinds, how many, with how many ways each; with a `context`, only what is used in it."""

    kinds: Sequence[str] = TOLD
    limit: int = 0
    ways: int = 3
    with_disputed: bool = False
    context: UseContext | None = None


def assess(day: DayRows, cut: Iterable[str], wanted: Wanted) -> Impact:
    """What falls if these nodes are cut."""
    names = tuple(cut)
    with_disputed = wanted.with_disputed
    graph = day.graph(with_disputed)
    assessment = _Assessment(day, graph, fall_of(graph, names), wanted)
    if with_disputed or not day.has_disputed:
        return assessment.answer(None)
    loose = day.graph(True)
    is_within = find_within(loose, wanted.context)[0] if wanted.context else None
    return assessment.answer(count_fall(fall_of(loose, names), is_within))


def count_fall(fall: Fall, is_within: NDArray[np.bool_] | None = None) -> Counts:
    """The three measures of all nodes, or of those within; what is cut is not counted."""
    sorts = (fall.reachable.reached, fall.hit.reached, fall.unavoidable, fall.circular)
    if is_within is not None:
        is_told = is_within.copy()
        is_told[fall.cut] = False
        return Counts(*(int(is_told[nodes].sum()) for nodes in sorts))
    reachable, hit, unavoidable, circular = map(len, sorts)
    return Counts(reachable - len(fall.cut), hit - len(fall.cut), unavoidable, circular)


def choose_contracts(graph: LeanGraph, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The contracts among those that are chosen."""
    import numpy as np

    numbers = graph.names.of_kind(NodeKind.CONTRACT)
    only = np.zeros(len(chosen), dtype=bool)
    only[numbers.start : numbers.stop] = chosen[numbers.start : numbers.stop]
    return only


def name_open(qualifiers: str) -> str:
    """What is not known, from the qualifiers of the claim that says so."""
    return str(dict(json.loads(qualifiers)).get("of", ""))


class _Assessment:
    """What is worked out for one cut."""

    def __init__(self, day: DayRows, graph: LeanGraph, fall: Fall, wanted: Wanted) -> None:

        self.day, self.graph, self.fall, self.wanted = day, graph, fall, wanted
        self.falls: NDArray[np.bool_] = fall.hit.depth > 0
        self.is_hit, self.is_reached = self.falls, fall.reachable.depth > 0
        self.is_within: NDArray[np.bool_] | None = None
        self.told_unavoidable: Numbers = fall.unavoidable
        self.unplaced = 0
        if wanted.context:
            self.is_within, is_unplaced = find_within(graph, wanted.context)
            self.is_hit, self.is_reached = self.falls & self.is_within, self.is_reached & self.is_within
            self.told_unavoidable = fall.unavoidable[self.is_within[fall.unavoidable]]
            self.unplaced = int((self.falls & is_unplaced & ~self.is_within).sum())
        self.unavoidable = frozenset(fall.unavoidable.tolist())
        self.worth: Worth = gather_worth(day, graph, wanted.with_disputed)

    def answer(self, with_disputed: Counts | None) -> Impact:
        """Everything together."""
        affected, total = self._affected()
        counts = count_fall(self.fall, self.is_within)
        is_kept = self.is_reached & ~self.is_hit
        return Impact(
            counts,
            self._by_kind(),
            None if with_disputed == counts else with_disputed,
            affected,
            total,
            self.worth.sum(choose_contracts(self.graph, self.is_hit)),
            self.worth.sum(choose_contracts(self.graph, is_kept)),
            self._firsts(),
            find_alternatives(self.day, self.graph, self.fall, self.unavoidable, self.wanted.with_disputed),
            self._shares(),
            self._unknown(),
            self.graph.size,
            self.graph.arcs,
            len(self.day.disputed.to),
            self.unplaced,
        )

    def _by_kind(self) -> tuple[tuple[str, Counts], ...]:
        import numpy as np

        found = []
        for kind in KINDS:
            numbers = self.graph.names.of_kind(kind)
            part = slice(numbers.start, numbers.stop)
            ends = np.searchsorted(self.told_unavoidable, (numbers.start, numbers.stop))
            counts = Counts(int(self.is_reached[part].sum()), int(self.is_hit[part].sum()), int(ends[1]) - int(ends[0]))
            if counts.reachable:
                found.append((kind.value, counts))
        return tuple(found)

    def _affected(self) -> tuple[tuple[Affected, ...], int]:
        """The nodes that are told: what falls first, by kind, what is worth most first."""
        import numpy as np

        chosen: list[tuple[bool, int, float, int, int]] = []
        worth = self._greatest()
        for rank, kind in enumerate(KINDS):
            if kind in self.wanted.kinds:
                numbers = self.graph.names.of_kind(kind)
                for offset in np.flatnonzero(self.is_reached[numbers.start : numbers.stop]).tolist():
                    node = numbers.start + offset
                    steps = int(self.fall.reachable.depth[node])
                    chosen.append((not self.is_hit[node], rank, -worth.get(node, 0.0), steps, node))
        chosen.sort()
        told = chosen[: self.wanted.limit or None]
        return tuple(self._tell(node) for *_, node in told), len(chosen)

    def _greatest(self) -> dict[int, float]:
        """The greatest amount of each node, to put them in order by."""
        greatest: dict[int, float] = {}
        for column in self.worth.columns:
            for node, units in zip(column.nodes.tolist(), column.units.tolist(), strict=True):
                greatest[node] = max(greatest.get(node, 0.0), units / 10**column.places)
        return greatest

    def _tell(self, node: int) -> Affected:
        is_hit = bool(self.is_hit[node])
        sweep = self.fall.hit if is_hit else self.fall.reachable
        allowed = self.falls if is_hit else None
        ways = find_ways(self.graph, node, self.fall.cut.tolist(), self.wanted.ways, allowed)
        return Affected(
            self.graph.names[node],
            fate_of(self.fall, self.unavoidable, node),
            len(ways[0]) - 1 if ways else int(sweep.depth[node]),
            self.graph.names[int(sweep.first[node])],
            self.worth.of(node),
            tuple(tuple(self.graph.names[each] for each in way) for way in ways),
        )

    def _firsts(self) -> tuple[First, ...]:
        """What falls over each node beside what is cut, most first."""
        import numpy as np

        hit = np.flatnonzero(self.is_hit)
        over = self.fall.hit.first
        nodes, counts = tally(over[hit])
        order = np.lexsort((nodes, -counts))[: self.wanted.limit or None]
        contracts = choose_contracts(self.graph, self.is_hit)
        found = []
        for place in order.tolist():
            below = contracts & (over == nodes[place])
            sums = self.worth.sum(below)
            found.append(First(self.graph.names[int(nodes[place])], int(counts[place]), int(below.sum()), sums))
        return tuple(found)

    def _shares(self) -> tuple[Share, ...]:
        """Who is paid how much of everything that is paid, the greatest first; what falls or is cut before the rest."""
        found = []
        for column in self.worth.columns:
            if column.of != SPEND:
                continue
            total = sum(column.units.tolist()) / 10**column.places
            for node in column.nodes.tolist():
                (amount,) = (each for each in self.worth.of(node, spend=True) if each.currency == column.currency)
                per_cent = 100 * float(amount.value) / total if total else 0.0
                fate = fate_of(self.fall, self.unavoidable, node)
                found.append(Share(self.graph.names[node], fate, amount, per_cent))
        found.sort(key=lambda each: (each.fate in (Fate.STAYS, Fate.KEPT), -each.per_cent, each.node))
        return tuple(found)

    def _unknown(self) -> Unknown:
        may_use, open_points = set(), set()
        falls = self.fall.hit.depth
        for told, at, to in self.day.told(self.graph, True):
            if told.predicate == Predicate.MAY_USE and falls[to] >= 0 > falls[at]:
                may_use.add((self.graph.names[at], self.graph.names[to]))
            is_open = (told.predicate, told.object) == (Predicate.DESCRIBED, UNKNOWN)
            if is_open and self.fall.reachable.depth[at] >= 0:
                open_points.add((self.graph.names[at], told.qualifiers))
        near = {self.graph.names[int(node)] for node in self.fall.cut}
        clashes = tuple(
            clash
            for clash in self.day.identity.clashes
            if any(self.graph.index(node) in self.fall.cut for node in clash.nodes) or near & set(clash.nodes)
        )
        return Unknown(tuple(sorted(may_use)), tuple(sorted(open_points)), clashes)
