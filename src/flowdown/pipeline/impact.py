"""Answer what falls if nodes are cut, with the claims that show it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.evidence.predicate import SHAPES, NodeKind, Predicate
from flowdown.pipeline.claims import Moment, Target
from flowdown.pipeline.graph import require_known

if TYPE_CHECKING:
    from flowdown.graph.day_rows import DayRows
    from flowdown.graph.impact import Affected, Answer, Impact
    from flowdown.graph.paths import Hop
    from flowdown.graph.row import Row
    from flowdown.graph.store import Store
    from flowdown.graph.use_context import UseContext

__all__ = ["FALLING", "Affected", "Answer", "Cut", "find_impact", "name_node", "read_for", "require_known"]
FALLING = tuple(kind.value for kind in NodeKind if kind in SHAPES[Predicate.DEPENDS_ON].subjects)
"""The kinds of what can fall."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What is asked: the nodes that are cut, for which day, and how much is told.

    `owned` names the test of ownership by which those are cut as well whom the nodes own; empty: nobody. `kinds` are
    those of the nodes that are told one by one; empty: all but packages. With `contexts` of use, as orders name them, only
    what is used in one of them is told and counted.
    """

    nodes: tuple[str, ...]
    as_of: datetime.date
    known_at: Moment
    include_disputed: bool = False
    owned: str = ""
    kinds: tuple[str, ...] = ()
    limit: int = 0
    ways: int = 3
    contexts: tuple[str, ...] = ()


def find_impact(target: Target, asked: Cut, cache: Path | None = None) -> Answer:
    """What falls. Raises for a node of which nothing is known. A large store is kept in the `cache` as arrays."""
    from flowdown.graph import open_store
    from flowdown.graph.impact import TOLD, Answer, Wanted, assess
    from flowdown.graph.owned_below import find_owned_below
    from flowdown.graph.ownership import HALF, TESTS
    from flowdown.graph.row import last_moment_of

    last = last_moment_of(asked.known_at)
    nodes = tuple(dict.fromkeys(name_node(word) for word in asked.nodes))
    with open_store(target, writes=False) as store, store.backend.snapshot():
        require_known(store, nodes, last)
        test = TESTS[asked.owned] if asked.owned else HALF
        found = find_owned_below(store.backend, nodes, asked.as_of, last, test, asked.include_disputed)
        owned = {each.node: each.rows for each in found}
        cut = (*nodes, *owned) if asked.owned else nodes
        day, is_whole = read_for(store, cut, asked.as_of, last, cache)
        context = _read_context(store, asked, last, cache) if asked.contexts else None
        wanted = Wanted(asked.kinds or TOLD, asked.limit, asked.ways, asked.include_disputed, context)
        impact = assess(day, cut, wanted)
        hops, judgements = _show(store, day, impact, asked, nodes)
    return Answer(
        nodes,
        owned if asked.owned else {},
        () if asked.owned else tuple(owned),
        asked.as_of,
        asked.known_at,
        asked.include_disputed,
        is_whole,
        impact,
        asked.contexts,
        hops,
        judgements,
    )


def _read_context(store: Store, asked: Cut, last: str, cache: Path | None) -> UseContext:
    """What the contexts come to in the graph; raises for one that is none, and where no claim can tell them apart."""
    from flowdown.evidence.profile.contract import AgencyKind
    from flowdown.graph.use_context import read_context
    from flowdown.orders.load import load
    from flowdown.reason.decide import leaves_of
    from flowdown.reason.setting import CONTEXT_OF

    leaves = frozenset(leaves_of(load((), cache), asked.contexts))
    if not leaves & frozenset(CONTEXT_OF.values()):
        hint = f"claims tell contracts apart: {', '.join(sorted(set(CONTEXT_OF.values())))}"
        raise UnusableArgument(f"no claim tells what is used in `{asked.contexts[0]}`", hint=hint)
    wanted = (kind for kind, leaf in CONTEXT_OF.items() if leaf in leaves)
    has_own = CONTEXT_OF[AgencyKind.PRIVATE] in leaves
    return read_context(store.backend, wanted, has_own, asked.as_of, last)


def name_node(word: str) -> str:
    """A node as it is named; a bare word is a vendor."""
    return word if ":" in word else f"vendor:{word}"


def read_for(
    store: Store, cut: Iterable[str], as_of: datetime.date, last: str, cache: Path | None
) -> tuple[DayRows, bool]:
    """What leans on these nodes if it is little, else the whole day; and whether it is that."""
    from flowdown.graph.kept_day import read_whole_day
    from flowdown.graph.reach_sql import read_around_cut

    day = read_around_cut(store.backend, cut, as_of, last)
    return (day, False) if day else (read_whole_day(store.backend, as_of, last, cache), True)


def _show(
    store: Store, day: DayRows, impact: Impact, asked: Cut, nodes: Iterable[str]
) -> tuple[Mapping[tuple[str, str], Hop], tuple[Row, ...]]:
    """The claims of every hop that is told, and those by which names are one."""
    from flowdown.graph.hops import find_hops
    from flowdown.graph.row import last_moment_of

    identity = day.loose if asked.include_disputed else day.identity
    ways = [way for each in impact.affected for way in each.ways]
    last = last_moment_of(asked.known_at)
    hops = find_hops(store.backend, ways, identity, asked.as_of, last, asked.include_disputed)
    ends = (end for hop in hops.values() for row in hop.rows for end in (row.subject, row.object))
    return hops, tuple(dict.fromkeys(row for node in (*nodes, *ends) for row in identity.because(node)))
