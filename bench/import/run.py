"""Kills imports at random points, and says whether anything of them was lost, torn or kept by halves.

A folder of made-up lists of suppliers (and whatever is in the folder given) is imported again and again into one store; each
run but the last is killed (SIGKILL) after a random time. After every kill the store is examined: it must be sound, every
document in it must be there with all its claims, and what a run acknowledged before (its reading was kept) must still be there.
At the end the store must say the same as one into which everything was imported undisturbed. Segments of an SQLite store are
written every 500 claims here, so that kills hit them, too; with the URL of a PostgreSQL database in FLOWDOWN_POSTGRES that is
written to, in schemas of its own.

    python bench/import/run.py [FOLDER [KILLS]]
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from flowdown.graph import day_segments, open_store, segment, segment_table, sqlite_backend
from flowdown.graph.examine_store import examine_store

LISTS, ROWS = 30, 400
SPAN = 500
IMPORT = f"""
from flowdown.graph import day_segments, segment, segment_table, sqlite_backend
for module in (day_segments, segment, segment_table, sqlite_backend):
    module.SPAN = {SPAN}
from flowdown.cli.main import entry
entry()
"""
POSTGRES = os.environ.get("FLOWDOWN_POSTGRES", "")


def write_lists(folder: Path) -> None:
    """Lists of suppliers, large enough that a kill hits the middle of one."""
    folder.mkdir()
    for number in range(LISTS):
        rows = "".join(f"Firm {number}-{row} LLC,{row},parts {row},US\n" for row in range(ROWS))
        (folder / f"list-{number:02d}.csv").write_text("Vendor Name,Vendor Number,Category,Country\n" + rows)


def start(folder: Path, store: str) -> subprocess.Popen[bytes]:
    """One import of the folder into the store."""
    command = [sys.executable, "-c", IMPORT, "import", str(folder), "--store", store]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder.parent)


def whole(store: str) -> dict[str, int]:
    """How many claims each document that was read to its end has; ends the program where the store is not sound."""
    with open_store(store, writes=False) as opened:
        rows = tuple(opened.rows())
        faults = examine_store(opened)
    if faults:
        raise SystemExit(f"not sound: {faults[0]}")
    read = {row.subject for row in rows if row.predicate == "read"}
    claims = Counter(row.document for row in rows if row.predicate != "read")
    torn = sorted(set(claims) - read)
    if torn:
        raise SystemExit(f"torn: {torn[0]} has {claims[torn[0]]} claims and was not read to its end")
    return {document: claims[document] for document in read}


def has_store(store: str) -> bool:
    """True once the tables are there: a run may be killed before it made any."""
    if "://" not in store and not Path(store).exists():
        return False
    try:
        with open_store(store, writes=False):
            return True
    except Exception as error:
        if "no store of claims is there" in str(error):
            return False
        raise


@contextmanager
def new_stores(base: Path) -> Iterator[Iterator[str]]:
    """One empty store after another."""
    if not POSTGRES:
        yield (str(base / f"store-{number}.sqlite") for number in range(10_000))
        return
    import psycopg

    made: list[str] = []

    def make() -> Iterator[str]:
        for number in range(10_000):
            made.append(f"killed_{os.getpid()}_{number}")
            with psycopg.connect(POSTGRES, autocommit=True) as connection:
                connection.execute(f"CREATE SCHEMA {made[-1]}".encode())
            yield f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options={quote(f'-c search_path={made[-1]}')}"

    try:
        yield make()
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as connection:
            for schema in made:
                connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())


def main(arguments: list[str]) -> int:
    """Kill, examine, and compare at the end."""
    for module in (day_segments, segment, segment_table, sqlite_backend):
        module.SPAN = SPAN
    kills = int(arguments[1]) if len(arguments) > 1 else 100
    dice = random.Random(7)
    with tempfile.TemporaryDirectory() as name, new_stores(Path(name)) as stores:
        folder = Path(name) / "documents"
        write_lists(folder)
        if arguments and arguments[0]:
            shutil.copytree(arguments[0], folder / "given")
        clean, store = next(stores), next(stores)
        began = time.monotonic()
        start(folder, clean).wait()
        span = time.monotonic() - began
        wanted = whole(clean)
        known: dict[str, int] = {}
        landed = runs = within = 0
        # A run that came to its end before it was to be killed does not count.
        while landed < kills:
            runs += 1
            if len(known) == len(wanted):
                # All is there: begin anew, so that later kills hit something.
                store, known = next(stores), {}
            process = start(folder, store)
            time.sleep(dice.uniform(0.0, span * 1.1))
            is_killed = process.poll() is None
            if is_killed:
                os.kill(process.pid, signal.SIGKILL)
                landed += 1
            process.wait()
            if not has_store(store):
                if known:
                    raise SystemExit(f"run {runs}: the store is gone")
                continue
            found = whole(store)
            within += is_killed and found != known
            for document, claims in found.items():
                if wanted.get(document) != claims:
                    raise SystemExit(f"run {runs}: {document} has {claims} claims, not {wanted.get(document)}")
            if not known.items() <= found.items():
                raise SystemExit(f"run {runs}: something acknowledged is lost")
            known = found
            if is_killed and landed % 10 == 0:
                print(f"{landed} killed, {within} after they had kept something: nothing lost or torn", file=sys.stderr)
        start(folder, store).wait()
        same = whole(store) == wanted
        with open_store(store, writes=False) as opened:
            segments = sum(1 for _ in opened.backend.segments())
        print(f"{runs} runs, {landed} killed while they ran, {within} of them after they had kept something;")
        print(f"{len(wanted)} documents, {sum(wanted.values()):,} claims, {segments} segments in the end:")
        print(f"same at the end: {same}; every store examined and sound; torn 0, lost 0")
        return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
