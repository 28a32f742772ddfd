"""Every claim of a store as it stands on a day, sorted once, so that many can look it through."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from flowdown.graph.standing import Placed, Standing, place_all

if TYPE_CHECKING:
    from flowdown.pipeline.claims import Moment, Target

__all__ = ["ClaimIndex", "Placed", "index_claims"]


@dataclass(frozen=True, slots=True)
class ClaimIndex:
    """The claims of the world that stand, by subject, predicate, object and id; those of another day are left out.

    `of_node`, `of_predicate` and `of_document` are the positions, in order, of those that name one; `text` is what is
    searched, without capitals, that of each claim from one of `starts` on; `standings` count all claims.
    """

    claims: tuple[Placed, ...]
    of_node: Mapping[str, Sequence[int]]
    of_predicate: Mapping[str, Sequence[int]]
    of_document: Mapping[str, Sequence[int]]
    text: str
    starts: Sequence[int]
    standings: Mapping[str, int]

    def around(self, node: str) -> tuple[Placed, ...]:
        """The claims that name a node."""
        return self.choose(node)

    def choose(
        self, node: str = "", predicate: str = "", document: str = "", standing: str = "", words: str = ""
    ) -> tuple[Placed, ...]:
        """Those that name a node, say something, are of a document, stand so and hold these words; empty is any."""
        asked = ((node, self.of_node), (predicate, self.of_predicate), (document, self.of_document))
        found = [index.get(word, ()) for word, index in asked if word]
        if words:
            found.append(self._holding(words.casefold()))
        if not found and not standing:
            return self.claims
        found.sort(key=len)
        positions: Iterable[int] = found[0] if found else range(len(self.claims))
        for others in map(frozenset, found[1:]):
            positions = [each for each in positions if each in others]
        chosen = map(self.claims.__getitem__, positions)
        return tuple(each for each in chosen if each.standing.value == standing) if standing else tuple(chosen)

    def _holding(self, words: str) -> Sequence[int]:
        """The positions of those in whose text the words stand. One long text is searched many times as fast as many short ones."""
        found: list[int] = []
        at = self.text.find(words)
        while at >= 0:
            position = bisect_right(self.starts, at) - 1
            end = self.starts[position + 1]
            is_within = at + len(words) < end
            if is_within:
                found.append(position)
            at = self.text.find(words, end if is_within else at + 1)
        return found


def index_claims(target: Target, as_of: datetime.date | None, known_at: Moment) -> ClaimIndex:
    """Read and sort every claim that stands on a day (None: on any)."""
    from flowdown.graph import open_store

    with open_store(target, writes=False) as store:
        known = store.known(known_at)
    placed = [each for each in place_all(known, as_of) if each.standing is not Standing.NOT_THEN]
    placed.sort(key=lambda each: (each.row.subject, each.row.predicate, each.row.object, each.row.id))
    nodes: dict[str, list[int]] = defaultdict(list)
    predicates: dict[str, list[int]] = defaultdict(list)
    documents: dict[str, list[int]] = defaultdict(list)
    standings: dict[str, int] = defaultdict(int)
    for position, each in enumerate(placed):
        standings[each.standing.value] += 1
        predicates[each.row.predicate].append(position)
        documents[each.row.document].append(position)
        for node in {each.row.subject, each.row.object}:
            nodes[node].append(position)
    texts = list(map(_text, placed))
    starts = tuple(accumulate((len(each) + 1 for each in texts), initial=0))
    return ClaimIndex(
        tuple(placed), nodes, predicates, documents, "".join(f"{each}\n" for each in texts), starts, standings
    )


def _text(placed: Placed) -> str:
    row = placed.row
    return f"{row.id} {row.subject} {row.predicate} {row.object} {row.document} {row.locator}".casefold()
