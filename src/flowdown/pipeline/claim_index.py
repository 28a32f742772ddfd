"""Every claim of a store as it stands on a day, sorted once, so that many can look it through."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.graph.standing import Placed, Standing, place_all

if TYPE_CHECKING:
    from flowdown.pipeline.claims import Moment, Target

__all__ = ["ClaimIndex", "Placed", "index_claims"]


@dataclass(frozen=True, slots=True)
class ClaimIndex:
    """The claims of the world that stand, by subject, predicate, object and id; those of another day are left out.

    `of_node` are the positions, in order, of those that name a node; `standings` count all of them.
    """

    claims: tuple[Placed, ...]
    of_node: Mapping[str, Sequence[int]]
    standings: Mapping[str, int]
    predicates: tuple[str, ...]

    def around(self, node: str) -> tuple[Placed, ...]:
        """The claims that name a node."""
        return tuple(self.claims[position] for position in self.of_node.get(node, ()))


def index_claims(target: Target, as_of: datetime.date | None, known_at: Moment) -> ClaimIndex:
    """Read and sort every claim that stands on a day (None: on any)."""
    from flowdown.graph import open_store

    with open_store(target, writes=False) as store:
        known = store.known(known_at)
    placed = [each for each in place_all(known, as_of) if each.standing is not Standing.NOT_THEN]
    placed.sort(key=lambda each: (each.row.subject, each.row.predicate, each.row.object, each.row.id))
    nodes: dict[str, list[int]] = defaultdict(list)
    standings: dict[str, int] = defaultdict(int)
    for position, each in enumerate(placed):
        standings[each.standing.value] += 1
        for node in {each.row.subject, each.row.object}:
            nodes[node].append(position)
    predicates = tuple(sorted({each.row.predicate for each in placed}))
    return ClaimIndex(tuple(placed), nodes, standings, predicates)
