"""People who look and pipelines that push, at once; what they were answered, and what of it the store holds."""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from addresses import PAGES
from generate import PER_REPOSITORY
from served import ID, Served, exchange

from flowdown.graph import open_store

THINKS, PUSHES = 3.0, 5.0
"""Seconds between two pages of one reader, and between two scans of one pipeline, on the average."""
_LINES = 20
_PATIENCE = 90.0
"""Seconds for which a pipeline tries again what was not acknowledged."""


@dataclass
class Crowd:
    """Everybody, and what they saw. A page counts as an error where its status is no 200, a scan where it was never acknowledged."""

    served: Served
    seed: int = 11
    pushes: float = PUSHES
    times: dict[str, list[float]] = field(default_factory=lambda: {"read": [], "push": []})
    pages: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[float, str]] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Digests of bodies by revision."""
    given_up: int = 0
    tried_again: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, readers: int, uploaders: int) -> None:
        """Let them loose."""
        for number in range(readers):
            self._threads.append(threading.Thread(target=self._read, args=(number,), daemon=True))
        for number in range(uploaders):
            self._threads.append(threading.Thread(target=self._push, args=(number,), daemon=True))
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Have each finish what is under way."""
        self._ended.set()
        for thread in self._threads:
            thread.join(_PATIENCE + 60)

    def _read(self, number: int) -> None:
        chance = random.Random(f"{self.seed} reader {number}")
        token = self.served.tokens["reader"][number]
        connection: http.client.HTTPConnection | None = None
        while not self._ended.wait(chance.expovariate(1 / THINKS)):
            page = chance.choice(PAGES)
            connection = connection or http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=60)
            begun = time.monotonic()
            try:
                status, _ = exchange(connection, "GET", page, token)
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                connection = None
                # An idle connection may be closed by the server as the next request is sent; browsers ask again.
                status = self._once_more(page, token, error)
            self._note("read", page, status, time.monotonic() - begun)

    def _once_more(self, page: str, token: str, error: Exception) -> int | str:
        if not isinstance(error, http.client.RemoteDisconnected | ConnectionResetError | BrokenPipeError):
            return type(error).__name__
        try:
            return self.served.ask("GET", page, token)[0]
        except (OSError, http.client.HTTPException) as again:
            return type(again).__name__

    def _push(self, number: int) -> None:
        chance = random.Random(f"{self.seed} pipeline {number}")
        token, count = self.served.tokens["contributor"][number], 0
        while not self._ended.wait(chance.expovariate(1 / self.pushes)):
            count += 1
            revision = f"{self.seed:x}-{number}-{count}"
            repository = f"repo-{chance.randrange(self.served.systems // PER_REPOSITORY):04}"
            body = scan_of(repository, revision)
            self._send(f"/api/v1/scans?repository={repository}", token, body, revision)

    def _send(self, path: str, token: str, body: bytes, revision: str) -> None:
        first = time.monotonic()
        while True:
            begun = time.monotonic()
            try:
                status: int | str = self.served.ask("POST", path, token, body)[0]
            except (OSError, http.client.HTTPException) as error:
                status = type(error).__name__
            self._note("push", path, status, time.monotonic() - begun)
            if status in (200, 201):
                with self._lock:
                    self.acknowledged[revision] = f"sha256:{hashlib.sha256(body).hexdigest()}"
                return
            if time.monotonic() - first > _PATIENCE or status in (400, 401, 403, 404, 413):
                self.given_up += 1
                return
            self.tried_again += 1
            time.sleep(0.5)

    def _note(self, what: str, address: str, status: int | str, seconds: float) -> None:
        with self._lock:
            self.statuses[f"{what} {status}"] += 1
            if status in (200, 201):
                self.times[what].append(seconds)
                if what == "read":
                    self.pages.setdefault(address, []).append(seconds)
            else:
                self.faults.append((time.monotonic(), f"{what} {address} {status}"))

    def requests(self) -> int:
        """How many were answered."""
        return sum(self.statuses.values())

    def milliseconds(self, what: str) -> dict[str, float]:
        """The median, 95th and 99th of a hundred, and the most."""
        times = sorted(self.times[what])
        if len(times) < 2:
            return {}
        cuts = statistics.quantiles(times, n=100)
        found = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "most": times[-1]}
        return {name: round(value * 1000, 1) for name, value in found.items()}

    def slowest(self, most: int) -> dict[str, float]:
        """The pages with the longest medians, in milliseconds."""
        found = {page: statistics.median(times) * 1000 for page, times in self.pages.items()}
        return {page: round(found[page], 1) for page in sorted(found, key=lambda page: -found[page])[:most]}


@cache
def _base() -> dict[str, Any]:
    """A real scan of one file with one import."""
    with tempfile.TemporaryDirectory() as name:
        tree, file = Path(name) / "tree", Path(name) / "scan.json"
        tree.mkdir()
        (tree / "app.py").write_text("import openai\n", "utf-8")
        options = ["--no-record", "--no-log", "--format", "json", "--out", str(file)]
        subprocess.run([sys.executable, "-m", "flowdown", "scan", str(tree), *options], check=True, capture_output=True)
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def scan_of(repository: str, revision: str) -> bytes:
    """A scan of a repository with some lines of its own, as `flowdown scan --format json` writes one."""
    base = _base()
    (one,) = base["sightings"][:1]
    seen = {**one, "tree": repository, "path": f"src/m{revision}.py"}
    sightings = [{**seen, "line": line, "end_line": line} for line in range(1, 1 + _LINES)]
    trees = [{"id": repository, "root": "/w", "revision": revision}]
    return json.dumps({**base, "trees": trees, "sightings": sightings, "dependences": []}).encode()


def missing(served: Served, crowd: Crowd) -> tuple[int, int]:
    """How many acknowledged scans are not whole in the store, and how many are not in the list of uploads."""
    house = served.house
    with open_store(house.target_of(ID), writes=False) as store:
        statement = (
            "SELECT revision, count(*) FROM claim WHERE predicate = 'uses' AND revision LIKE ? GROUP BY revision"
        )
        # A revision is kept with a digest of what was read.
        rows = store.backend.read(statement, (f"{crowd.seed:x}-%",))
        held = {str(row[0]).partition("+")[0]: int(row[1]) for row in rows}
    accounts = house.open_accounts()
    listed = {row[0] for row in accounts.read("SELECT digest FROM upload")}
    accounts.close()
    return (
        sum(held.get(revision, 0) != _LINES for revision in crowd.acknowledged),
        sum(digest not in listed for digest in crowd.acknowledged.values()),
    )
