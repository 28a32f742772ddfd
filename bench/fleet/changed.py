"""Sweeps in which one tree of a hundred has changed, for several choices of the trees, each from the first sweep's state."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean

from measure import tell

RANDOM = 4
"""Choices that chance makes."""


def step_changed(places: Sequence[Path], work: Path) -> None:
    """Each choice by itself, then the mean and the worst, as parts of the first sweep's processor time."""
    from run import JOBS, list_trees, next_commit, sweep

    first = json.loads((work / "first.json").read_text())["cpu"]
    lines = list_trees(places)
    parts: dict[str, float] = {}
    for name, chosen in _choices(lines, work / "one"):
        changed = [next_commit(line) if line[2] in chosen else line for line in lines]
        (work / "changed.txt").write_text("".join("\t".join(line) + "\n" for line in changed))
        _copy_fleet(work / "one", work / "changed")
        told = sweep(work / "changed.txt", work / "changed", "--jobs", str(JOBS))
        parts[name] = round(100.0 * float(str(told["cpu"])) / first, 2)
        tell("1 % changed", choice=name, chosen=sorted(chosen), percent=parts[name], **told)
        shutil.rmtree(work / "changed")
    chance = [part for name, part in parts.items() if name.startswith("chance")]
    tell("1 % changed", first=first, mean_of_chance=round(mean(chance), 2), worst=max(parts.values()), parts=parts)


def _choices(lines: Sequence[Sequence[str]], out: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Names of trees: evenly spaced, by chance, those that took longest of different repositories, and of all."""
    names = [line[2] for line in lines]
    number = max(1, len(names) // 100)
    yield "evenly spaced", frozenset(names[at * len(names) // number] for at in range(number))
    for seed in range(RANDOM):
        yield f"chance {seed}", frozenset(random.Random(seed).sample(names, number))
    base = sqlite3.connect(out / "ledger.sqlite")
    longest = [str(name) for (name,) in base.execute("SELECT name FROM tree WHERE wanted ORDER BY cpu DESC")]
    base.close()
    by_repository: dict[str, str] = {}
    for name in longest:
        by_repository.setdefault(name.rpartition("-")[0], name)
    yield "longest of each repository", frozenset(list(by_repository.values())[:number])
    yield "longest of all", frozenset(longest[:number])


def _copy_fleet(one: Path, other: Path) -> None:
    """A fleet that shares what is never altered with another."""
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(one, other, copy_function=_link_or_copy)


def _link_or_copy(source: str, target: str) -> None:
    if Path(source).suffix in (".bin", ".part", ".parquet"):
        os.link(source, target)
    else:
        shutil.copy2(source, target)
