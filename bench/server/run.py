"""Measures the pages of a large organisation: `python bench/server/run.py [SYSTEMS] [SIGHTINGS] [FOLDER]`.

Milliseconds of the processor and of the clock for each page, the median and the most of several; the limit is 300 ms for a page.
The first answer, which is worked out once, and exports, which give every row, are told apart.
"""

from __future__ import annotations

import datetime
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from generate import SIGHTINGS, SYSTEMS, write

from flowdown.server.app import make_app
from flowdown.server.doors import LocalDoor
from flowdown.server.guard import names_of
from flowdown.server.site import Site

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

LIMIT, TIMES = 300.0, 7
PAGES = (
    *(
        "/",
        "/vendors",
        "/vendors/openai",
        "/orders",
        "/orders/us-ndaa26-1532",
        "/contracts",
        "/contracts/contract-0004",
    ),
    *("/systems", "/systems?q=0042", "/systems?vendor=kaspersky&sort=-lines", "/systems/system-00042", "/suppliers"),
    *(
        "/suppliers/supplier-0001",
        "/answers",
        "/answers?outcome=BREACH",
        "/answers?vendor=openai",
        "/answers?q=kaspersky",
    ),
    *(
        "/evidence",
        "/evidence?vendor=openai",
        "/evidence?q=module_3",
        "/evidence?page=1900",
        "/questions",
        "/conflicts",
    ),
    *("/deadlines", "/deadlines?q=report", "/claims", "/claims?node=vendor:openai", "/claims?predicate=uses&page=1500"),
    *(
        "/claims?q=module_3",
        "/claims?q=no-such-word",
        "/node?id=vendor:openai",
        "/impact?node=hikvision",
        "/impact?node=openai",
    ),
    *("/paths?start=contract:contract-0004&end=openai", "/timeline.svg", "/log"),
)
EXPORTS = (
    "/systems?format=csv",
    "/answers?format=csv",
    "/evidence?format=csv",
    "/claims?format=csv",
    "/impact?node=openai&format=json",
)


def timed(work: Callable[[], int]) -> tuple[float, float]:
    """Milliseconds of the processor and of the clock; raises where the answer is not 200."""
    cpu, wall = time.process_time(), time.perf_counter()
    status = work()
    if status != 200:
        raise SystemExit(f"answered {status}")
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def measure(folder: Path) -> int:
    """Tell every page; 1 if one takes longer than the limit."""
    store = folder / ".flowdown" / "claims.sqlite"
    site = Site(folder / "flowdown.yaml", store, None, lambda: datetime.datetime.now(datetime.UTC), print, patience=600)
    client = TestClient(make_app(LocalDoor(site), names_of("127.0.0.1", ())), base_url="http://localhost")
    cpu, wall = timed(lambda: client.get("/").status_code)
    print(f"first answer: {cpu / 1000:.1f} s CPU, {wall / 1000:.1f} s")
    cpu, wall = timed(lambda: client.get("/claims").status_code)
    print(f"claims sorted: {cpu / 1000:.1f} s CPU, {wall / 1000:.1f} s")
    print(f"{'CPU ms':>8} {'most':>8} {'wall ms':>8} {'kB':>8}  page")
    slow = []
    for page in PAGES:
        first, _ = timed(lambda page=page: client.get(page).status_code)
        times = [timed(lambda page=page: client.get(page).status_code) for _ in range(TIMES)]
        middle, most = statistics.median(each[0] for each in times), max(each[0] for each in times)
        size = len(client.get(page).content) / 1000
        mark = f"   (first time {first:.0f})" if first > LIMIT else ""
        print(
            f"{middle:8.0f} {most:8.0f} {statistics.median(each[1] for each in times):8.0f} {size:8.1f}  {page}{mark}",
            flush=True,
        )
        slow += [page] if middle > LIMIT else []
    for page in EXPORTS:
        cpu, wall = timed(lambda page=page: client.get(page).status_code)
        print(f"{cpu:8.0f} {'':>8} {wall:8.0f} {'':>8}  {page}", flush=True)
    site.close()
    print(
        f"{len(PAGES) - len(slow)} of {len(PAGES)} pages within {LIMIT:.0f} ms CPU"
        + (f"; not: {', '.join(slow)}" if slow else "")
    )
    return 1 if slow else 0


if __name__ == "__main__":
    systems, sightings = (int(each) for each in (sys.argv[1:3] + [str(SYSTEMS), str(SIGHTINGS)][len(sys.argv[1:3]) :]))
    if len(sys.argv) > 3:
        sys.exit(measure(Path(sys.argv[3])))
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), systems, sightings)
        sys.exit(measure(Path(name)))
