"""Works out which nodes are one, by the judgements of named persons and by strong identifiers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flowdown.evidence.predicate import NodeKind, Predicate, kind_of
from flowdown.graph.known import Held, Known
from flowdown.graph.row import Row
from flowdown.graph.strong_identifier import ONE_EACH, is_strong


@dataclass(frozen=True, slots=True)
class Clash:
    """Nodes that carry one identifier and yet are not taken for one: the reason, and the claims."""

    nodes: tuple[str, ...]
    reason: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Nodes by the name that stands for all that are one; the judgements and identifiers that say so, by that name.

    `contested` are the names of nodes of which somebody says that they are one, and somebody that they are not;
    `clashes` are nodes that carry one identifier, but are not joined by it.
    """

    names: Mapping[str, str]
    judgements: Mapping[str, tuple[Row, ...]]
    contested: tuple[tuple[str, ...], ...]
    clashes: tuple[Clash, ...] = ()

    def name(self, node: str) -> str:
        """The name that stands for a node."""
        return self.names.get(node, node)

    def group(self, node: str) -> tuple[str, ...]:
        """Every name of a node, its own among them."""
        name = self.name(node)
        return tuple(sorted({name, *(each for each, other in self.names.items() if other == name)}))

    def because(self, node: str) -> tuple[Row, ...]:
        """The shortest chain of claims from a node to the name that stands for it; empty where they are one word."""
        name = self.name(node)
        if node == name:
            return ()
        before: dict[str, tuple[str, Row]] = {}
        frontier = {node}
        while name not in before:
            following = set()
            for row in self.judgements[name]:
                for one, other in ((row.subject, row.object), (row.object, row.subject)):
                    if one in frontier and other != node and other not in before:
                        before[other] = (one, row)
                        following.add(other)
            frontier = following
        chain = []
        while name != node:
            name, row = before[name]
            chain.append(row)
        return tuple(reversed(chain))


def identify(known: Known, *, with_disputed: bool = False) -> Identity:
    """Join what is judged to be one, and what carries one strong identifier; also over several steps.

    Judgements come first: a contested group of them is joined only `with_disputed`. An identifier joins nodes unless
    somebody judges that two of them are not one, or two of them are vendors of the catalogue, which are never joined
    without a judgement: that is a `Clash`. On which days a node carries an identifier does not matter.
    """
    same: list[Held] = []
    apart: list[tuple[str, str]] = []
    carried: list[Row] = []
    for held in known.held:
        row = held.row
        if row.predicate == Predicate.SAME_AS:
            same.append(held)
        elif row.predicate == Predicate.NOT_SAME_AS and not held.disputed:
            apart.append((row.subject, row.object))
        elif row.predicate == Predicate.IDENTIFIED_BY and (with_disputed or not held.disputed) and is_strong(row):
            carried.append(row)
    if not same and not carried:
        return Identity({}, {}, ())
    parents, contested = _judge(same, apart, with_disputed)
    clashes = _join_carriers(parents, apart, carried)
    groups = _groups(parents)
    names = {node: _lead(nodes) for nodes in groups.values() if len(nodes) > 1 for node in nodes}
    because: dict[str, set[Row]] = defaultdict(set)
    for row in (*(held.row for held in same), *carried):
        if row.subject in names:
            because[names[row.subject]].add(row)
    return Identity(names, {name: tuple(sorted(rows)) for name, rows in because.items()}, contested, clashes)


def _lead(nodes: Sequence[str]) -> str:
    """The name that stands for all of them: that of a vendor of the catalogue, else the first."""
    return next((node for node in nodes if kind_of(node) == NodeKind.VENDOR), nodes[0])


_Parents: TypeAlias = dict[str, str]
"""From a node to one that is the same, and so on, up to the one that leads."""


def _judge(
    same: Sequence[Held], apart: Sequence[tuple[str, str]], with_disputed: bool
) -> tuple[_Parents, tuple[tuple[str, ...], ...]]:
    """Join what is judged to be one; the contested groups apart."""
    found = _join({}, ((held.row.subject, held.row.object) for held in same))
    groups = _groups(found)
    disputed = {_root(found, held.row.subject) for held in same if held.disputed}
    disputed |= {
        _root(found, one)
        for one, other in apart
        if one in found and other in found and _root(found, one) == _root(found, other)
    }
    contested = tuple(sorted(groups[root] for root in disputed))
    if not with_disputed:
        for root in disputed:
            for node in groups[root]:
                del found[node]
    return found, contested


def _join_carriers(parents: _Parents, apart: Sequence[tuple[str, str]], carried: Sequence[Row]) -> tuple[Clash, ...]:
    """Join the nodes that carry one identifier, where nothing speaks against it; what is not joined."""
    carriers: dict[str, set[str]] = defaultdict(set)
    for row in carried:
        carriers[row.object].add(row.subject)
    pairs = [(min(nodes), node) for _, nodes in sorted(carriers.items()) for node in sorted(nodes)]
    merged = _join(dict(parents), pairs)
    against: dict[str, str] = {}
    for root, nodes in _groups(merged).items():
        if len({_root(parents, node) for node in nodes}) > 1 and (reason := _speaks_against(parents, nodes, carried)):
            against[root] = reason
    for one, other in apart:
        root = _root(merged, one)
        if root == _root(merged, other) and _root(parents, one) != _root(parents, other):
            against[root] = "somebody judges that two of them are not one"
    clashes = []
    for root, reason in sorted(against.items()):
        clashing = {node for each in carriers.values() if len(each) > 1 for node in each if _root(merged, node) == root}
        rows = (row for row in carried if row.subject in clashing)
        clashes.append(Clash(tuple(sorted(clashing)), reason, tuple(sorted(rows))))
    _join(parents, (pair for pair in pairs if pair[0] != pair[1] and _root(merged, pair[0]) not in against))
    return tuple(clashes)


def _speaks_against(parents: _Parents, nodes: Sequence[str], carried: Sequence[Row]) -> str:
    """Why nodes that carry one identifier are not one after all; empty if nothing is against it."""
    if len({_root(parents, node) for node in nodes if kind_of(node) == NodeKind.VENDOR}) > 1:
        return "two of them are vendors of the catalogue, which nobody judges to be one"
    entities = {row.object for row in carried if row.object.startswith(ONE_EACH) and row.subject in nodes}
    return "they carry different legal entity identifiers" if len(entities) > 1 else ""


def _groups(parents: _Parents) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for node in sorted(parents):
        groups[_root(parents, node)].append(node)
    return {root: tuple(nodes) for root, nodes in groups.items()}


def _join(parents: _Parents, pairs: Iterable[tuple[str, str]]) -> _Parents:
    for one, other in pairs:
        first, second = _root(parents, one), _root(parents, other)
        parents.setdefault(first, first)
        parents.setdefault(second, second)
        # The smallest name leads, so that no order of judgements matters.
        parents[max(first, second)] = min(first, second)
    return parents


def _root(parents: _Parents, node: str) -> str:
    while (above := parents.get(node, node)) != node:
        parents[node] = parents.get(above, above)
        node = above
    return node
