"""Version 1 of the graph around a node, and of paths, in our JSON."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from flowdown.report.claims_v1 import ClaimV1


@dataclass(frozen=True, slots=True)
class NodeV1:
    """The claims of which a node is subject (`of`) or object (`about`); `disputed` counts those left out."""

    schema: Literal["flowdown.node/1"]
    node: str
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
    """Paths by which `start` leans on `end`, and how many nodes and claims were looked through."""

    schema: Literal["flowdown.paths/1"]
    start: str
    end: str
    as_of: datetime.date
    known_at: str
    include_disputed: bool
    paths: tuple[tuple[HopV1, ...], ...]
    explored_nodes: int
    explored_claims: int
    disputed_claims: int
