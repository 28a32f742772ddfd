"""The history of repositories: the rate at which blobs are read, and what a later run reads."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bench import Bench, Runs, environment, measure


def is_bare(path: Path) -> bool:
    """Whether a folder is a repository without a work tree."""
    return (path / "HEAD").is_file() and (path / "objects").is_dir()


def is_repository(path: Path) -> bool:
    """Whether a folder has a history that can be read."""
    return path.is_dir() and (is_bare(path) or (path / ".git").exists())


def measure_history(bench: Bench, path: Path) -> None:
    """One repository."""
    place = _with_top(bench, path)
    scan = bench.scan(str(place), "--history")
    runs = Runs()
    size = 0.0
    for at in range(bench.rounds):
        cache = bench.scratch / f"history-{at}"
        runs.append(measure(scan, environment(cache)))
        size = bench.report(bench.scan(str(place), "--history", "--no-cache"))["trees"][0]["coverage"]["bytes"] / 1e6
    name = f"history of {path.name} ({size:.0f} MB of blobs)"
    bench.show(f"{name}: MB/s", size / runs.cpu, 130, runs.cpu, is_least=True)
    bench.show(f"{name}: memory, MB", runs.memory, 120)
    cache = bench.scratch / "history-0"
    read = bench.report(scan, cache)["trees"][0]["coverage"]["read"]
    later = bench.in_turn([scan], cache=cache)[0]
    bench.show(f"{name}: contents that a later run reads", read, 0)
    bench.tell(f"{name}: later run / first", later.cpu / runs.cpu)


def _with_top(bench: Bench, path: Path) -> Path:
    """A repository with a work tree (an empty one will do): a clone shares the objects of a bare one."""
    if not is_bare(path):
        return path
    place = bench.scratch / f"{path.name}-top"
    if place.exists():
        shutil.rmtree(place)
    command = ["git", "clone", "--quiet", "--no-checkout", "--no-hardlinks", str(path), str(place)]
    subprocess.run(command, check=True)
    return place
