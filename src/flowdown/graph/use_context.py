"""Says for which context of use a node is there: on it leans a contract of some kind of customer, or an own business."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.evidence.predicate import NodeKind, Predicate
from flowdown.evidence.profile.contract import AgencyKind
from flowdown.graph.backend import Backend
from flowdown.graph.day_query import each_of, write_list
from flowdown.graph.distinct import distinct
from flowdown.graph.lean_graph import LeanGraph
from flowdown.graph.neighbourhood import resolve_rows
from flowdown.graph.row import COLUMNS, row_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_OF = "agency-kind"


@dataclass(frozen=True, slots=True)
class UseContext:
    """What is asked for: contracts of these kinds of customers, and with `has_own` what organisations use themselves.

    `kinds` are told of contracts, `own` are the organisations that something serves.
    """

    wanted: frozenset[str]
    has_own: bool
    kinds: Mapping[str, frozenset[str]]
    own: frozenset[str]


def read_context(
    backend: Backend, wanted: Iterable[str], has_own: bool, day: datetime.date, last_moment: str
) -> UseContext:
    """What the store tells of contracts and organisations on a day."""
    texts = write_list(f"text:{kind.value}" for kind in AgencyKind)
    statement = (
        f"SELECT {COLUMNS} FROM claim WHERE object IN {each_of(backend.dialect)} "
        f"AND predicate = '{Predicate.DESCRIBED}' AND recorded_at <= ?"
    )
    rows = {row[0]: row_of(row) for row in backend.read(statement, (texts, last_moment))}
    kinds: dict[str, set[str]] = defaultdict(set)
    for held in resolve_rows(backend, rows, last_moment).held:
        row = held.row
        if held.from_ <= day.toordinal() < held.until and row.claim.qualifier("of") == _OF:
            kinds[row.subject].add(row.object.partition(":")[2])
    served = (
        f"SELECT DISTINCT object FROM claim WHERE object >= '{NodeKind.ORGANISATION}:' "
        f"AND object < '{NodeKind.ORGANISATION};' AND predicate = '{Predicate.SERVES}' AND recorded_at <= ?"
    )
    own = (name for (name,) in backend.read(served, (last_moment,))) if has_own else ()
    told = {node: frozenset(some - {AgencyKind.UNKNOWN}) for node, some in kinds.items()}
    return UseContext(frozenset(wanted), has_own, told, frozenset(own))


def find_within(graph: LeanGraph, context: UseContext) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """What is used in the context, contracts themselves among it; and the contracts of which nobody tells the kind."""
    import numpy as np

    kinds: dict[int, frozenset[str]] = defaultdict(frozenset)
    for node, told in context.kinds.items():
        if (number := graph.index(node)) is not None:
            kinds[number] |= told
    contracts = np.array(graph.names.of_kind(NodeKind.CONTRACT), dtype=np.int32)
    contracts = contracts[graph.one[contracts] == contracts]
    is_unknown = np.zeros(graph.size, dtype=bool)
    is_unknown[[number for number in contracts.tolist() if not kinds[number]]] = True
    roots = [number for number in contracts.tolist() if kinds[number] & context.wanted]
    roots += [number for node in context.own if (number := graph.index(node)) is not None]
    is_within = np.zeros(graph.size, dtype=bool)
    frontier = distinct(np.array(roots, dtype=np.int32))
    while frontier.size:
        is_within[frontier] = True
        to, _ = graph.below(frontier)
        frontier = distinct(to[~is_within[to]])
    return is_within, is_unknown
