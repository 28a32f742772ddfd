"""Starts writers and kills them at random points: `python kill_writers.py TARGET ROUNDS SEED`; prints what was acknowledged.

Each writer appends batches and says each of them once `add` has returned; what it said before it was killed counts.
"""

from __future__ import annotations

import datetime
import json
import os
import random
import signal
import sys
import time

from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.source import ClaimSource
from flowdown.graph import open_store

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
SIZES = (1, 7, 60, 400)


def batch(writer: int, number: int) -> list[Claim]:
    """The claims of one batch: how many there must be is part of what they say."""
    size = SIZES[(writer + number) % len(SIZES)]
    name = f"organisation:{writer}-{number}"
    source = ClaimSource("document:test", "r", "")
    return [
        Claim(name, Predicate.DEPENDS_ON, f"organisation:{each}", source, (("of", str(size)),)) for each in range(size)
    ]


def write(target: str, writer: int, said: int) -> None:
    """Append batches for ever, saying each."""
    with open_store(target) as store:
        os.write(said, b"-1\n")
        number = 0
        while True:
            store.add(batch(writer, number), NOON)
            os.write(said, f"{number}\n".encode())
            number += 1


def main(target: str, rounds: int, seed: int) -> None:
    """Start and kill; print one list of acknowledged batches a writer."""
    chance = random.Random(seed)
    if "://" in target:
        import psycopg  # noqa: F401  # once, not in every writer
    said: list[list[int]] = []
    for writer in range(rounds):
        hears, says = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(hears)
            try:
                write(target, writer, says)
            finally:
                os._exit(1)
        os.close(says)
        # From when the store is open, so that what is killed is the writing.
        ready = os.read(hears, 3)
        # Three of four have acknowledged something, however busy the machine is; the others may die in their first batch.
        first = os.read(hears, 2) if writer % 4 else b""
        time.sleep(chance.uniform(0.0, 0.06))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        with os.fdopen(hears) as heard:
            said.append([int(line) for line in (*first.splitlines(), *heard)])
        assert ready == b"-1\n"
        if os.WIFEXITED(status):
            raise SystemExit(f"writer {writer} ended by itself")
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
