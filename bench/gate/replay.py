"""Replays the last changes of repositories through the gate and prints what it reports of each.

Usage: PYTHONPATH=src python bench/gate/replay.py CLONE... [--last 50]. Each CLONE is a work tree that this may check out.
"""

from __future__ import annotations

import argparse
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from flowdown.catalogue import load
from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import Basis
from flowdown.gate.change_scan import ChangeScan, scan_change
from flowdown.gate.shift import TOLD, Direction
from flowdown.scan.run import Tables, prepare, scan
from flowdown.scan.sighting import Strength

WEIGHED = frozenset({Basis.MODEL, Basis.SERVICE, Basis.DEVICE})


def git(clone: Path, *arguments: str) -> str:
    """What a git command prints."""
    done = subprocess.run(["git", "-C", str(clone), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def changes(clone: Path, last: int) -> list[str]:
    """The last commits of the main line that have a parent, the oldest first."""
    listed = git(clone, "rev-list", "--first-parent", f"-n{last + 1}", "HEAD").split()
    return [
        commit for commit in reversed(listed[:last]) if git(clone, "rev-list", "--parents", "-n1", commit).count(" ")
    ]


def lines(found: ChangeScan) -> Iterator[str]:
    """What is told of a change."""
    for shift in found.shifts:
        if shift.direction in TOLD:
            seen = shift.came or shift.gone
            where = f"{seen[0].place.path}:{seen[0].place.line} {seen[0].value[:50]!r}" if seen else "by other files"
            yield f"    {shift.direction} {shift.vendor} {shift.basis} {shift.before} -> {shift.after}  {where}"


def lay_out(clone: Path, commit: str) -> int:
    """Make a commit the checked-out one; how many of its files a clone that lacks objects cannot lay out."""
    git(clone, "update-ref", "--no-deref", "HEAD", commit)
    git(clone, "read-tree", "--reset", commit)
    subprocess.run(
        ["git", "-C", str(clone), "checkout-index", "-q", "-f", "-a"], stderr=subprocess.DEVNULL, check=False
    )
    git(clone, "clean", "-q", "-f", "-d", "-x")
    lacking = git(clone, "ls-files", "-d", "-z").split("\0")[:-1]
    # A file that cannot be laid out is not one that the change removes.
    if lacking:
        subprocess.run(
            ["git", "-C", str(clone), "update-index", "-z", "--assume-unchanged", "--stdin"],
            input="\0".join(lacking),
            text=True,
            check=True,
        )
    git(clone, "update-index", "-q", "--refresh")
    return len(lacking)


def vendors(clone: Path, catalogue: Catalogue, tables: Tables) -> frozenset[str]:
    """Whom the whole tree depends on, by model, service or device."""
    found = scan((clone,), catalogue, tables=tables)
    return frozenset(
        each.vendor
        for each in found.dependences
        if each.basis in WEIGHED and each.strength is not Strength.MENTION_ONLY
    )


def differs(found: ChangeScan, before: frozenset[str], after: frozenset[str]) -> str:
    """Where the gate and two scans of the whole tree do not agree on who came and went; empty where they do."""
    told = {
        direction: {shift.vendor for shift in found.shifts if shift.direction is direction and shift.basis in WEIGHED}
        for direction in (Direction.ADDED, Direction.REMOVED)
    }
    came, gone = after - before, before - after
    if (came, gone) == (told[Direction.ADDED], told[Direction.REMOVED]):
        return ""
    return f"    WHOLE came {sorted(came)} went {sorted(gone)}"


def main() -> None:
    """Replay every clone."""
    parser = argparse.ArgumentParser()
    parser.add_argument("clones", nargs="+", type=Path)
    parser.add_argument("--last", type=int, default=50)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--whole", action="store_true", help="compare with two scans of the whole tree")
    arguments = parser.parse_args()
    catalogue = load((), arguments.cache)
    tables = prepare(catalogue, arguments.cache)
    for clone in arguments.clones:
        told = most_lacking = 0
        commits = changes(clone, arguments.last)
        started = time.process_time()
        whole: dict[str, frozenset[str]] = {}
        for commit in commits:
            lacking = lay_out(clone, commit)
            found = scan_change(clone, "HEAD^1", catalogue, arguments.cache)
            most_lacking = max(most_lacking, lacking)
            said = list(lines(found))
            if arguments.whole:
                parent = git(clone, "rev-parse", "HEAD^1")
                whole[commit] = vendors(clone, catalogue, tables)
                if parent not in whole:
                    lay_out(clone, parent)
                    whole[parent] = vendors(clone, catalogue, tables)
                    lay_out(clone, commit)
                said += filter(None, [differs(found, whole[parent], whole[commit])])
            if said or found.scan.gaps:
                told += bool(said)
                print(f"  {clone.name} {git(clone, 'log', '-1', '--format=%h %s')[:90]}  ({found.files} files)")
                print("\n".join([*said, *(f"    gap {gap.path}: {gap.reason}" for gap in found.scan.gaps)]))
        cost = (time.process_time() - started) / max(len(commits), 1)
        lacks = f", up to {most_lacking} files that the clone lacks" if most_lacking else ""
        print(f"{clone.name}: {len(commits)} changes, {told} told, {cost:.2f} s CPU a change{lacks}", flush=True)


if __name__ == "__main__":
    main()
