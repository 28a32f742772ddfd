"""Version 1 of what falls if nodes are cut, of single points of failure and of what changed between days, in our JSON."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from flowdown.graph.alternatives import Fate
from flowdown.report.claims_v1 import ClaimV1
from flowdown.report.graph_v1 import HopV1


@dataclass(frozen=True, slots=True)
class CountsV1:
    """Three measures that are kept apart: what leans on it by any path, what falls, what falls whatever is taken instead.

    `circular` nodes are unavoidable and yet not hit: alternatives in a circle hold each other up.
    """

    reachable: int
    hit: int
    unavoidable: int
    circular: int


@dataclass(frozen=True, slots=True)
class KindCountsV1:
    """The measures for the nodes of one kind."""

    kind: str
    counts: CountsV1


@dataclass(frozen=True, slots=True)
class AmountV1:
    """Money of a node, exact, as text; `of` says what it is, empty for its value."""

    of: str
    currency: str
    value: str


@dataclass(frozen=True, slots=True)
class SumV1:
    """Money of several nodes, each once; `inside` counts those below another that counts, which are not in the total.

    `contradicted` counts those of which different amounts are told: the highest counts.
    """

    of: str
    currency: str
    total: str
    nodes: int
    inside: int
    contradicted: int


@dataclass(frozen=True, slots=True)
class AffectedV1:
    """A node that leans on what is cut; `ways` are the shortest one and others that share no node with it."""

    node: str
    kind: str
    fate: Fate
    steps: int
    first: str
    amounts: tuple[AmountV1, ...]
    ways: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FirstV1:
    """What falls over one node beside what is cut, by the shortest ways."""

    node: str
    hit: int
    contracts: int
    sums: tuple[SumV1, ...]


@dataclass(frozen=True, slots=True)
class AlternativeV1:
    """What could stand in, and what becomes of it; `named` for what by a claim, in how many `groups` it is one of several."""

    node: str
    fate: Fate
    named: tuple[str, ...]
    groups: int


@dataclass(frozen=True, slots=True)
class ShareV1:
    """What is paid to a node, and its part of everything that is said to be paid in this currency."""

    node: str
    fate: Fate
    amount: AmountV1
    per_cent: float


@dataclass(frozen=True, slots=True)
class OwnedV1:
    """Who is cut as well, since those that are cut hold enough of it."""

    node: str
    claims: tuple[ClaimV1, ...]


@dataclass(frozen=True, slots=True)
class MayUseV1:
    """A node that may use something that falls, and is not among those that fall."""

    node: str
    uses: str


@dataclass(frozen=True, slots=True)
class OpenV1:
    """What nobody knows of a node that leans on what is cut."""

    node: str
    of: str


@dataclass(frozen=True, slots=True)
class ClashV1:
    """Nodes that carry one identifier and are not taken for one."""

    nodes: tuple[str, ...]
    reason: str
    claims: tuple[ClaimV1, ...]


@dataclass(frozen=True, slots=True)
class ImpactV1:
    """What falls if nodes are cut. `affected` are those of the kinds that are told, up to the limit; `total` all of these.

    `with_disputed` are the counts if disputed claims counted, null if that changes nothing. `hops` hold the claims of
    every step of the ways, `judgements` those by which names are one. `whole` says whether the whole store was read, or
    only what leans on what is cut. `owned_apart` is held at least half and not cut. `kept_sums` are worth the contracts
    that only alternatives keep up. With `contexts`, only what is used in these is told; `unplaced` contracts fall and are left
    out, since nobody tells whose they are.
    """

    schema: Literal["flowdown.impact/1"]
    cut: tuple[str, ...]
    owned: tuple[OwnedV1, ...]
    owned_apart: tuple[str, ...]
    as_of: datetime.date
    known_at: str
    include_disputed: bool
    counts: CountsV1
    by_kind: tuple[KindCountsV1, ...]
    with_disputed: CountsV1 | None
    sums: tuple[SumV1, ...]
    kept_sums: tuple[SumV1, ...]
    affected: tuple[AffectedV1, ...]
    total: int
    firsts: tuple[FirstV1, ...]
    alternatives: tuple[AlternativeV1, ...]
    shares: tuple[ShareV1, ...]
    may_use: tuple[MayUseV1, ...]
    open_points: tuple[OpenV1, ...]
    clashes: tuple[ClashV1, ...]
    hops: tuple[HopV1, ...]
    judgements: tuple[ClaimV1, ...]
    whole: bool
    explored_nodes: int
    explored_arcs: int
    disputed_arcs: int
    contexts: tuple[str, ...] = ()
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class OfKindV1:
    """So many nodes of a kind."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class PointV1:
    """A single point of failure, with the others of its circle if it is of one; of how many nodes of each kind it is one."""

    node: str
    circle: tuple[str, ...]
    of: tuple[OfKindV1, ...]
    total: int
    sums: tuple[SumV1, ...]


@dataclass(frozen=True, slots=True)
class SpofV1:
    """Single points of failure of the `targets` (`points`, up to the limit; `total` all), or of one `node`.

    `chain` are those of the node, nearest first; each with the others of its circle.
    """

    schema: Literal["flowdown.spof/1"]
    node: str
    as_of: datetime.date
    known_at: str
    include_disputed: bool
    targets: tuple[OfKindV1, ...]
    points: tuple[PointV1, ...]
    total: int
    chain: tuple[tuple[str, ...], ...]
    explored_nodes: int
    explored_arcs: int


@dataclass(frozen=True, slots=True)
class SideV1:
    """One of two days, and what falls on it with what is cut (null without a cut)."""

    as_of: datetime.date
    known_at: str
    counts: CountsV1 | None
    sums: tuple[SumV1, ...]


@dataclass(frozen=True, slots=True)
class FateChangeV1:
    """A node of which another thing becomes under the same cut; null: nothing was known of it."""

    node: str
    before: Fate | None
    after: Fate | None


@dataclass(frozen=True, slots=True)
class AmountChangeV1:
    """Money of a node that is another on the later day; null: none is told."""

    node: str
    of: str
    currency: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class GraphDiffV1:
    """What changed between two days: arcs that are `new` or `gone` and `amounts`, or with a `cut` the nodes whose fate changed."""

    schema: Literal["flowdown.graph-diff/1"]
    before: SideV1
    after: SideV1
    include_disputed: bool
    cut: tuple[str, ...]
    new: tuple[HopV1, ...]
    gone: tuple[HopV1, ...]
    new_total: int
    gone_total: int
    fates: tuple[FateChangeV1, ...]
    fates_total: int
    amounts: tuple[AmountChangeV1, ...] = ()
    amounts_total: int = 0
