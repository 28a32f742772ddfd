"""Puts orders to every tree of a fleet: each different content is decided once, by several processes."""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeAlias

from flowdown.catalogue import load
from flowdown.catalogue.catalogue import Catalogue
from flowdown.fleet.account import read_rows
from flowdown.fleet.ledger import Status
from flowdown.fleet.part import Parts
from flowdown.fleet.task import PARTS
from flowdown.pipeline.check import CheckRequest, Matter, decide_scan, prepare_matter
from flowdown.reason.determination import Outcome
from flowdown.report.fleet_v1 import FleetCheckV1, FleetOutcomeV1, UnreadV1
from flowdown.scan.sighting import Tree

_RANKING = (Outcome.BREACH, Outcome.UNDETERMINED, Outcome.EXEMPT, Outcome.CLEAR)
_SHOWN = 1000
"""Trees of one outcome that are named."""
_BATCH = 8

_Decided: TypeAlias = "dict[tuple[str, str], Outcome]"
"""The outcome of each order in each context."""


def check_fleet(folder: Path, request: CheckRequest, cache: Path | None = None, jobs: int = 1) -> FleetCheckV1:
    """Decide orders on what was seen in each tree. Raises what `prepare_matter` does, and for a folder that is no fleet."""
    prepare_matter(request, cache)  # what is asked wrongly is told before anything is decided
    rows = read_rows(folder)
    unread = [UnreadV1(row.tree.name, row.why or "not scanned yet") for row in rows if row.status is not Status.DONE]
    named: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.status is Status.DONE:
            named[row.key].append(row.tree.name)
    found: dict[tuple[str, str, Outcome], list[str]] = defaultdict(list)
    decided = 0
    for key, outcomes in _decide_all(folder, sorted(named), request, cache, jobs):
        if outcomes is None:
            unread += [UnreadV1(name, "what was seen is not there any more: scan it again") for name in named[key]]
            continue
        decided += 1
        for (order, context), outcome in outcomes.items():
            found[order, context, outcome].extend(named[key])
    return FleetCheckV1(
        "flowdown.fleet-check/1",
        request.as_of.isoformat(),
        request.known_at.isoformat(),
        request.stance.value,
        len(rows),
        decided,
        tuple(_told(found)),
        tuple(sorted(unread, key=lambda each: each.tree)),
    )


def _told(found: dict[tuple[str, str, Outcome], list[str]]) -> Iterator[FleetOutcomeV1]:
    """The gravest outcomes first; of what is clear only the number is told."""
    for order, context, outcome in sorted(found, key=lambda each: (_RANKING.index(each[2]), each[0], each[1])):
        trees = sorted(found[order, context, outcome])
        shown = () if outcome is Outcome.CLEAR else tuple(trees[:_SHOWN])
        yield FleetOutcomeV1(order, context, outcome, len(trees), shown)


def _decide_all(
    folder: Path, keys: Sequence[str], request: CheckRequest, cache: Path | None, jobs: int
) -> Iterable[tuple[str, _Decided | None]]:
    if jobs == 1 or len(keys) <= _BATCH:
        judge = _Judge(folder, request, cache)
        return [(key, judge.decide(key)) for key in keys]
    # NOTE: processes are started anew, not forked: threads may be at work here (the database's, a cluster's client).
    anew = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, anew, initializer=_sit, initargs=(folder, request, cache)) as pool:
        return list(zip(keys, pool.map(_decide, keys, chunksize=_BATCH), strict=True))


class _Judge:
    """What decides on one content after another."""

    def __init__(self, folder: Path, request: CheckRequest, cache: Path | None) -> None:
        self._parts = Parts(folder / PARTS)
        self._catalogue: Catalogue = load(request.catalogues, cache)
        self._matter: Matter = prepare_matter(request, cache)

    def decide(self, key: str) -> _Decided | None:
        """The outcome of each order in each context on what was seen; None if that is not there."""
        scan = self._parts.read(key, Tree("tree", ""))
        if scan is None:
            return None
        outcomes: _Decided = {}
        for each in decide_scan(scan, self._matter, self._catalogue).determinations:
            spot = each.order, each.context
            outcomes[spot] = min(outcomes.get(spot, each.outcome), each.outcome, key=_RANKING.index)
        return outcomes


_bench: list[_Judge] = []
"""The judge of a process of the pool."""


def _sit(folder: Path, request: CheckRequest, cache: Path | None) -> None:
    _bench[:] = [_Judge(folder, request, cache)]


def _decide(key: str) -> _Decided | None:
    return _bench[0].decide(key)
