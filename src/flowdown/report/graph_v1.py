"""Version 1 of the graph around a node, of paths and of closures, in our JSON."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from flowdown.report.claims_v1 import ClaimV1


@dataclass(frozen=True, slots=True)
class NodeV1:
    """The claims of which a node is subject (`of`) or object (`about`); `disputed` counts those left out.

    `one_with` are other names for it, by somebody's judgement; their claims are among these.
    """

    schema: Literal["flowdown.node/1"]
    node: str
    one_with: tuple[str, ...]
    as_of: datetime.date
    known_at: str
    of: tuple[ClaimV1, ...]
    about: tuple[ClaimV1, ...]
    disputed: int


@dataclass(frozen=True, slots=True)
class HopV1:
    """A step from a node to what it leans on; `disputed` if only disputed claims say so."""

    start: str
    end: str
    disputed: bool
    claims: tuple[ClaimV1, ...]


@dataclass(frozen=True, slots=True)
class PathsV1:
    """Paths by which `start` leans on `end`, and how many nodes and claims were looked through.

    `judgements` are the claims by which different names on the paths are one.
    """

    schema: Literal["flowdown.paths/1"]
    start: str
    end: str
    as_of: datetime.date
    known_at: str
    include_disputed: bool
    paths: tuple[tuple[HopV1, ...], ...]
    judgements: tuple[ClaimV1, ...]
    explored_nodes: int
    explored_claims: int
    disputed_claims: int


@dataclass(frozen=True, slots=True)
class PeriodV1:
    """Days from `since` until the day before `until`."""

    since: datetime.date
    until: datetime.date


@dataclass(frozen=True, slots=True)
class ReachedV1:
    """A node that a closure reaches, when, and by which claims on the first of these days."""

    node: str
    hops: int
    periods: tuple[PeriodV1, ...]
    witness: tuple[ClaimV1, ...]


@dataclass(frozen=True, slots=True)
class ClosureV1:
    """Who is reached from `nodes`, on `as_of` or each day `through` another.

    `contradicting` are claims of different shares for one stake, `unknown` those without a share; `disputed` counts the
    claims that are left out.
    """

    schema: Literal["flowdown.closure/1"]
    kind: str
    nodes: tuple[str, ...]
    question: str
    as_of: datetime.date
    through: datetime.date | None
    known_at: str
    include_disputed: bool
    reached: tuple[ReachedV1, ...]
    contradicting: tuple[ClaimV1, ...]
    unknown: tuple[ClaimV1, ...]
    disputed: int
