"""What one run of the gate costs: CPU seconds of `flowdown scan CLONE --changed-since HEAD^1`, git's included.

Usage: PYTHONPATH=src python bench/gate/cost.py CLONE@COMMIT... [--runs 5]. Run it with the `flowdown` to be measured first on
the path. Each CLONE is a work tree that this checks out and changes. Bytecode is kept; `empty` is the median of runs without any
cache folder, `base` a run with the cache that a run at the parent left, as a service keeps it, `again` the median of runs of the
same change.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from replay import git, lay_out


def cost(clone: Path, cache: Path) -> tuple[float, str]:
    """The CPU seconds of a run with its children, and the first line that it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        ["flowdown", "scan", str(clone), "--changed-since", "HEAD^1"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
    )
    if done.returncode:
        sys.exit(f"flowdown ended with {done.returncode}:\n{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, done.stdout.split("\n", 1)[0]


def main() -> None:
    """Measure every change that is named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("changes", nargs="+", metavar="CLONE@COMMIT")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    for change in arguments.changes:
        name, _, commit = change.rpartition("@")
        clone = Path(name)
        with tempfile.TemporaryDirectory() as folder:
            cache = Path(folder) / "cache"
            lay_out(clone, f"{commit}^1")
            cost(clone, cache)
            lay_out(clone, commit)
            base, _ = cost(clone, cache)
            again = statistics.median(cost(clone, cache)[0] for _ in range(arguments.runs))
            empties = []
            for _ in range(arguments.runs):
                shutil.rmtree(cache)
                spent, said = cost(clone, cache)
                empties.append(spent)
            empty = statistics.median(empties)
        files = git(clone, "ls-files").count("\n") + 1
        load = os.getloadavg()[0]
        print(
            f"{clone.name}@{commit[:9]}: {files} files; empty {empty:.2f}, base {base:.2f}, again {again:.2f} s  {said}"
        )
        print(f"    load {load:.1f}", flush=True)


if __name__ == "__main__":
    main()
