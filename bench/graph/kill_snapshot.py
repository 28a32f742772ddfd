"""Kills questions to a large store at random points of reading it and of keeping its day: `python bench/graph/kill_snapshot.py [KILLS]`.

After every kill the same question is asked undisturbed and must be answered as by a store of which nothing is kept; half of the time
more claims came in meanwhile. At the end the store must be sound, and the cache must hold no more than it may.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from impact import draw_arcs, fill_store, name

from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.source import ClaimSource
from flowdown.graph import open_store
from flowdown.graph.examine_store import examine_store
from flowdown.graph.kept_day import LEAST
from flowdown.graph.row import Row, write_row

NODES = 60_000
"""Their arcs are as many as are just kept."""
QUESTION = (
    "graph",
    "impact",
    name(40),
    "--kind",
    "contract",
    "--limit",
    "3",
    "--as-of",
    "2026-03-01",
    "--format",
    "json",
)


def ask(store: Path, cache: Path | None) -> subprocess.Popen[bytes]:
    """The question, on its way."""
    surroundings = {key: value for key, value in os.environ.items() if key not in ("HOME", "XDG_CACHE_HOME")}
    if cache is not None:
        surroundings["XDG_CACHE_HOME"] = str(cache)
    command = [sys.executable, "-m", "flowdown", *QUESTION, "--store", str(store), "--known-at", "2026-03-02"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings)


def answer(store: Path, cache: Path | None) -> object:
    """The answer, undisturbed."""
    out, _ = ask(store, cache).communicate()
    return json.loads(out)


def add_one(store: Path, number: int) -> None:
    """One more contract that leans on what is cut."""
    source = ClaimSource("document:more", "sha256:" + "b" * 64, str(number))
    claim = Claim(f"contract:more-{number}", Predicate.DEPENDS_ON, name(40), source)
    with open_store(store) as opened:
        opened.add_rows([Row(*write_row(claim, "2026-03-01T12:00:00.000000Z"))])


def main(arguments: list[str]) -> int:
    """Kill, ask, compare."""
    kills = int(arguments[0]) if arguments else 100
    dice = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        store, cache = Path(folder) / "claims.sqlite", Path(folder) / "cache"
        fill_store(store, draw_arcs(NODES, LEAST * 6 // 5))
        began = time.monotonic()
        expected = answer(store, None)
        span = time.monotonic() - began
        landed = added = asked = 0
        # A question that was answered before it was to be killed does not count.
        while landed < kills:
            asked += 1
            # What is kept is of no use once a claim is added, so that the next question reads the store.
            if asked == 1 or dice.random() < 0.5:
                add_one(store, asked)
                expected, added = answer(store, None), added + 1
            else:
                for file in cache.glob("flowdown/day-*.bin"):
                    file.unlink()
            process = ask(store, cache)
            time.sleep(dice.uniform(0.0, span * 1.3))
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
                landed += 1
            process.communicate()
            if answer(store, cache) != expected:
                raise SystemExit(f"question {asked}: another answer than without a cache")
            if landed % 10 == 0:
                print(f"{asked} questions, {landed} killed: every next answer right", file=sys.stderr)
        kept, drafts = (len(list(cache.glob(f"flowdown/{pattern}"))) for pattern in ("day-*.bin", ".day-*"))
        with open_store(store, writes=False) as opened:
            faults = examine_store(opened)
    print(f"{asked} questions, {landed} killed while they ran, {added} times with a new claim: every next answer right")
    print(f"kept at the end: {kept} days, {drafts} drafts of killed ones; store sound: {not faults}")
    return int(bool(faults) or kept > 2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
