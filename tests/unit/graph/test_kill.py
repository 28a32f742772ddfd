"""Writers that are killed at random points lose nothing that was acknowledged, and leave nothing torn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import flowdown
from flowdown.graph import open_store
from flowdown.graph.examine_store import examine_store

SCRIPT = Path(__file__).with_name("kill_writers.py")
ROUNDS = 100


def test_a_hundred_killed_writers_lose_and_tear_nothing(target: str) -> None:
    with open_store(target):
        pass
    command = [sys.executable, str(SCRIPT), target, str(ROUNDS), "7"]
    environment = {**os.environ, "PYTHONPATH": str(Path(flowdown.__file__).parents[1])}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    with open_store(target) as store:
        counts: Counter[str] = Counter()
        sizes: dict[str, int] = {}
        for row in store.rows():
            counts[row.subject] += 1
            sizes[row.subject] = int(dict(json.loads(row.qualifiers))["of"])
        assert examine_store(store) == ()
    lost = [
        (writer, number)
        for writer, numbers in enumerate(said)
        for number in numbers
        if f"organisation:{writer}-{number}" not in counts
    ]
    torn = [name for name, count in counts.items() if count != sizes[name]]
    assert (lost, torn) == ([], [])
    assert sum(map(len, said)) > ROUNDS / 2, "hardly any writer came to write"
