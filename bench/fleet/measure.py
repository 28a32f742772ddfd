"""What a sweep took, and what came out of it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def tell(step: str, **measured: object) -> None:
    """Say what was measured, a line of JSON."""
    print(json.dumps({"step": step, **measured}), flush=True)


def answer_of(out: Path) -> str:
    """A digest of all tables of a fleet, names and bytes."""
    state = hashlib.sha256()
    for file in sorted((out / "tables").iterdir()):
        state.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return state.hexdigest()[:16]


def copy_repository(place: Path, target: Path) -> None:
    """A copy that shares no file with the original: a hard link would let a harmed pack harm the original, too."""
    subprocess.run(["git", "clone", "-q", "--bare", "--no-hardlinks", str(place), str(target)], check=True)


def cpu_of(processes: Iterable[int]) -> float:
    """Seconds of processors that some processes and all that came from them have had so far."""
    children = _children()
    waiting, total = list(processes), 0.0
    while waiting:
        process = waiting.pop()
        fields = _stat(process)
        if fields:
            total += sum(map(int, fields[11:15])) / _TICK
        waiting.extend(children.get(process, ()))
    return total


def children_of(process: int) -> list[int]:
    """The processes that one started and that still run."""
    return _children().get(process, [])


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (fields := _stat(int(entry.name))):
            found.setdefault(int(fields[1]), []).append(int(entry.name))
    return found


def _stat(process: int) -> list[str]:
    """The fields behind a process's name; none if it is gone."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
