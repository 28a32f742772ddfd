"""Tells how it stands with a fleet: what is done, what failed and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flowdown.catalogue import load
from flowdown.fleet.ledger import Ledger, Row, Status
from flowdown.fleet.scan_tree import stamp_of
from flowdown.fleet.state import is_unchanged, state_of
from flowdown.fleet.store_keeper import Keeping
from flowdown.fleet.sweep import LEDGER, Account
from flowdown.report.fleet_v1 import FailureV1, FleetV1, SlowV1, StoreV1, SweepV1, UnreadV1

_SLOW = 10


def tell_sweep(account: Account) -> FleetV1:
    """How a fleet stands after a sweep."""
    done = SweepV1(account.scanned, account.known, account.unchanged, account.lost, round(account.seconds, 1))
    refused = tuple(map(str, account.faults))
    trouble = (account.stopped, account.tables_fault)
    return _tell(
        account.rows, done, (None, None, None), (refused, account.beside), trouble, (), _tell_store(account.keeping)
    )


def _tell_store(keeping: Keeping | None) -> StoreV1 | None:
    if keeping is None:
        return None
    missing = tuple(UnreadV1(tree, why) for tree, why in keeping.missing)
    return StoreV1(
        keeping.place,
        keeping.trees,
        keeping.new,
        keeping.known,
        keeping.unchanged,
        missing,
        keeping.away,
        keeping.fault,
    )


def tell_status(folder: Path, catalogues: Sequence[Path] = (), cache: Path | None = None) -> FleetV1:
    """How a fleet stands now, and how many of its trees a sweep would look at again; nothing is scanned."""
    rows = read_rows(folder)
    stamp = stamp_of(load(catalogues, cache).digest, cache)
    outdated = sum(row.status is Status.DONE and row.stamp != stamp for row in rows)
    states = {row.tree.name: state_of(row.tree) for row in rows if row.status is Status.DONE}
    untold = sum(not state or not row.state for row in rows if (state := states.get(row.tree.name)) is not None)
    changed = sum(
        not is_unchanged(row.state, row.tree, states[row.tree.name]) for row in rows if row.tree.name in states
    )
    return _tell(rows, None, (changed - untold, untold, outdated), ((), ()), ("", ""), ())


def tell_report(folder: Path) -> FleetV1:
    """How a fleet stood after its last sweep, with the trees that took longest."""
    rows = read_rows(folder)
    slow = sorted((row for row in rows if row.seconds), key=lambda row: (-row.seconds, row.tree.name))[:_SLOW]
    return _tell(
        rows,
        None,
        (None, None, None),
        ((), ()),
        ("", ""),
        tuple(SlowV1(row.tree.name, row.seconds, row.cpu) for row in slow),
    )


def read_rows(folder: Path) -> tuple[Row, ...]:
    """The trees of a fleet; raises `UnusableArgument` for a folder that is none."""
    ledger = Ledger(folder / LEDGER, writes=False)
    try:
        return ledger.rows()
    finally:
        ledger.close()


def _tell(
    rows: Sequence[Row],
    sweep: SweepV1 | None,
    stale: tuple[int | None, int | None, int | None],
    left_out: tuple[tuple[str, ...], tuple[str, ...]],
    trouble: tuple[str, str],
    slowest: tuple[SlowV1, ...],
    store: StoreV1 | None = None,
) -> FleetV1:
    done = [row for row in rows if row.status is Status.DONE]
    failed = [row for row in rows if row.status is Status.FAILED]
    return FleetV1(
        "flowdown.fleet/1",
        len(rows),
        len(done),
        len(failed),
        len(rows) - len(done) - len(failed),
        *stale,
        sum(row.files for row in done),
        sum(row.bytes for row in done),
        sum(row.sightings for row in done),
        sum(row.gaps for row in done),
        sum(bool(row.gaps) for row in done),
        sweep,
        tuple(FailureV1(row.tree.name, row.tree.place, row.why, row.tries) for row in failed),
        slowest,
        *left_out,
        *trouble,
        store,
    )
