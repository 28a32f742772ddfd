"""Works out which nodes are one, by the judgements of named persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flowdown.evidence.predicate import Predicate
from flowdown.graph.known import Held, Known
from flowdown.graph.row import Row


@dataclass(frozen=True, slots=True)
class Identity:
    """Nodes by the name that stands for all that are judged to be one; the judgements, by that name.

    `contested` are the names of nodes of which somebody says that they are one, and somebody that they are not.
    """

    names: Mapping[str, str]
    judgements: Mapping[str, tuple[Row, ...]]
    contested: tuple[tuple[str, ...], ...]

    def name(self, node: str) -> str:
        """The name that stands for a node."""
        return self.names.get(node, node)

    def group(self, node: str) -> tuple[str, ...]:
        """Every name of a node, its own among them."""
        name = self.name(node)
        return tuple(sorted({name, *(each for each, other in self.names.items() if other == name)}))

    def because(self, node: str) -> tuple[Row, ...]:
        """The shortest chain of judgements from a node to the name that stands for it; empty where they are one word."""
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
    """Join what is judged to be one, also over several judgements; a contested group is joined only `with_disputed`."""
    same: list[Held] = []
    apart: list[tuple[str, str]] = []
    for held in known.held:
        if held.row.predicate == Predicate.SAME_AS:
            same.append(held)
        elif held.row.predicate == Predicate.NOT_SAME_AS and not held.disputed:
            apart.append((held.row.subject, held.row.object))
    if not same:
        return Identity({}, {}, ())
    found = _join((held.row.subject, held.row.object) for held in same)
    groups: dict[str, list[str]] = defaultdict(list)
    for node in sorted(found):
        groups[_root(found, node)].append(node)
    disputed = {_root(found, held.row.subject) for held in same if held.disputed}
    disputed |= {
        _root(found, one)
        for one, other in apart
        if one in found and other in found and _root(found, one) == _root(found, other)
    }
    names: dict[str, str] = {}
    judgements: dict[str, set[Row]] = defaultdict(set)
    for root, nodes in groups.items():
        if with_disputed or root not in disputed:
            names.update(dict.fromkeys(nodes, nodes[0]))
    for held in same:
        if held.row.subject in names:
            judgements[names[held.row.subject]].add(held.row)
    contested = tuple(sorted(tuple(groups[root]) for root in disputed))
    return Identity(names, {name: tuple(sorted(rows)) for name, rows in judgements.items()}, contested)


def _join(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    parents: dict[str, str] = {}
    for one, other in pairs:
        first, second = _root(parents, one), _root(parents, other)
        parents.setdefault(first, first)
        parents.setdefault(second, second)
        # The smallest name leads, so that no order of judgements matters.
        parents[max(first, second)] = min(first, second)
    return parents


def _root(parents: dict[str, str], node: str) -> str:
    while (above := parents.get(node, node)) != node:
        parents[node] = parents.get(above, above)
        node = above
    return node
