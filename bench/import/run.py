"""Kills imports at random points, and says whether anything of them was lost, torn or kept by halves.

A folder of made-up lists of suppliers (and whatever is in the folder given) is imported again and again into one store; each
run but the last is killed (SIGKILL) after a random time. After every kill the store is examined: it must be sound, every
document in it must be there with all its claims, and what a run acknowledged before (its reading was kept) must still be there.
At the end the store must say the same as one into which everything was imported undisturbed.

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
from pathlib import Path

from flowdown.graph import open_store

LISTS, ROWS = 30, 400


def write_lists(folder: Path) -> None:
    """Lists of suppliers, large enough that a kill hits the middle of one."""
    folder.mkdir()
    for number in range(LISTS):
        rows = "".join(f"Firm {number}-{row} LLC,{row},parts {row},US\n" for row in range(ROWS))
        (folder / f"list-{number:02d}.csv").write_text("Vendor Name,Vendor Number,Category,Country\n" + rows)


def start(folder: Path, store: Path) -> subprocess.Popen[bytes]:
    """One import of the folder into the store."""
    command = [sys.executable, "-m", "flowdown", "import", str(folder), "--store", str(store)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder.parent)


def whole(store: Path) -> dict[str, int]:
    """How many claims each document that was read to its end has."""
    with open_store(store, writes=False) as opened:
        rows = tuple(opened.rows())
    read = {row.subject for row in rows if row.predicate == "read"}
    claims = Counter(row.document for row in rows if row.predicate != "read")
    torn = sorted(set(claims) - read)
    if torn:
        raise SystemExit(f"torn: {torn[0]} has {claims[torn[0]]} claims and was not read to its end")
    return {document: claims[document] for document in read}


def main(arguments: list[str]) -> int:
    """Kill, examine, and compare at the end."""
    kills = int(arguments[1]) if len(arguments) > 1 else 100
    dice = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        folder = base / "documents"
        write_lists(folder)
        if arguments and arguments[0]:
            shutil.copytree(arguments[0], folder / "given")
        clean, store = base / "clean.sqlite", base / "store.sqlite"
        began = time.monotonic()
        start(folder, clean).wait()
        span = time.monotonic() - began
        wanted = whole(clean)
        known: dict[str, int] = {}
        landed = runs = 0
        # A run that came to its end before it was to be killed does not count.
        while landed < kills:
            runs += 1
            if len(known) == len(wanted):
                # All is there: begin anew, so that later kills hit something.
                for file in base.glob("store.sqlite*"):
                    file.unlink()
                known = {}
            process = start(folder, store)
            time.sleep(dice.uniform(0.0, span * 1.1))
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)
                landed += 1
            process.wait()
            if not store.exists():
                continue
            try:
                found = whole(store)
            except Exception as error:
                if known:
                    raise SystemExit(f"run {runs}: {error}") from None
                continue
            for document, claims in found.items():
                if wanted.get(document) != claims:
                    raise SystemExit(f"run {runs}: {document} has {claims} claims, not {wanted.get(document)}")
            if not known.items() <= found.items():
                raise SystemExit(f"run {runs}: something acknowledged is lost")
            known = found
        start(folder, store).wait()
        same = whole(store) == wanted
        fsck = [sys.executable, "-m", "flowdown", "claims", "fsck", "--store", str(store)]
        sound = subprocess.run(fsck, stdout=subprocess.DEVNULL, check=False).returncode == 0
        print(f"{runs} runs, {landed} killed while they ran, {len(wanted)} documents, {sum(wanted.values()):,} claims:")
        print(f"same at the end: {same}; examined and sound: {sound}; torn 0, lost 0")
        return 0 if same and sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
