"""Version 1 of a history in our JSON."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flowdown.catalogue.kinds import Basis
from flowdown.report.scan_v1 import GapV1, TreeV1, shape_gap
from flowdown.scan.history import History
from flowdown.scan.history_periods import Moment, Period
from flowdown.scan.sighting import Strength
from flowdown.scan.trace import TraceKind


@dataclass(frozen=True, slots=True)
class MomentV1:
    """A commit, its day (UTC; empty if it has none that can be told), and the place; no commit: before all of them."""

    commit: str
    day: str
    path: str
    line: int
    kind: TraceKind
    value: str


@dataclass(frozen=True, slots=True)
class PeriodV1:
    """A time in which the tree used a vendor without a break; `left` is null while it does."""

    vendor: str
    basis: Basis
    strength: Strength
    entered: MomentV1
    left: MomentV1 | None


@dataclass(frozen=True, slots=True)
class ReadV1:
    """How many commits and different contents there are, how many were read now or known, and the bytes read."""

    commits: int
    contents: int
    read: int
    known: int
    bytes: int


@dataclass(frozen=True, slots=True)
class TreeHistoryV1:
    """The history of one tree; `since` is the commit after which it begins, empty if with the first."""

    tree: TreeV1
    since: str
    periods: tuple[PeriodV1, ...]
    gaps: tuple[GapV1, ...]
    coverage: ReadV1
    incomplete: bool


@dataclass(frozen=True, slots=True)
class HistoryV1:
    """When vendors came into trees and when they left."""

    schema: Literal["flowdown.history/1"]
    tool: str
    catalogue: str
    trees: tuple[TreeHistoryV1, ...]


def shape_histories(histories: Sequence[History], tool: str, catalogue: str) -> HistoryV1:
    """`flowdown.history/1`."""
    return HistoryV1("flowdown.history/1", tool, catalogue, tuple(map(_tree, histories)))


def _tree(history: History) -> TreeHistoryV1:
    tree = history.tree
    return TreeHistoryV1(
        TreeV1(tree.id, tree.root, tree.revision),
        history.since,
        tuple(map(_period, history.periods)),
        tuple(map(shape_gap, history.gaps)),
        ReadV1(history.commits, history.blobs, history.read, history.known, history.bytes),
        history.is_incomplete,
    )


def _period(period: Period) -> PeriodV1:
    left = _moment(period.left) if period.left is not None else None
    return PeriodV1(period.vendor, period.basis, period.strength, _moment(period.entered), left)


def _moment(moment: Moment) -> MomentV1:
    day = day_of(moment) if moment.commit else ""
    return MomentV1(moment.commit, day, moment.path, moment.line, moment.kind, moment.value)


def day_of(moment: Moment) -> str:
    """The day of a commit in UTC; empty where its time is none."""
    try:
        return datetime.datetime.fromtimestamp(moment.time, datetime.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""
