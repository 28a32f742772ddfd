"""One sweep over a fleet: scans what is new or changed, tries again what failed, and accounts for every tree."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flowdown.base.errors import FlowdownError, Problems, UnusableArgument
from flowdown.fleet.cell import USUAL, Ending, Limits
from flowdown.fleet.engine import LOCAL, Engine, EngineGone, open_engine
from flowdown.fleet.ledger import Ledger, LedgerError, Row, Status
from flowdown.fleet.part import Parts
from flowdown.fleet.read_list import Fleet, read_fleet
from flowdown.fleet.scan_tree import stamp_of
from flowdown.fleet.state import damaged_state, is_unchanged, state_of
from flowdown.fleet.store_keeper import Keeping, StoreKeeper, StoreOrders
from flowdown.fleet.tables import TablesError, write_tables
from flowdown.fleet.task import Orders, Outcome
from flowdown.fleet.tree import FleetTree

LEDGER = "ledger.sqlite"
_MOST_LOST = 5
"""Workers that one tree may lose without being blamed."""
_FULL = 3
"""Trees in a row that cannot be kept before the sweep ends: the next ones could not be either."""
_FLUSH = 0.5
"""Seconds between two entries into the ledger."""

Progress = Callable[[int, int, int], None]
"""Called with the trees done and failed so far, and all that are scanned."""


@dataclass(frozen=True, slots=True)
class SweepRequest:
    """What a sweep is asked: a list or folder (None: the trees of the last one that are not done), where to, how."""

    source: Path | None
    folder: Path
    catalogues: tuple[Path, ...] = ()
    engine: str = LOCAL
    jobs: int = 1
    limits: Limits = USUAL
    tries: int = 2
    is_strict: bool = False
    """Nothing is scanned where a line of the list is unusable."""
    store: StoreOrders | None = None
    """The store of claims that is written, too."""
    shared: str = ""
    """The URL of a folder in which machines share what was seen in trees."""


@dataclass(frozen=True, slots=True)
class Account:
    """How a sweep went: every tree of the fleet, and what of it was done now.

    `scanned` were read now, `known` had a content that was read before, `unchanged` were not looked at. `stopped` says
    why the sweep ended early, `tables_fault` why the tables are those of an earlier sweep.
    """

    rows: tuple[Row, ...]
    faults: tuple[FlowdownError, ...] = ()
    beside: tuple[str, ...] = ()
    scanned: int = 0
    known: int = 0
    unchanged: int = 0
    lost: int = 0
    seconds: float = 0.0
    stopped: str = ""
    tables_fault: str = ""
    is_interrupted: bool = False
    keeping: Keeping | None = None


def sweep(request: SweepRequest, cache: Path | None = None, progress: Progress | None = None) -> Account:
    """Scan the trees of a fleet that are not done yet or have changed, and write the tables of all.

    The whole list is checked first. Raises `UnusableArgument` for a list, catalogue, engine or folder that is of no use,
    `StoreError` for such a store; whatever befalls single trees is in the account.
    """
    from flowdown.catalogue import load

    started = time.monotonic()
    fleet = read_fleet(request.source) if request.source is not None else None
    if fleet is not None and fleet.faults and request.is_strict:
        raise Problems(fleet.faults)
    catalogue = load(request.catalogues, cache)
    with folder_for_one(request.folder), contextlib.ExitStack() as opened:
        ledger = Ledger(request.folder / LEDGER, writes=True)
        opened.callback(ledger.close)
        if fleet is not None:
            ledger.enter(fleet.trees)
        orders = Orders(
            str(request.folder.resolve()),
            tuple(str(folder.resolve()) for folder in request.catalogues),
            str(cache) if cache is not None else "",
            request.limits,
            request.shared,
        )
        parts = orders.parts()
        keeper = StoreKeeper(request.store, parts, ledger.stored()) if request.store is not None else None
        if keeper is not None:
            opened.callback(keeper.stop)
        run = _Run(request, ledger, parts, stamp_of(catalogue.digest, cache), progress, keeper)
        todo = run.todo()
        if todo:
            engine = open_engine(request.engine, orders, request.jobs)
            opened.callback(engine.close)
            run.go(engine, todo)
        fault = "" if run.is_interrupted else _tables(request, run.rows, parts)
        keeping = run.finish_keeping()
        return run.account(fleet, time.monotonic() - started, fault, keeping)


@contextlib.contextmanager
def folder_for_one(folder: Path) -> Iterator[None]:
    """The fleet's folder, made if it is not there, for this run alone."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise UnusableArgument(f"cannot write into `{folder}`: {error.strerror}") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise UnusableArgument(f"another run is at work in `{folder}`") from None
    finally:
        os.close(lock)


def _tables(request: SweepRequest, rows: Iterable[Row], parts: Parts) -> str:
    try:
        write_tables(request.folder, tuple(rows), parts, request.jobs)
    except TablesError as error:
        return str(error)
    return ""


class _Run:
    """The trees of one sweep while it runs."""

    def __init__(
        self,
        request: SweepRequest,
        ledger: Ledger,
        parts: Parts,
        stamp: str,
        progress: Progress | None,
        keeper: StoreKeeper | None,
    ) -> None:
        self._request = request
        self._ledger = ledger
        self._parts = parts
        self._stamp = stamp
        self._progress = progress
        self._keeper = keeper
        self._rows = {row.tree.name: row for row in ledger.rows()}
        self._states: dict[str, str] = {}
        self._lost: dict[str, int] = {}
        self._unwritten: list[Row] = []
        self._flushed = time.monotonic()
        self._full = 0
        self._all = self._done = self._failed = 0
        self.scanned = self.known = self.unchanged = 0
        self.stopped = ""
        self.is_interrupted = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every tree of the fleet by name."""
        return tuple(self._rows[name] for name in sorted(self._rows))

    def todo(self) -> list[FleetTree]:
        """The trees that are to be scanned: new, changed, failed, or seen by another catalogue or code."""
        todo: list[FleetTree] = []
        for row in self.rows:
            if self._request.source is None and row.status is Status.DONE:
                self._leave(row)
                continue
            state = self._states[row.tree.name] = state_of(row.tree)
            is_same = row.stamp == self._stamp and is_unchanged(row.state, row.tree, state)
            if row.status is Status.DONE and is_same and self._parts.has(row.key):
                self._leave(row)
            else:
                todo.append(row.tree)
        return todo

    def _leave(self, row: Row) -> None:
        """A tree that need not be scanned: a store that lacks it gets it all the same."""
        self.unchanged += 1
        if self._keeper is not None:
            self._keeper.put(row)

    def go(self, engine: Engine, todo: Sequence[FleetTree]) -> None:
        """Scan trees, and those that fail again as often as is asked for."""
        self._all = len(todo)
        self._rows.update({tree.name: replace(self._rows[tree.name], tries=0) for tree in todo})
        try:
            while todo and not self.stopped:
                again: list[FleetTree] = []
                for tree, outcome in engine.run(todo):
                    if self._take(tree, outcome):
                        again.append(tree)
                    if self.stopped:
                        break
                todo = again
        except KeyboardInterrupt:
            self.is_interrupted = True
            self.stopped = "interrupted"
        except EngineGone as error:
            self.stopped = str(error)
        self._flush(is_last=True)

    def _take(self, tree: FleetTree, outcome: Outcome) -> bool:
        """Note an outcome; whether the tree is to be scanned again."""
        if outcome.is_lost:
            self._lost[tree.name] = self._lost.get(tree.name, 0) + 1
            if self._lost[tree.name] <= _MOST_LOST:
                return True
        row = self._rows[tree.name] = self._row(tree, outcome)
        is_done = row.status is Status.DONE
        is_again = not is_done and row.tries < self._request.tries and not outcome.is_lost
        self._done += is_done
        self._failed += not is_done and not is_again
        if is_done and outcome.scanned is not None:
            self.known += outcome.scanned.is_known
            self.scanned += not outcome.scanned.is_known
            if self._keeper is not None:
                self._keeper.put(row)
        self._full = self._full + 1 if outcome.ending is Ending.FULL else 0
        if self._full >= _FULL:
            self.stopped = outcome.why
        self._unwritten.append(row)
        self._flush()
        if self._progress is not None:
            self._progress(self._done, self._failed, self._all)
        return is_again

    def _row(self, tree: FleetTree, outcome: Outcome) -> Row:
        tries = self._rows[tree.name].tries + 1
        seconds, cpu = round(outcome.seconds, 3), round(outcome.cpu, 3)
        seen = outcome.scanned
        if outcome.ending is not Ending.DONE or seen is None:
            return Row(tree, Status.FAILED, why=outcome.why, tries=tries, seconds=seconds, cpu=cpu)
        if seen.stamp != self._stamp:
            why = "was scanned by a worker with another version or catalogue"
            return Row(tree, Status.FAILED, why=why, tries=tries, seconds=seconds, cpu=cpu)
        state = self._states[tree.name]
        return Row(
            tree,
            Status.DONE,
            damaged_state(tree, state) if seen.is_damaged else state,
            seen.stamp,
            seen.key,
            seen.commit,
            seen.content,
            "",
            tries,
            seen.files,
            seen.bytes,
            seen.sightings,
            seen.gaps,
            seconds,
            cpu,
        )

    def _flush(self, *, is_last: bool = False) -> None:
        """Enter what came into the ledger; where that cannot be written any more, the sweep ends."""
        now = time.monotonic()
        if not self._unwritten or (now - self._flushed < _FLUSH and not is_last):
            return
        try:
            self._ledger.put(self._unwritten)
            self._unwritten.clear()
            if self._keeper is not None:
                self._ledger.note_stored(self._keeper.written())
        except LedgerError as error:
            self.stopped = self.stopped or str(error)
        self._flushed = now

    def finish_keeping(self) -> Keeping | None:
        """Wait until all is in the store, too; how that went."""
        if self._keeper is None:
            return None
        if self.is_interrupted:
            self._keeper.stop()
        try:
            keeping = self._keeper.finish()
        except KeyboardInterrupt:
            self.is_interrupted = True
            self._keeper.stop()
            keeping = self._keeper.finish()
        try:
            self._ledger.note_stored(self._keeper.written())
        except LedgerError as error:
            self.stopped = self.stopped or str(error)
        return keeping

    def account(self, fleet: Fleet | None, seconds: float, tables_fault: str, keeping: Keeping | None) -> Account:
        """How it went."""
        return Account(
            self.rows,
            fleet.faults if fleet is not None else (),
            fleet.beside if fleet is not None else (),
            self.scanned,
            self.known,
            self.unchanged,
            sum(self._lost.values()),
            seconds,
            self.stopped,
            tables_fault,
            self.is_interrupted,
            keeping,
        )
