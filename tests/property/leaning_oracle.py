"""Answers what falls with a node over networkx, naively, from the claims that the store says stand on a day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import networkx as nx

from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import SHAPES, Family, Leaning, Predicate
from flowdown.graph.identity import identify
from flowdown.graph.known import Known
from flowdown.graph.view import view_known

SPARED = ("runtime-optional", "dev-tooling", "test-only")
"""The strengths of a use without which its user goes on."""


@dataclass
class World:
    """Arcs from what leans to what it leans on (`used`: or only uses); what is needed for itself; groups and their need."""

    graph: nx.DiGraph = field(default_factory=nx.DiGraph)
    used: nx.DiGraph = field(default_factory=nx.DiGraph)
    alone: set[tuple[str, str]] = field(default_factory=set)
    members: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    need: dict[tuple[str, str], int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def name(self, node: str) -> str:
        return self.names.get(node, node)

    def add(self, claim: Claim) -> None:
        if SHAPES[claim.predicate].family is not Family.DEPENDENCE:
            return
        is_library = claim.qualifier("basis") == "library"
        if claim.predicate is Predicate.USES and is_library:
            return
        ends = [(claim.subject, claim.object)]
        if SHAPES[claim.predicate].leaning is Leaning.OBJECT:
            ends = [(claim.object, claim.subject)]
            contract = claim.qualifier("contract").removeprefix("contract:")
            if contract:
                ends.append((f"contract:{contract}", claim.subject))
        for one, other in ends:
            self._arc(self.name(one), self.name(other), claim)

    def _arc(self, one: str, other: str, claim: Claim) -> None:
        if one == other:
            return
        self.used.add_edge(one, other)
        if claim.predicate is Predicate.USES and claim.qualifier("strength") in SPARED:
            return
        if claim.predicate is Predicate.MADE_BY and claim.qualifier("basis") == "library":
            return
        self.graph.add_edge(one, other)
        group = claim.qualifier("group") if claim.predicate is Predicate.DEPENDS_ON else ""
        if not group:
            self.alone.add((one, other))
            return
        self.members[one, group].add(other)
        need = int(claim.qualifier("need") or 1)
        self.need[one, group] = max(need, self.need.get((one, group), 1))

    def reachable(self, cut: str) -> set[str]:
        return nx.ancestors(self.used, cut) if cut in self.used else set()

    def needing(self, cut: str) -> set[str]:
        return nx.ancestors(self.graph, cut) if cut in self.graph else set()

    def hit(self, cut: str) -> set[str]:
        """The least fixed point, by trying every node again and again."""
        fallen = {cut}
        while True:
            more = {node for node in self.graph if node not in fallen and self._falls(node, fallen)}
            if not more:
                return fallen - {cut}
            fallen |= more

    def _falls(self, node: str, fallen: set[str]) -> bool:
        if any((node, other) in self.alone for other in fallen):
            return True
        return any(
            group[0] == node and members & fallen and len(members - fallen) < self.need[group]
            for group, members in self.members.items()
        )

    def unavoidable(self, cut: str) -> set[str]:
        """What needs it, and has no way around it to anything that does not."""
        inside = self.needing(cut)
        rest = self.graph.copy()
        rest.remove_nodes_from([cut])
        return {node for node in inside if nx.descendants(rest, node) <= inside}


def world_of(known: Known, when: datetime.date, with_disputed: bool) -> World:
    """The world of a day."""
    view = view_known(known, when, when)
    world = World(names=dict(identify(known, with_disputed=with_disputed).names))
    claims: Iterable[Claim] = (*view.claims, *view.disputed) if with_disputed else view.claims
    for claim in claims:
        world.add(claim)
    return world
