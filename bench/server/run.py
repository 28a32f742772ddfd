"""Measures the server of a large organisation: `python bench/server/run.py [--step STEP ...]`; figures are lines of JSON.

`pages`: milliseconds of the processor and of the clock for each page, the median and the most of several; the limit is 300 ms a page.
What is worked out once, and exports, which give every row, are told apart. `load`: 50 readers and 10 pipelines for five minutes.
`kill`: `kill -9` of the server, 20 times, while pipelines push. `restart`: the database is cut off and started again under load.
All but `pages` need PostgreSQL (`.ci/with-postgresql python bench/server/run.py --step load`); `restart` one that this user may restart.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from addresses import EXPORTS, PAGES, RARE_PAGES
from crowd import Crowd, missing
from generate import SIGHTINGS, SYSTEMS, write
from served import serving, tell

from flowdown.server.app import make_app
from flowdown.server.doors import LocalDoor
from flowdown.server.guard import names_of
from flowdown.server.site import Site

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

LIMIT, TIMES = 300.0, 7
READERS, UPLOADERS = 50, 10
KILLS = 20


def timed(work: Callable[[], int]) -> tuple[float, float]:
    """Milliseconds of the processor and of the clock; raises where the answer is not 200."""
    cpu, wall = time.process_time(), time.perf_counter()
    status = work()
    if status != 200:
        raise SystemExit(f"answered {status}")
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def pages(folder: Path, url: str, chosen: argparse.Namespace) -> int:
    """Tell every page; 1 if one takes longer than the limit."""
    step = f"pages on {'PostgreSQL' if url else 'SQLite'}"
    target = url or folder / ".flowdown" / "claims.sqlite"
    write(folder, chosen.systems, chosen.sightings, target)
    moment = lambda: datetime.datetime.now(datetime.UTC)  # noqa: E731
    site = Site(folder / "flowdown.yaml", target, None, moment, print, patience=600)
    client = TestClient(make_app(LocalDoor(site), names_of("127.0.0.1", ())), base_url="http://localhost")
    for name, address in (("first answer", "/"), ("claims sorted", "/claims")):
        cpu, wall = timed(lambda address=address: client.get(address).status_code)
        tell(step, name, {"cpu": round(cpu), "wall": round(wall)}, "ms")
    slow = []
    for page in (*PAGES, *RARE_PAGES):
        first, _ = timed(lambda page=page: client.get(page).status_code)
        times = [timed(lambda page=page: client.get(page).status_code) for _ in range(TIMES)]
        cpus, walls = [each[0] for each in times], [each[1] for each in times]
        figures = {
            "cpu": round(statistics.median(cpus)),
            "most cpu": round(max(cpus)),
            "wall": round(statistics.median(walls)),
            "first cpu": round(first),
            "kB": round(len(client.get(page).content) / 1000, 1),
        }
        tell(step, page, figures, "ms")
        slow += [page] if statistics.median(cpus) > LIMIT else []
    for page in EXPORTS:
        cpu, wall = timed(lambda page=page: client.get(page).status_code)
        tell(step, page, {"cpu": round(cpu), "wall": round(wall)}, "ms")
    site.close()
    number = len(PAGES) + len(RARE_PAGES)
    tell(step, "pages within the limit", f"{number - len(slow)} of {number}", f"{LIMIT:.0f} ms CPU")
    return 1 if slow else 0


def load(folder: Path, url: str, chosen: argparse.Namespace) -> int:
    """Readers and pipelines at once; 1 where one saw an error, or something acknowledged is missing."""
    with serving(folder, url, chosen.systems, chosen.sightings, READERS, UPLOADERS) as served:
        tell("load", "first answer", round(served.warm_up(), 1), "s")
        crowd, cpu, begun = Crowd(served), served.cpu(), time.monotonic()
        crowd.begin(READERS, UPLOADERS)
        time.sleep(chosen.seconds)
        crowd.end()
        seconds, spent = time.monotonic() - begun, served.cpu() - cpu
        tell("load", "seconds", round(seconds), "s")
        tell("load", "answered", dict(sorted(crowd.statuses.items())), "requests")
        for fault in crowd.faults[:10]:
            tell("load", "fault", fault[1])
        for what in ("read", "push"):
            tell("load", what, crowd.milliseconds(what), "ms")
        tell("load", "pages with the longest medians", crowd.slowest(6), "ms")
        tell("load", "server CPU", round(spent, 1), "s")
        tell("load", "server CPU a request", round(spent * 1000 / max(1, crowd.requests()), 1), "ms")
        tell("load", "server memory, the most", round(served.memory()), "MiB")
        return _close("load", served, crowd) or (1 if crowd.faults else 0)


def kill(folder: Path, url: str, chosen: argparse.Namespace) -> int:
    """`kill -9` while pipelines push without a pause; 1 where something acknowledged is missing."""
    with serving(folder, url, chosen.systems, chosen.sightings, 1, UPLOADERS) as served:
        crowd, chance, ready = Crowd(served, seed=9, pushes=0.3), random.Random(9), []
        crowd.begin(0, UPLOADERS)
        for _ in range(KILLS):
            # Some scans are acknowledged between two kills; others are under way when it dies.
            wanted, end = len(crowd.acknowledged) + 3, time.monotonic() + 120
            while len(crowd.acknowledged) < wanted and time.monotonic() < end:
                time.sleep(0.02)
            time.sleep(chance.uniform(0.0, 1.0))
            served.stop(signal.SIGKILL)
            ready.append(served.start())
        time.sleep(2)
        crowd.end()
        tell("kill", "kills", KILLS)
        tell("kill", "pushes that saw the server die, and were sent again", crowd.tried_again)
        tell("kill", "ready again, the longest", round(max(ready), 1), "s")
        return _close("kill", served, crowd)


def restart(folder: Path, url: str, chosen: argparse.Namespace) -> int:
    """The database is cut off and started again under load; 1 where the server does not recover by itself, or something is missing."""
    with serving(folder, url, chosen.systems, chosen.sightings, READERS, UPLOADERS) as served:
        served.warm_up()
        crowd = Crowd(served, seed=7, pushes=1.0)
        crowd.begin(READERS, UPLOADERS)
        time.sleep(15)
        down = time.monotonic()
        _restart_database(url)
        up = time.monotonic()
        time.sleep(45)
        crowd.end()
        after = [at - up for at, _ in crowd.faults if at > up]
        tell("restart", "database away", round(up - down, 1), "s")
        tell("restart", "answered", dict(sorted(crowd.statuses.items())), "requests")
        tell("restart", "last fault after the database was back", round(max(after, default=0.0), 1), "s")
        tell("restart", "faults", len(crowd.faults))
        return _close("restart", served, crowd) or (1 if max(after, default=0.0) > 30 else 0)


def _close(step: str, served, crowd: Crowd) -> int:  # type: ignore[no-untyped-def]
    lost, unlisted = missing(served, crowd)
    tell(step, "scans acknowledged", len(crowd.acknowledged))
    tell(step, "scans never acknowledged", crowd.given_up)
    tell(step, "acknowledged and not whole in the store", lost)
    tell(step, "acknowledged and not in the list of uploads", unlisted)
    code = served.stop()
    tell(step, "exit code of the server on SIGTERM", code)
    return 1 if lost or unlisted or crowd.given_up or code else 0


def _restart_database(url: str) -> None:
    """As a crash does it: nothing is finished."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        ((data,),) = connection.execute("SHOW data_directory").fetchall()
        options = Path(str(data), "postmaster.opts").read_text().strip()
    program, _, given = options.partition(" ")
    owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    control = [*owner, str(Path(program).parent / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run([*control, "-m", "immediate", "stop"], check=True, cwd="/", stdout=subprocess.DEVNULL)
    time.sleep(3)
    start = ["-o", given.replace('"', ""), "-l", f"{data}/../server.log", "start"]
    subprocess.run([*control, *start], check=True, cwd="/", stdout=subprocess.DEVNULL)


STEPS = {"pages": pages, "load": load, "kill": kill, "restart": restart}


def main() -> int:
    """Run the steps that are chosen; 1 if one failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--step", action="append", choices=tuple(STEPS))
    parser.add_argument("--systems", type=int, default=SYSTEMS)
    parser.add_argument("--sightings", type=int, default=SIGHTINGS)
    parser.add_argument("--seconds", type=float, default=300.0, help="of `load`")
    chosen = parser.parse_args()
    # Whoever ends this ends the server, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    url, worst = os.environ.get("FLOWDOWN_POSTGRES", ""), 0
    for step in chosen.step or ["pages"]:
        if step != "pages" and not url:
            raise SystemExit(f"`{step}` needs PostgreSQL: .ci/with-postgresql python bench/server/run.py --step {step}")
        with tempfile.TemporaryDirectory() as name:
            worst = max(worst, STEPS[step](Path(name), _own_schema(url, step) if url else "", chosen))
    return worst


def _own_schema(url: str, step: str) -> str:
    """The database with a schema for what a step makes."""
    import psycopg

    from flowdown.server.accounts.places import add_search_path

    name = f"bench_{step}_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    return add_search_path(url, name)


if __name__ == "__main__":
    sys.exit(main())
