"""Trees that are not here to be read, as places: what their last scan saw, as the store keeps it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from flowdown.evidence.claim import Claim
from flowdown.graph.known import Known
from flowdown.reason.doubts import Unread
from flowdown.reason.place import Doubts, Place, by_thing
from flowdown.reason.uses import Use, sort_claims
from flowdown.scan.sighting import Question


def place_kept(known: Known, trees: Collection[str], day: int) -> dict[str, Place]:
    """A place for each of these trees of which something is kept; `day` is the ordinal of the day asked about.

    What a scan could not read is not kept: a use is sure there, its absence never is.
    """
    wanted = {f"tree:{tree}" for tree in trees}
    claims: dict[str, list[Claim]] = defaultdict(list)
    for held in known.held:
        row = held.row
        is_of_it = row.subject in wanted and row.document == row.subject
        if is_of_it and held.from_ <= day < held.until and not held.is_disputed_on(day):
            claims[row.subject.removeprefix("tree:")].append(row.claim)
    return {tree: _place(tree, found) for tree, found in sorted(claims.items())}


def _place(tree: str, claims: Sequence[Claim]) -> Place:
    uses, hints = by_thing(sort_claims(claims))
    unread = Unread(tree, False, (), (), hints, frozenset())
    return Place(f"tree:{tree}", tree, uses, hints, _doubting(tree, unread))


def _doubting(tree: str, unread: Unread) -> Doubts:
    asks = f"what else is in {tree}? It is not here, and its last scan keeps what it saw, not what it could not read"
    question = Question(f"coverage:{tree}", tree, asks, (), ("coverage",))

    def doubts(objects: frozenset[Use], hinted: Sequence[Use]) -> tuple[Question, ...]:
        return (question, *unread.doubts(objects, hinted))

    return doubts
