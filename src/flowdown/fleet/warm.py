"""A process that has everything loaded and scans one tree after another, each in a cell.

It reads orders and then trees from its standard input, a line each, and answers each tree with a line. When the input
ends it ends, and what it had started with it.
"""

from __future__ import annotations

import importlib
import os
import resource
import sys
import time
from pathlib import Path

from flowdown.base.errors import FlowdownError
from flowdown.fleet.cell import Ended, Ending, WorkFailed, run_in_cell
from flowdown.fleet.scan_tree import PartNotKept, Scanned, TreeScanner
from flowdown.fleet.task import Orders, Outcome, tree_from_line
from flowdown.fleet.tree import FleetTree

READY = b"ready\n"
"""What is said once everything is loaded."""
_USED_LATER = ("flowdown.scan.conclude", "flowdown.scan.archive", "flowdown.scan.summary", "tempfile")


def main() -> int:
    """Serve until the input ends."""
    given, told = sys.stdin.buffer, os.dup(sys.stdout.fileno())
    # Whatever prints by mistake must not be taken for an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    orders = Orders.from_line(given.readline())
    try:
        scanner = _warm_up(orders)
    except FlowdownError as error:
        sys.stderr.write(f"flowdown: {error}\n")
        return 2
    os.write(told, READY)
    while line := given.readline():
        outcome = _scan(scanner, tree_from_line(line), orders, given.fileno())
        if outcome is None:
            return 0
        os.write(told, outcome.to_line().encode())
    return 0


def _warm_up(orders: Orders) -> TreeScanner:
    """Load what every scan needs, so that each cell finds it there."""
    from flowdown.catalogue import load
    from flowdown.scan.detector import load_detectors
    from flowdown.scan.run import prepare

    cache = Path(orders.tables) if orders.tables else None
    tables = prepare(load([Path(folder) for folder in orders.catalogues], cache), cache)
    load_detectors()
    for name in _USED_LATER:
        importlib.import_module(name)
    assert tables.looker is not None and tables.lexers is not None, "the tables are built when they are asked for"
    return TreeScanner(tables, orders.parts(), orders.runs)


def _scan(scanner: TreeScanner, tree: FleetTree, orders: Orders, asker: int) -> Outcome | None:
    """Scan a tree in a cell; None if nobody waits for the answer any more."""
    started, before = time.monotonic(), _cpu_of_children()
    ended = run_in_cell(lambda: _work(scanner, tree), orders.limits, asker)
    if ended.ending is Ending.STOPPED:
        return None
    seconds, cpu = time.monotonic() - started, _cpu_of_children() - before
    if ended.ending is Ending.DONE:
        return Outcome(Ending.DONE, _scanned_from(ended.said), "", seconds, cpu)
    return Outcome(ended.ending, None, _why(ended, orders), seconds, cpu)


def _work(scanner: TreeScanner, tree: FleetTree) -> bytes:
    try:
        scanned = scanner.scan(tree)
    except PartNotKept as error:
        raise WorkFailed(str(error), is_full=True) from None
    except FlowdownError as error:
        raise WorkFailed(str(error)) from None
    except OSError as error:
        raise WorkFailed(f"cannot be read: {error.strerror or error}") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        # A fault of our own must not lose the other trees, and must not be silent either.
        raise WorkFailed(f"the tree could not be scanned ({type(error).__name__})") from None
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
