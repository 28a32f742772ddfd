"""Looks at what could stand in for what falls, and whether it falls by the same cut: the commonest trap."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from flowdown.evidence.predicate import Predicate
from flowdown.graph.day_rows import DayRows
from flowdown.graph.distinct import tally
from flowdown.graph.fall import Fall
from flowdown.graph.lean_graph import LeanGraph


class Fate(StrEnum):
    """What becomes of a node under a cut."""

    STAYS = "stays"
    """It does not lean on what is cut."""
    KEPT = "kept"
    """It leans on it, but alternatives keep it up, or it only uses it and can do without."""
    FALLS = "falls"
    """It is hit."""
    UNAVOIDABLE = "falls-unavoidably"
    """It falls whatever alternatives are taken."""
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something that could stand in, and what becomes of it; `named`: for what; `groups`: of how many."""

    node: str
    fate: Fate
    named: tuple[str, ...]
    groups: int


def fate_of(fall: Fall, unavoidable: frozenset[int], node: int) -> Fate:
    """What becomes of a node."""
    if fall.reachable.depth[node] <= 0:
        return Fate.CUT if fall.reachable.depth[node] == 0 else Fate.STAYS
    if fall.hit.depth[node] < 0:
        return Fate.KEPT
    return Fate.UNAVOIDABLE if node in unavoidable else Fate.FALLS


def find_alternatives(
    day: DayRows, graph: LeanGraph, fall: Fall, unavoidable: frozenset[int], with_disputed: bool
) -> tuple[Alternative, ...]:
    """What claims name as an alternative to something cut or hit, and the other members of groups that lose one.

    What stays comes first, then what holds up most.
    """
    named: dict[int, set[str]] = defaultdict(set)
    for told, at, to in day.told(graph, with_disputed):
        if told.predicate == Predicate.ALTERNATIVE_TO and fall.hit.depth[to] >= 0:
            named[at].add(graph.names[to])
    counts = _count_groups(graph, fall)
    found = [
        Alternative(
            graph.names[node], fate_of(fall, unavoidable, node), tuple(sorted(named.get(node, ()))), counts.get(node, 0)
        )
        for node in named.keys() | counts.keys()
    ]
    order = list(Fate)
    found.sort(key=lambda each: (order.index(each.fate), not each.named, -each.groups, each.node))
    return tuple(found)


def _count_groups(graph: LeanGraph, fall: Fall) -> dict[int, int]:
    """For each node, of how many groups that lose a member it is one that stays; of those that fall, any that is not cut."""
    import numpy as np

    groups = graph.groups
    if groups is None:
        return {}
    which, lost = tally(groups.of.gather(fall.hit.reached)[0])
    members, counts = groups.members.gather(which)
    is_dead = np.repeat(lost > groups.slack[which], counts)
    depth = fall.hit.depth[members]
    nodes, counts = tally(members[(depth < 0) | (is_dead & (depth > 0))])
    return dict(zip(nodes.tolist(), counts.tolist(), strict=True))
