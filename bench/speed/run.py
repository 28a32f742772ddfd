"""Measures the scanner against ripgrep over trees laid out beforehand, and prints every row with its goal.

    python bench/speed/run.py [--rg rg] [--rounds 3] DIR

DIR holds trees, one a folder, and perhaps archives (wheels). A tree is called dense when something is seen in every
tenth of its files. The figures are CPU seconds (user and system, children included), medians of paired runs in turn, file cache
warm, the same keywords for both. A row that misses its goal is marked; the exit code is 0 all the same, since a goal
missed is a figure and not a fault.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_ARCHIVES = (".whl", ".jar", ".zip", ".tar", ".gz", ".zst")
_DENSE = 0.1
_MANY = 20_000
_KERNEL = 60_000


@dataclass(frozen=True, slots=True)
class Run:
    """What one run cost: CPU seconds, seconds by the clock, megabytes at most."""

    cpu: float
    wall: float
    memory: float


def main() -> None:
    """Measure every row that the folder allows and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rg", default=shutil.which("rg") or "rg")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(options.rg, options.rounds, Path(scratch))
        bench.starts()
        for path in sorted(options.folder.iterdir()):
            if path.is_dir():
                bench.tree(path)
            elif path.name.lower().endswith(_ARCHIVES):
                bench.archive(path)


class Bench:
    """The commands, and the caches that they use."""

    def __init__(self, rg: str, rounds: int, scratch: Path) -> None:
        self._rg = rg
        self._rounds = rounds
        self._scratch = scratch
        self._cache = scratch / "cache"
        self._words = scratch / "words"
        from flowdown.catalogue import load
        from flowdown.catalogue.match import Index

        keywords = Index(load()).keywords()
        self._words.write_text("\n".join(sorted({word.text for word in keywords})) + "\n", encoding="utf-8")
        print(f"{len(keywords)} keywords, {rounds} rounds, CPU seconds unless said\n")
        print(f"{'what':<58}{'ours':>9}{'theirs':>9}{'figure':>9}{'goal':>9}")

    def starts(self) -> None:
        """The start of the program."""
        empty = self._scratch / "empty"
        empty.mkdir()
        first = measure(self._scan(empty), self._env(self._scratch / "fresh"))
        self._show("start: --version, ms", 1000 * self._median([self._ours("--version")])[0].cpu, 0, 0, 25)
        measure(self._scan(empty), self._env(self._cache))
        usual = self._median([self._scan(empty)])[0].cpu
        self._show("start: scan of an empty folder, ms", 1000 * usual, 0, 0, 60)
        self._show("first run ever, beyond the usual one, ms", 1000 * (first.cpu - usual), 0, 0, 150)

    def tree(self, tree: Path) -> None:
        """All rows of one tree."""
        flags = ["--hidden", "--no-config", "-F"]
        plain = [self._rg, *flags, "-l", "-f", str(self._words), str(tree)]
        alike = [self._rg, *flags, "-i", "-o", "-b", "-f", str(self._words), str(tree)]
        alone = self._scan(tree, "--no-cache", "--jobs", "1")
        report = json.loads(self._report(alone))
        files = report["coverage"]["files"]
        hit = len({each["path"] for each in report["sightings"]})
        is_dense = hit > _DENSE * files
        ours, low, high = self._median([alone, plain, alike])
        name = f"{tree.name} ({files} files, {'dense' if is_dense else 'sparse'})"
        goal = 5 if is_dense else 0.45 if files > _KERNEL else 0.75
        self._show(f"{name}: / rg -F -l -f", ours.cpu, low.cpu, ours.cpu / low.cpu, goal)
        if is_dense:
            self._show(f"{name}: / rg -F -i -o -b -f", ours.cpu, high.cpu, ours.cpu / high.cpu, 1)
        self._show(f"{name}: memory, MB", ours.memory, 0, 0, 120)
        self._again(tree, name, ours, low, is_dense=is_dense)
        if files >= _MANY:
            two = self._median([self._scan(tree, "--no-cache", "--jobs", "2")])[0]
            self._show(f"{name}: wall of two processes / one", two.wall, ours.wall, two.wall / ours.wall, 0.65)

    def _again(self, tree: Path, name: str, ours: Run, low: Run, *, is_dense: bool) -> None:
        """The second run, and the one after a file changed."""
        kept = self._scan(tree, "--jobs", "1")
        measure(kept, self._env(self._cache))
        again = self._median([kept])[0]
        if is_dense:
            self._show(f"{name}: second run / rg -F -l", again.cpu, low.cpu, again.cpu / low.cpu, 1.2)
        else:
            self._show(f"{name}: second run / first", again.cpu, ours.cpu, again.cpu / ours.cpu, 0.45)

    def archive(self, archive: Path) -> None:
        """The rate at which one archive is read."""
        command = self._scan(archive, "--no-cache", "--jobs", "1")
        unpacked = json.loads(self._report(command))["coverage"]["bytes"] / 1e6
        run = self._median([command])[0]
        self._show(f"{archive.name[:32]}: MB/s", run.cpu, 0, unpacked / run.cpu, 100, is_least=True)
        self._show(f"{archive.name[:32]}: memory, MB", run.memory, 0, 0, 120)

    def _median(self, commands: Sequence[list[str]]) -> list[Run]:
        """The medians of commands that are run in turn."""
        runs: list[list[Run]] = [[] for _ in commands]
        for _ in range(self._rounds):
            for row, command in zip(runs, commands, strict=True):
                row.append(measure(command, self._env(self._cache)))
        return [
            Run(
                statistics.median(run.cpu for run in row),
                statistics.median(run.wall for run in row),
                max(run.memory for run in row),
            )
            for row in runs
        ]

    @staticmethod
    def _ours(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "flowdown", *arguments]

    def _scan(self, path: Path, *arguments: str) -> list[str]:
        return self._ours("scan", str(path), "--format", "json", "--out", str(self._scratch / "out.json"), *arguments)

    def _report(self, command: Sequence[str]) -> str:
        measure(command, self._env(self._cache))
        return (self._scratch / "out.json").read_text(encoding="utf-8")

    @staticmethod
    def _env(cache: Path) -> dict[str, str]:
        cache.mkdir(exist_ok=True)
        # An installed program has its bytecode.
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**kept, "XDG_CACHE_HOME": str(cache)}

    @staticmethod
    def _show(what: str, ours: float, theirs: float, ratio: float, goal: float, *, is_least: bool = False) -> None:
        figure = ratio or ours
        is_met = figure >= goal if is_least else figure <= goal
        other = f"{theirs:.2f}" if theirs else ""
        mark = "" if is_met else "  short"
        print(f"{what:<58}{ours:>9.2f}{other:>9}{figure:>9.2f}{goal:>9g}{mark}", flush=True)


def measure(command: Sequence[str], environment: dict[str, str]) -> Run:
    """Run a command to its end, its output thrown away."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"failed: {' '.join(command)}")
    return Run(usage.ru_utime + usage.ru_stime, time.monotonic() - started, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
