"""Measures the scanner against ripgrep over what is laid out in a folder, and prints every row of the goals.

    python bench/speed/run.py [--rg rg] [--rounds 3] [--only WORD] DIR

DIR holds trees, one a folder, archives (wheels, jars, zips, tars) and repositories with their history (`*.git`, or a
tree with `.git`). A tree is called dense when something is seen in every tenth of its files. From the first dense tree
archives of every kind are made, so that all are measured.

The figures are CPU seconds (user and system, children included), medians of runs in turn, ratios medians of the rounds'
ratios, file cache warm, the same keywords for both. On a busy machine all CPU seconds grow: the first row says how much
a bare `python -c pass` takes. A row that misses its goal is marked `short`; the exit code is 0 all the same, since a
goal missed is a figure and not a fault.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import archives
import history
import starts
import trees

from bench import Bench

ARCHIVES = (".whl", ".jar", ".zip", ".tar", ".gz", ".tgz", ".zst")


def main() -> None:
    """Measure every row that the folder allows and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rg", default=os.environ.get("FLOWDOWN_RG") or shutil.which("rg") or "rg")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="only what has this in its name; `start` for the start")
    options = parser.parse_args()
    laid_out = [path for path in sorted(options.folder.iterdir()) if options.only in path.name]
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(options.rg, options.rounds, Path(scratch))
        if options.only in "start":
            starts.measure_starts(bench)
        dense = None
        for tree in (path for path in laid_out if path.is_dir() and not history.is_bare(path)):
            is_dense = trees.measure_tree(bench, tree)
            dense = dense or (tree if is_dense else None)
        trees.measure_many(bench, [path for path in laid_out if path.is_dir() and not history.is_bare(path)])
        for file in (path for path in laid_out if path.is_file() and path.name.lower().endswith(ARCHIVES)):
            archives.measure_archive(bench, file, file.name)
        if dense is not None:
            archives.measure_made(bench, dense)
        for repository in filter(history.is_repository, laid_out):
            history.measure_history(bench, repository)
        bench.end()


if __name__ == "__main__":
    main()
