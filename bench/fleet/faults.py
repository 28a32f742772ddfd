"""Faults in the midst of a sweep: workers killed, trees that hang, eat memory or are broken, a disk that fills."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from measure import answer_of, children_of, copy_repository, tell

KILLS = 10
SMALL = 8
"""Repositories of the sweeps that are disturbed: the smaller ones."""


def step_faults(places: Sequence[Path], work: Path) -> None:
    """Disturb one sweep after another, and compare with a calm one."""
    from run import cluster, sweep, write_list

    small = smaller(places)
    write_list(work / "calm.txt", small)
    tell("calm", **sweep(work / "calm.txt", work / "calm", "--jobs", "2"))
    calm = answer_of(work / "calm")

    def same(out: str) -> bool:
        return answer_of(work / out) == calm

    with _killing(_warm_processes) as killed:
        told = sweep(work / "calm.txt", work / "killed", "--jobs", "2")
    tell("processes killed", killed=len(killed), same=same("killed"), **told)
    with cluster() as (address, _, workers), _killing(workers) as killed:
        told = sweep(work / "calm.txt", work / "killed-cluster", "--engine", address)
    tell("workers of the cluster killed", killed=len(killed), same=same("killed-cluster"), **told)
    bad = _harm(work, small[0])
    told = sweep(bad, work / "harmed", "--jobs", "2", "--time", "20", "--memory", "256", "--tries", "1")
    tell("a tree hangs, one eats memory, one is broken", **told, failures=_failures(work / "harmed"))
    _fill_disk(work)


def smaller(places: Sequence[Path]) -> list[Path]:
    """The smaller ones of some repositories."""
    return sorted(places, key=lambda each: sum(file.stat().st_size for file in each.rglob("*.pack")))[:SMALL]


class _killing:  # noqa: N801  read as a verb
    """Kills one of some processes now and then, ten times, while a sweep runs."""

    def __init__(self, find: Callable[[], list[int]]) -> None:
        self._find = find
        self._stop = threading.Event()
        self._killed: list[int] = []
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> list[int]:
        self._thread.start()
        return self._killed

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        chance = random.Random(12)
        while len(self._killed) < KILLS and not self._stop.wait(chance.uniform(1.0, 4.0)):
            if found := self._find():
                victim = chance.choice(found)
                try:
                    os.kill(victim, signal.SIGKILL)
                except OSError:
                    continue
                self._killed.append(victim)


def _warm_processes() -> list[int]:
    """The warm processes of the sweep that runs: grandchildren of this process that are Flowdown's."""
    return [below for child in children_of(os.getpid()) for below in children_of(child)]


def _harm(work: Path, place: Path) -> Path:
    """A folder with four copies of a repository, three of them harmed."""
    top = work / "harm"
    shutil.rmtree(top, ignore_errors=True)
    for name in ("whole", "hangs", "broken"):
        copy_repository(place, top / f"{name}.git")
    (top / "hangs.git" / "objects" / "info").mkdir(exist_ok=True)
    os.mkfifo(top / "hangs.git" / "objects" / "info" / "alternates")
    for pack in (top / "broken.git").rglob("*.pack"):
        pack.chmod(0o644)
        pack.write_bytes(b"PACK" + bytes(1000))
    (top / "eats").mkdir()
    lines = (
        f"c{number} = OpenAI(base_url='https://api.openai.com/v1/{number}', model='gpt-4o')\n"
        for number in range(400_000)
    )
    (top / "eats" / "large.py").write_text("from openai import OpenAI\n" + "".join(lines))
    return top


def _failures(out: Path) -> dict[str, str]:
    from flowdown.fleet.account import tell_report

    return {each.tree: each.why for each in tell_report(out).failures}


def _fill_disk(work: Path) -> None:
    """A sweep into a file system of two megabytes; then the same into one with room, from what is there."""
    from run import sweep

    small = work / "small"
    small.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(small)], check=False)
    if mounted.returncode:
        tell("disk full", left_out="no file system can be mounted here")
        return
    try:
        told = sweep(work / "calm.txt", small / "fleet", "--jobs", "2", "--tries", "1")
        tell("disk full", **told)
        subprocess.run(["mount", "-o", "remount,size=1g", str(small)], check=True)
        told = sweep(work / "calm.txt", small / "fleet", "--jobs", "2")
        tell("disk with room again", same=answer_of(small / "fleet") == answer_of(work / "calm"), **told)
    finally:
        subprocess.run(["umount", str(small)], check=True)
