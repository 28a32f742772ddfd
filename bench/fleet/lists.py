"""A list of a hundred thousand lines, ten thousand of them unusable: all of it is checked before anything is scanned."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from measure import tell

LINES = 100_000
BAD = 2_000
"""Lines of each kind that are unusable."""


def step_list(_places: Sequence[Path], work: Path) -> None:
    """Refuse the list (`--strict`), and count that each unusable line is told once."""
    folder = work / "many"
    lines = [f"git/{number:06}.git" for number in range(LINES - 5 * BAD)]
    for line in lines:
        (folder / line / "objects").mkdir(parents=True, exist_ok=True)
        (folder / line / "refs").mkdir(exist_ok=True)
        (folder / line / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "plain").mkdir(exist_ok=True)
    lines += [f"{line}/" for line in lines[:BAD]]  # there already
    lines += [f"gone/{number}" for number in range(BAD)]  # nothing is there
    lines += [f"plain\tv{number}" for number in range(BAD)]  # no repository
    lines += [f"{lines[0]}\tr{number}\t{lines[number]}" for number in range(BAD)]  # a name that is taken
    lines += [f"{lines[1]}\t-o{number}" for number in range(BAD)]  # no revision
    (folder / "list.txt").write_text("\n".join(lines) + "\n")
    words = [
        "-m",
        "flowdown",
        "fleet",
        "scan",
        "--strict",
        "--from",
        str(folder / "list.txt"),
        "--out",
        str(work / "none"),
    ]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - started
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = done.stderr.splitlines()
    named = {line.split("list.txt:")[1].split(":")[0] for line in said if "list.txt:" in line}
    tell(
        "a list of a hundred thousand lines",
        lines=len(lines),
        unusable=5 * BAD,
        told=len(said),
        named=len(named),
        code=done.returncode,
        scanned=(work / "none").exists(),
        peak=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        wall=round(seconds, 1),
        cpu=round(cpu, 1),
        examples=[line.replace(str(folder), "") for line in said[:: len(said) // 5 + 1]],
    )
    shutil.rmtree(folder)
