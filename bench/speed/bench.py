"""Runs commands in turn and prints one row for each goal."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

QUIET = 0.011
"""CPU seconds of `python -c pass` on the machine of the goals, at rest."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run cost: CPU seconds, seconds by the clock, megabytes at most."""

    cpu: float
    wall: float
    memory: float


class Runs(list[Run]):
    """The runs of one command, one a round."""

    @property
    def cpu(self) -> float:
        """The median of the CPU seconds."""
        return statistics.median(run.cpu for run in self)

    @property
    def wall(self) -> float:
        """The median of the seconds by the clock."""
        return statistics.median(run.wall for run in self)

    @property
    def memory(self) -> float:
        """The most megabytes."""
        return max(run.memory for run in self)


def ratio(ours: Runs, theirs: Runs) -> float:
    """The median of the rounds' ratios of CPU seconds."""
    return statistics.median(a.cpu / max(b.cpu, 1e-6) for a, b in zip(ours, theirs, strict=True))


def wall_ratio(ours: Runs, theirs: Runs) -> float:
    """The median of the rounds' ratios of seconds by the clock."""
    return statistics.median(a.wall / max(b.wall, 1e-6) for a, b in zip(ours, theirs, strict=True))


class Bench:
    """The commands, the caches that they use, and the table."""

    def __init__(self, rg: str, rounds: int, scratch: Path) -> None:
        self.rg = rg
        self.rounds = rounds
        self.scratch = scratch
        self.cache = scratch / "cache"
        self.words = scratch / "words"
        self._met = 0
        self._short: list[str] = []
        from flowdown.catalogue import load
        from flowdown.catalogue.match import Index

        keywords = sorted({word.text for word in Index(load()).keywords()})
        self.words.write_text("\n".join(keywords) + "\n", encoding="utf-8")
        version = subprocess.run([rg, "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]
        bare = self.in_turn([[sys.executable, "-c", "pass"]])[0].cpu
        print(f"{version}; {len(keywords)} keywords; {rounds} rounds; CPU seconds unless said; load {_load()}")
        print(f"python -c pass: {1000 * bare:.0f} ms (at rest {1000 * QUIET:.0f})\n")
        print(f"{'what':<70}{'ours':>9}{'theirs':>9}{'figure':>9}{'goal':>9}  load")

    def ours(self, *arguments: str) -> list[str]:
        """A command of the program."""
        return [sys.executable, "-m", "flowdown", *arguments]

    def scan(self, *arguments: str) -> list[str]:
        """A scan whose report goes into a file."""
        return self.ours("scan", *arguments, "--format", "json", "--out", str(self.scratch / "out.json"))

    def report(self, command: Sequence[str], cache: Path | None = None) -> dict[str, Any]:
        """What a scan reports."""
        measure(command, environment(cache or self.cache))
        loaded: dict[str, Any] = json.loads((self.scratch / "out.json").read_text(encoding="utf-8"))
        return loaded

    def in_turn(self, commands: Sequence[Sequence[str]], rounds: int = 0, cache: Path | None = None) -> list[Runs]:
        """The runs of commands that are run in turn."""
        runs = [Runs() for _ in commands]
        for _ in range(rounds or self.rounds):
            for row, command in zip(runs, commands, strict=True):
                row.append(measure(command, environment(cache or self.cache)))
        return runs

    def show(
        self, what: str, figure: float, goal: float, ours: float = 0, theirs: float = 0, *, is_least: bool = False
    ) -> None:
        """Print a row."""
        is_met = figure >= goal if is_least else figure <= goal
        sides = f"{ours:>9.3f}" if ours else f"{'':>9}"
        sides += f"{theirs:>9.3f}" if theirs else f"{'':>9}"
        bound = f"{'>=' if is_least else '<='}{goal:g}"
        print(f"{what:<70}{sides}{figure:>9.2f}{bound:>9}  {_load()}{'' if is_met else '  short'}", flush=True)
        self._met += is_met
        if not is_met:
            self._short.append(what)

    def tell(self, what: str, figure: float) -> None:
        """Print a figure that has no goal."""
        print(f"{what:<70}{'':>18}{figure:>9.2f}{'':>9}  {_load()}", flush=True)

    def end(self) -> None:
        """Print how many goals are met."""
        print(f"\n{self._met} of {self._met + len(self._short)} rows meet their goals")
        for what in self._short:
            print(f"  short: {what}")


def environment(cache: Path) -> dict[str, str]:
    """The environment of a run whose cache folder this is."""
    cache.mkdir(exist_ok=True)
    # An installed program has its bytecode.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "XDG_CACHE_HOME": str(cache)}


def measure(command: Sequence[str], environment: dict[str, str]) -> Run:
    """Run a command to its end, its output thrown away."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"failed ({process.returncode}): {' '.join(command)}")
    return Run(usage.ru_utime + usage.ru_stime, time.monotonic() - started, usage.ru_maxrss / 1024)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"
