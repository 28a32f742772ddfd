"""A process that has everything loaded and scans one tree after another, each in a cell.

It reads orders and then trees from its standard input, a line each, and answers each tree with a line. When the input
ends it ends, and what it had started with it.
"""

from __future__ import annotations

import datetime
import gc
import importlib
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from flowdown.base.errors import FlowdownError
from flowdown.fleet.cell import Ended, Ending, WorkFailed, run_in_cell
from flowdown.fleet.scan_tree import PartNotKept, Scanned, TreeScanner, stamp_of
from flowdown.fleet.task import SHARDS, Orders, Outcome, tree_from_line
from flowdown.fleet.tree import FleetTree
from flowdown.graph.errors import StoreError

_Work: TypeAlias = Callable[[FleetTree], Scanned]
READY = b"ready\n"
"""What is said once everything is loaded."""
_COLLECT_EVERY = 50_000
"""Objects that are made before cycles are looked for, as at the command line: a scan makes millions and hardly a cycle."""
_USED_LATER = ("flowdown.scan.conclude", "flowdown.scan.archive", "flowdown.scan.summary", "tempfile")


def main() -> int:
    """Serve until the input ends."""
    gc.set_threshold(_COLLECT_EVERY, 20, 50)
    given, told = sys.stdin.buffer, os.dup(sys.stdout.fileno())
    # Whatever prints by mistake must not be taken for an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    orders = Orders.from_line(given.readline())
    try:
        work = _preparer(orders) if orders.moment else _scanner(orders)
    except FlowdownError as error:
        sys.stderr.write(f"flowdown: {error}\n")
        return 2
    try:
        os.write(told, READY)
    except BrokenPipeError:
        return 0
    while line := given.readline():
        outcome = _do(work, tree_from_line(line), orders, given.fileno())
        if outcome is None:
            return 0
        os.write(told, outcome.to_line().encode())
    return 0


def _preparer(orders: Orders) -> _Work:
    """What prepares the claims of the documents in a tree, with everything loaded that it needs."""
    from flowdown.catalogue import load
    from flowdown.evidence.arriving.choose import load_readers
    from flowdown.evidence.arriving.names import Names
    from flowdown.fleet.shards import Shards

    catalogue = load([Path(folder) for folder in orders.catalogues], orders.cache)
    names, moment = Names(catalogue), datetime.datetime.fromisoformat(orders.moment)
    shards = Shards(Path(orders.folder) / SHARDS, stamp_of(catalogue.digest, orders.cache))
    load_readers()

    def prepare(tree: FleetTree) -> Scanned:
        try:
            shard = shards.make(tree, names, moment)
        except (OSError, StoreError) as error:
            raise PartNotKept(f"cannot be kept: {error}") from None
        return Scanned(shards.key_of(tree), "", "", files=shard.documents, sightings=shard.claims)

    return prepare


def _scanner(orders: Orders) -> _Work:
    """What scans a tree, with everything loaded that it needs, so that each cell finds it there."""
    from flowdown.catalogue import load
    from flowdown.scan.detector import load_detectors
    from flowdown.scan.run import prepare

    tables = prepare(load([Path(folder) for folder in orders.catalogues], orders.cache), orders.cache)
    load_detectors()
    for name in _USED_LATER:
        importlib.import_module(name)
    assert tables.looker is not None and tables.lexers is not None, "the tables are built when they are asked for"
    return TreeScanner(tables, orders.parts(), orders.runs).scan


def _do(work: _Work, tree: FleetTree, orders: Orders, asker: int) -> Outcome | None:
    """Work on a tree in a cell; None if nobody waits for the answer any more."""
    started, before = time.monotonic(), _cpu_of_children()
    ended = run_in_cell(lambda: _work(work, tree), orders.limits, asker)
    if ended.ending is Ending.STOPPED:
        return None
    seconds, cpu = time.monotonic() - started, _cpu_of_children() - before
    if ended.ending is Ending.DONE:
        return Outcome(Ending.DONE, _scanned_from(ended.said), "", seconds, cpu)
    return Outcome(ended.ending, None, _why(ended, orders), seconds, cpu)


def _work(work: _Work, tree: FleetTree) -> bytes:
    try:
        scanned = work(tree)
    except PartNotKept as error:
        raise WorkFailed(str(error), is_full=True) from None
    except FlowdownError as error:
        raise WorkFailed(str(error)) from None
    except OSError as error:
        raise WorkFailed(f"cannot be read: {error.strerror or error}") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        # A fault of our own must not lose the other trees, and must not be silent either.
        raise WorkFailed(f"the tree could not be read ({type(error).__name__})") from None
    return Outcome(Ending.DONE, scanned).to_line().encode()


def _scanned_from(said: bytes) -> Scanned | None:
    return Outcome.from_line(said).scanned


def _why(ended: Ended, orders: Orders) -> str:
    limits = orders.limits
    match ended.ending:
        case Ending.TIME:
            return f"takes longer than {limits.seconds:g} seconds"
        case Ending.MEMORY:
            return f"needs more memory than {limits.memory // 1024**2} MiB"
        case Ending.FAILED | Ending.FULL:
            return ended.said.decode("utf-8", "replace")
        case _:
            return f"the scan's process ended without an answer {ended.said.decode()}".strip()


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
