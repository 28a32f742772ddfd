"""Show the graph around a node, and how one node hangs on another."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument, clip
from flowdown.graph.paths import Hop
from flowdown.graph.row import Row
from flowdown.graph.standing import Placed, Standing
from flowdown.pipeline.claims import Moment, Target

if TYPE_CHECKING:
    from flowdown.graph.store import Store


@dataclass(frozen=True, slots=True)
class Around:
    """The claims around a node: those of which it is the subject, and those about it."""

    node: str
    one_with: tuple[str, ...]
    """Other names under which it is known by somebody's judgement; their claims are among these."""
    as_of: datetime.date
    known_at: Moment
    of: tuple[Placed, ...]
    about: tuple[Placed, ...]
    disputed: int
    """How many are left out because they are disputed."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The paths by which one node hangs on another; `nodes` and `claims` were looked through for them."""

    start: str
    end: str
    as_of: datetime.date
    known_at: Moment
    include_disputed: bool
    paths: tuple[tuple[Hop, ...], ...]
    nodes: int
    claims: int
    disputed: int
    judgements: tuple[Row, ...] = ()
    """Those by which different names on the paths are one."""


def show_node(
    target: Target, node: str, as_of: datetime.date, known_at: Moment, include_disputed: bool = False
) -> Around:
    """What is claimed of a node and about it, on a day, as known at a moment. Raises for a node of which nothing is."""
    from flowdown.graph import open_store
    from flowdown.graph.identity import identify
    from flowdown.graph.neighbourhood import read_group
    from flowdown.graph.row import last_moment_of
    from flowdown.graph.standing import place_all

    with open_store(target, writes=False) as store:
        last = last_moment_of(known_at)
        require_known(store, [node], last)
        known = read_group(store.backend, node, last)
    names = identify(known, with_disputed=include_disputed).group(node)
    near = [each for each in place_all(known, as_of) if {each.row.subject, each.row.object} & set(names)]
    on = [each for each in near if each.standing is not Standing.NOT_THEN]
    shown = [each for each in on if include_disputed or each.standing is not Standing.DISPUTED]
    shown.sort(key=lambda each: (each.row.predicate, each.row.subject, each.row.object, each.row.id))
    of = tuple(each for each in shown if each.row.subject in names)
    about = tuple(each for each in shown if each.row.subject not in names)
    others = tuple(each for each in names if each != node)
    return Around(node, others, as_of, known_at, of, about, len(on) - len(shown))


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
    from flowdown.graph.leaning import lean, read_below
    from flowdown.graph.paths import find_paths
    from flowdown.graph.row import last_moment_of

    last = last_moment_of(known_at)
    with open_store(target, writes=False) as store, store.backend.snapshot():
        require_known(store, (start, end), last)
        known = read_below(store.backend, (start, end), last)
    below = lean(known, as_of, with_disputed=include_disputed)
    identity = below.identity
    if identity.name(start) == identity.name(end):
        hint = "" if start == end else "so somebody judges; see `flowdown graph show`"
        raise UnusableArgument(f"`{clip(start)}` and `{clip(end)}` are one", hint=hint)
    paths = find_paths(below, start, end, with_disputed=include_disputed, most=most)
    disputed = sum(each.is_disputed for each in below.claims())
    claims = sum(1 for each in below.claims() if include_disputed or not each.is_disputed)
    named = [end for path in paths for hop in path for row in hop.rows for end in (row.subject, row.object)]
    judgements = [row for node in (start, end, *named) for row in identity.because(node)] if paths else []
    judged = tuple(dict.fromkeys(judgements))
    return Ways(start, end, as_of, known_at, include_disputed, paths, len(below.nodes()), claims, disputed, judged)


# Comparing with more would take seconds.
_LONGEST_NAME, _MOST_NODES = 200, 20_000


def require_known(store: Store, nodes: Iterable[str], last: str) -> None:
    """Raise for a node of which nothing was known."""
    seen = "SELECT 1 FROM claim WHERE {} = ? AND recorded_at <= ? LIMIT 1"
    for node in nodes:
        if not any(store.backend.read(seen.format(side), (node, last)) for side in ("subject", "object")):
            names = store.backend.read(
                f"SELECT subject FROM claim WHERE recorded_at <= ? UNION SELECT object FROM claim LIMIT {_MOST_NODES}",
                (last,),
            )
            raise unknown_node(node, frozenset(name for (name,) in names))


def unknown_node(node: str, nodes: frozenset[str]) -> UnusableArgument:
    """What is said of a node of which nothing is known, with the one that may be meant."""
    near = [each for each in sorted(nodes) if each.endswith(f":{node}")]
    if not near and len(node) <= _LONGEST_NAME and len(nodes) <= _MOST_NODES:
        near = difflib.get_close_matches(node, sorted(nodes), 1, 0.5)
    hint = f"did you mean `{near[0]}`?" if near else "nodes are written kind:id; see `flowdown claims list`"
    return UnusableArgument(f"nothing is known of `{clip(node)}`", hint=hint)
