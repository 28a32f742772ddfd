"""Show the graph around a node, and how one node hangs on another."""

from __future__ import annotations

import datetime
import difflib
from dataclasses import dataclass

from flowdown.base.errors import UnusableArgument
from flowdown.graph.paths import Hop
from flowdown.graph.standing import Placed, Standing
from flowdown.pipeline.claims import Moment, Target


@dataclass(frozen=True, slots=True)
class Around:
    """The claims around a node: those of which it is the subject, and those about it."""

    node: str
    as_of: datetime.date
    known_at: Moment
    of: tuple[Placed, ...]
    about: tuple[Placed, ...]
    disputed: int
    """How many are left out because they are disputed."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The paths by which one node hangs on another; `explored` nodes and claims were looked through for them."""

    start: str
    end: str
    as_of: datetime.date
    known_at: Moment
    include_disputed: bool
    paths: tuple[tuple[Hop, ...], ...]
    nodes: int
    claims: int
    disputed: int


def show_node(
    target: Target, node: str, as_of: datetime.date, known_at: Moment, include_disputed: bool = False
) -> Around:
    """What is claimed of a node and about it, on a day, as known at a moment. Raises for a node of which nothing is."""
    from flowdown.graph import open_store
    from flowdown.graph.neighbourhood import read_around
    from flowdown.graph.row import last_moment_of
    from flowdown.graph.standing import place_held

    with open_store(target, writes=False) as store:
        known = read_around(store.backend, node, last_moment_of(known_at))
        if not known.held:
            raise _unknown(node, store.known(known_at).nodes())
    by_claim: dict[str, list[int]] = {}
    for index, held in enumerate(known.held):
        by_claim.setdefault(held.row.id, []).append(index)
    placed = [place_held([known.held[index] for index in indexes], as_of) for indexes in by_claim.values()]
    on = [each for each in placed if each.standing in (Standing.FIRM, Standing.DISPUTED)]
    shown = [each for each in on if include_disputed or each.standing is Standing.FIRM]
    shown.sort(key=lambda each: (each.row.predicate, each.row.subject, each.row.object, each.row.id))
    of = tuple(each for each in shown if each.row.subject == node)
    about = tuple(each for each in shown if each.row.subject != node)
    return Around(node, as_of, known_at, of, about, len(on) - len(shown))


def find_ways(
    target: Target,
    start: str,
    end: str,
    as_of: datetime.date,
    known_at: Moment,
    include_disputed: bool = False,
    most: int = 3,
) -> Ways:
    """How `start` hangs on `end` on a day: the shortest path, and further ones through other nodes."""
    from flowdown.graph import open_store
    from flowdown.graph.paths import find_paths
    from flowdown.graph.snapshot import take_snapshot

    with open_store(target, writes=False) as store:
        known = store.known(known_at)
    snapshot = take_snapshot(known, as_of, with_disputed=include_disputed)
    for node in (start, end):
        if snapshot.index(node) is None and node not in known.nodes():
            raise _unknown(node, known.nodes())
    paths = find_paths(snapshot, start, end, with_disputed=include_disputed, most=most)
    firm, disputed = len(snapshot.firm.down.to), len(snapshot.disputed.down.to)
    claims = firm + disputed if include_disputed else firm
    return Ways(start, end, as_of, known_at, include_disputed, paths, len(snapshot.nodes), claims, disputed)


def _unknown(node: str, nodes: frozenset[str]) -> UnusableArgument:
    near = difflib.get_close_matches(node, sorted(nodes), 1, 0.5) or [
        each for each in sorted(nodes) if each.endswith(f":{node}")
    ]
    hint = f"did you mean `{near[0]}`?" if near else "nodes are written kind:id; see `flowdown claims list`"
    return UnusableArgument(f"nothing is known of `{node}`", hint=hint)
