"""Measures the store of claims and the closures: `python bench/graph/run.py [CLAIMS]` (default 200,000).

Ratios to a bare loop over the same database, in the same run, are the figure; seconds are for orientation. The limits
of issue 7: append at most 1.6 times a bare `executemany` loop, a look-up at most 3 times a bare indexed query.
"""

from __future__ import annotations

import datetime
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flowdown.base.period import Window
from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.source import ClaimSource
from flowdown.graph import open_store
from flowdown.graph.history import History
from flowdown.graph.leaning import lean
from flowdown.graph.ownership import HALF, find_owned
from flowdown.graph.paths import find_paths
from flowdown.graph.row import COLUMNS, write_row
from flowdown.graph.store import Store
from flowdown.graph.supply import find_suppliers

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 3, 1)
BATCH = 1000
MOST_APPEND, MOST_LOOK_UP, LEAST_RATE = 1.6, 3.0, 15_000
_INSERT = f"INSERT INTO claim ({COLUMNS}) VALUES ({', '.join('?' * 14)}) ON CONFLICT (id) DO NOTHING"
_BARE = f"""
SELECT {COLUMNS} FROM claim WHERE subject = ? AND recorded_at <= ? AND valid_from <= ?
  AND (valid_until = '' OR valid_until > ?)
UNION ALL
SELECT {COLUMNS} FROM claim WHERE object = ? AND subject <> object AND recorded_at <= ? AND valid_from <= ?
  AND (valid_until = '' OR valid_until > ?)
"""


def draw_claims(count: int) -> list[Claim]:
    """Claims of a made-up world: products on products, suppliers, shares; five a node, from twenty documents."""
    chance = random.Random(5)
    nodes = max(10, count // 5)
    claims = []
    for number in range(count):
        newer = chance.randrange(1, nodes)
        older = int(newer * chance.random() ** 2)
        source = ClaimSource(f"document:bill-{number % 20}", "sha256:" + "a" * 64, f"components[{number}]")
        from_ = DAY - datetime.timedelta(days=chance.randrange(3000))
        until = from_ + datetime.timedelta(days=chance.randrange(1, 4000)) if number % 4 == 0 else None
        match number % 10:
            case 0:
                pair = (f"organisation:{older}", Predicate.OWNS, f"organisation:{newer}")
                how: tuple[tuple[str, str], ...] = (("share", str(chance.choice((10, 25, 30, 50, 60, 100)))),)
            case 1 | 2:
                pair, how = (f"organisation:{older}", Predicate.SUPPLIES, f"organisation:{newer}"), ()
            case _:
                pair, how = (f"product:{newer}", Predicate.DEPENDS_ON, f"product:{older}"), (("scope", "runtime"),)
        claims.append(Claim(*pair, source, how, from_, until))
    return claims


def time_of(act: Callable[[], object]) -> float:
    """The seconds that an act takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def append_bare(folder: Path, claims: list[Claim], name: str) -> Callable[[int], None]:
    """One batch by a bare loop over rows that are ready, into the same tables with the same settings."""
    with open_store(folder / name):
        pass
    rows = [write_row(claim, "2026-03-01T12:00:00.000000Z") for claim in claims]
    connection = sqlite3.connect(folder / name, isolation_level=None)
    connection.executescript("PRAGMA cache_size = -65536; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;")

    def append(start: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_INSERT, rows[start : start + BATCH])
        connection.execute("COMMIT")

    return append


def measure_append(folder: Path, claims: list[Claim]) -> tuple[float, float]:
    """Seconds of the store and of the bare loop, turn by turn, so that other work on the machine hits both."""
    bare = append_bare(folder, claims, "bare.sqlite")
    ours = theirs = 0.0
    with open_store(folder / "claims.sqlite") as store:
        for start in range(0, len(claims), BATCH):
            batch = claims[start : start + BATCH]
            ours += time_of(lambda batch=batch: store.add(batch, NOON))
            theirs += time_of(lambda start=start: bare(start))
    return ours, theirs


def measure_look_up(store: Store, nodes: list[str]) -> tuple[float, float]:
    """Median seconds of a look-up as of a day, and of a bare query for the same rows."""
    ours, theirs = [], []
    day, moment = DAY.isoformat(), "2026-03-01T23:59:59.999999Z"
    for node in nodes:
        wanted = (node, moment, day, day) * 2
        theirs.append(time_of(lambda wanted=wanted: store.backend.read(_BARE, wanted)))
        ours.append(time_of(lambda node=node: store.around(node, DAY, DAY)))
    return statistics.median(ours), statistics.median(theirs)


def main(count: int) -> int:
    """Measure and print; 1 if a limit is not kept."""
    claims = draw_claims(count)
    chance = random.Random(9)
    with tempfile.TemporaryDirectory() as name:
        spent = time.process_time()
        ours, bare = measure_append(Path(name), claims)
        spent = time.process_time() - spent
        rate, append = count / ours, ours / bare
        print(f"append, {BATCH} a transaction: {rate:,.0f} claims/s; bare loop {count / bare:,.0f}; ratio {append:.2f}")
        print(f"both together, reckoned by the processor's time alone: {2 * count / spent:,.0f} claims/s")
        with open_store(Path(name) / "claims.sqlite", writes=False) as store:
            nodes = [chance.choice(claims).subject for _ in range(2000)]
            mine, other = measure_look_up(store, nodes)
            print(
                f"one node as of a day: {mine * 1e6:.0f} us; bare query {other * 1e6:.0f} us; ratio {mine / other:.2f}"
            )
            started = time.perf_counter()
            known = store.known(DAY)
            print(f"everything known on a day: {time.perf_counter() - started:.2f} s")
    measure_closures(known)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:.0f} MB")
    # A machine on which the bare loop itself is too slow tells nothing of the rate.
    is_slow = rate < LEAST_RATE <= count / bare / MOST_APPEND
    return int(append > MOST_APPEND or mine / other > MOST_LOOK_UP or is_slow)


def measure_closures(known: object) -> None:
    """What leans on what, a path, and each closure, once."""
    from flowdown.graph.known import Known

    assert isinstance(known, Known)
    started = time.process_time()
    below = lean(known, DAY)
    claims, nodes = sum(1 for _ in below.claims()), below.nodes()
    print(f"what leans on what: {time.process_time() - started:.2f} s, {len(nodes):,} nodes, {claims:,} claims")
    last = max(node for node in nodes if node.startswith("product:"))
    print(f"a path down: {time_of(lambda: find_paths(below, last, 'product:0')) * 1000:.1f} ms")
    window = Window(DAY, DAY + datetime.timedelta(days=365))
    history = History(known, window)
    print(f"owned, 365 days: {time_of(lambda: find_owned(history, ['organisation:0'], HALF)):.2f} s")
    customer = max((node for node in nodes if node.startswith("organisation:")), key=len)
    print(f"supply chain, 365 days: {time_of(lambda: find_suppliers(history, customer)):.2f} s")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000))
