"""Writes what was seen in trees into a store of claims while the sweep goes on, a transaction a tree.

A store that is away is waited for; meanwhile trees are scanned, and what was seen waits in the fleet's folder.
"""

from __future__ import annotations

import datetime
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flowdown.base.errors import FlowdownError
from flowdown.fleet.ledger import Row, Stored
from flowdown.fleet.part import Parts
from flowdown.fleet.tree_claims import claims_of_tree, edition_of
from flowdown.graph import open_store
from flowdown.graph.errors import StoreAway
from flowdown.graph.reading import leave_out_known
from flowdown.graph.store import Store, place_of
from flowdown.scan.sighting import Tree

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0
"""Seconds between two tries to reach a store."""
_READINGS = """
SELECT subject, revision, valid_from, locator, id FROM claim WHERE predicate = 'read' AND subject >= 'tree:' AND subject < 'tree;'
"""


@dataclass(frozen=True, slots=True)
class StoreOrders:
    """Which store is written, at which moment, and how many seconds one that is away is waited for."""

    target: Path | str
    moment: datetime.datetime
    wait: float = 600.0


@dataclass(frozen=True, slots=True)
class Keeping:
    """What came of it: trees written, claims that were new and known, trees that are not in the store, and why.

    `away` are the seconds in which the store could not be reached, `fault` why it was given up.
    """

    place: str
    trees: int = 0
    new: int = 0
    known: int = 0
    unchanged: int = 0
    missing: tuple[tuple[str, str], ...] = ()
    away: float = 0.0
    fault: str = ""


class StoreKeeper:
    """Writes trees into one store in a thread of its own; every public method is for the thread that made it."""

    def __init__(self, orders: StoreOrders, parts: Parts, stored: dict[str, Stored]) -> None:
        """Reach the store, and see what it has. Raises `StoreError`."""
        self._orders = orders
        self._parts = parts
        self._stored = stored
        with open_store(orders.target) as store:
            self._readings = _last_readings(store)
        self._asked: queue.SimpleQueue[Row | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Stored] = queue.SimpleQueue()
        self._is_stopped, self._is_last = threading.Event(), threading.Event()
        self._missing: dict[str, str] = {}
        self._trees = self._new = self._known = self._unchanged = 0
        self._away, self._away_since, self._last_since = 0.0, 0.0, 0.0
        self._pause = _FIRST_PAUSE
        self._fault = ""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def put(self, row: Row) -> None:
        """Have a scanned tree written, unless the store has it as it is."""
        was = self._stored.get(row.tree.name)
        if was and was.mark == _mark(row) and self._readings.get(f"tree:{was.name}") == was.edition:
            self._unchanged += 1
        else:
            self._asked.put(row)

    def written(self) -> Iterator[Stored]:
        """What was written since this was asked last."""
        while not self._answers.empty():
            yield self._answers.get()

    def stop(self) -> None:
        """Write no further tree."""
        self._is_stopped.set()

    def finish(self) -> Keeping:
        """Wait until everything is written, or the store is given up."""
        self._last_since = time.monotonic()
        self._is_last.set()
        self._asked.put(None)
        self._thread.join()
        return Keeping(
            place_of(self._orders.target),
            self._trees,
            self._new,
            self._known,
            self._unchanged,
            tuple(sorted(self._missing.items())),
            round(self._away, 1),
            self._fault,
        )

    def _run(self) -> None:
        row = self._asked.get()
        while row is not None and not self._fault:
            try:
                with open_store(self._orders.target) as store:
                    while row is not None and not self._is_stopped.is_set():
                        self._write(store, row)
                        row = self._asked.get()
                if self._is_stopped.is_set():
                    self._fault = "interrupted"
            except StoreAway as error:
                self._bear(error)
            except FlowdownError as error:
                self._fault = str(error)
        while row is not None:
            self._missing[row.tree.name] = self._fault
            row = self._asked.get()

    def _write(self, store: Store, row: Row) -> None:
        """Write one tree, all or nothing; raises `StoreAway`, whatever else is wrong with it is noted."""
        name = row.tree.name
        scan = self._parts.read(row.key, Tree(name, row.tree.place, row.commit))
        if scan is None:
            self._missing[name] = "what was seen is not there any more: scan it again"
            return
        edition = edition_of(scan)
        try:
            claims = claims_of_tree(scan, edition, self._orders.moment)
            added = store.add(leave_out_known(store, claims), self._orders.moment)
        except StoreAway:
            raise
        except FlowdownError as error:
            self._missing[name] = str(error)
            return
        if self._away_since:
            self._away += time.monotonic() - self._away_since
            self._away_since = 0.0
        self._trees, self._new, self._known = self._trees + 1, self._new + added.new, self._known + added.known
        self._answers.put(Stored(name, _mark(row), edition))

    def _bear(self, error: StoreAway) -> None:
        """Wait a moment for a store that is away; give it up if nothing else is left to do and that took too long."""
        now = time.monotonic()
        if not self._away_since:
            self._away_since, self._pause = now, _FIRST_PAUSE
        if self._is_last.is_set() and now - max(self._last_since, self._away_since) > self._orders.wait:
            self._away += now - self._away_since
            self._fault = str(error)
            return
        self._is_stopped.wait(self._pause)
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)


def _mark(row: Row) -> str:
    return f"{row.key} {row.commit}"


def _last_readings(store: Store) -> dict[str, str]:
    """The edition in which the store knows each tree last."""
    last: dict[str, tuple[str, ...]] = {}
    for tree, edition, *order in store.backend.stream(_READINGS):
        found = (*order, edition)
        last[tree] = max(last.get(tree, found), found)
    return {tree: found[-1] for tree, found in last.items()}
