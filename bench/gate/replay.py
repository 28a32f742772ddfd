"""Replays the last changes of public repositories through the gate and scores what it tells of each.

Usage: PYTHONPATH=src python bench/gate/replay.py FOLDER [--only NAME] [--last 50] [--whole]. FOLDER holds clones called
`owner+name`, which this checks out and changes. `labels.jsonl` says, read by hand from the diffs, which changes bring or
take whom; of all others it is expected that nobody comes or goes, by model, service or device.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from flowdown.catalogue import load
from flowdown.catalogue.catalogue import Catalogue
from flowdown.gate.change_scan import ChangeScan, scan_change
from flowdown.gate.shift import TOLD, WEIGHED
from flowdown.scan.run import Tables, prepare, scan
from flowdown.scan.sighting import Strength

LABELS = Path(__file__).with_name("labels.jsonl")


def git(clone: Path, *arguments: str, given: str = "", is_checked: bool = True) -> str:
    """What a git command prints."""
    command = ["git", "-C", str(clone), *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=is_checked).stdout.strip()


def changes(clone: Path, tip: str, last: int) -> list[str]:
    """The last commits of the main line that have a parent, the oldest first."""
    listed = git(clone, "rev-list", "--first-parent", "--min-parents=1", f"-n{last}", tip).split()
    return listed[::-1]


def lay_out(clone: Path, commit: str) -> None:
    """Make a commit the checked-out one; a file that the clone lacks is not one that the change removes."""
    git(clone, "update-ref", "--no-deref", "HEAD", commit)
    git(clone, "read-tree", "--reset", commit)
    git(clone, "checkout-index", "-q", "-f", "-a", is_checked=False)
    git(clone, "clean", "-q", "-f", "-d", "-x")
    lacking = git(clone, "ls-files", "-d", "-z")
    if lacking:
        git(clone, "update-index", "-z", "--assume-unchanged", "--stdin", given=lacking)
    git(clone, "update-index", "-q", "--refresh", is_checked=False)


def vendors(clone: Path, catalogue: Catalogue, tables: Tables) -> frozenset[str]:
    """Whom the whole tree depends on, by model, service or device."""
    found = scan((clone,), catalogue, tables=tables)
    return frozenset(
        each.vendor
        for each in found.dependences
        if each.basis in WEIGHED and each.strength is not Strength.MENTION_ONLY
    )


def told(found: ChangeScan) -> dict[str, str]:
    """Whom the change brings or takes, or makes stronger or weaker, by model, service or device."""
    return {
        shift.vendor: shift.direction.value
        for shift in reversed(found.shifts)
        if shift.vendor and shift.direction in TOLD and shift.basis in WEIGHED
    }


def whole(
    clone: Path, commit: str, catalogue: Catalogue, tables: Tables, seen: dict[str, frozenset[str]]
) -> tuple[frozenset[str], frozenset[str]]:
    """Who comes and who goes by scans of the whole tree; `seen` holds what earlier ones said."""
    for each in (git(clone, "rev-parse", f"{commit}^1"), commit):
        if each not in seen:
            lay_out(clone, each)
            seen[each] = vendors(clone, catalogue, tables)
    before, after = seen[git(clone, "rev-parse", f"{commit}^1")], seen[commit]
    return after - before, before - after


def differing(found: ChangeScan, came: frozenset[str], went: frozenset[str]) -> Iterator[str]:
    """What scans of the whole tree say otherwise of who comes and goes."""
    said = told(found)
    for direction, vendors_ in (("added", came), ("removed", went)):
        mine = {vendor for vendor, each in said.items() if each == direction}
        if mine != vendors_:
            yield f"    WHOLE {direction}: told {sorted(mine)}, by whole scans {sorted(vendors_)}"


def lines(found: ChangeScan, expected: Mapping[str, str]) -> Iterator[str]:
    """What is told of a change, and what of it is not as expected."""
    said = told(found)
    for shift in found.shifts:
        if shift.direction in TOLD:
            seen = shift.came or shift.gone
            where = f"{seen[0].place.path}:{seen[0].place.line} {seen[0].value[:50]!r}" if seen else "by other files"
            yield f"    {shift.direction} {shift.vendor} {shift.basis} {shift.before} -> {shift.after}  {where}"
    for vendor in sorted({*said, *expected}):
        if said.get(vendor) != expected.get(vendor):
            yield f"    WRONG {vendor}: expected {expected.get(vendor, 'nothing')}, told {said.get(vendor, 'nothing')}"


def main() -> None:
    """Replay every clone that is there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--last", type=int, default=50)
    parser.add_argument("--cache", type=Path)
    parser.add_argument(
        "--whole", action="store_true", help="compare each change with scans of the whole tree before and after it"
    )
    arguments = parser.parse_args()
    catalogue = load((), arguments.cache)
    tables = prepare(catalogue, arguments.cache)
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    expects = {each["commit"]: each["expects"] for each in labels if "commit" in each}
    for each in labels:
        clone = arguments.folder / each["repository"].replace("/", "+")
        if "tip" not in each or not clone.is_dir() or (arguments.only and clone.name not in arguments.only):
            continue
        counts = {"expected": 0, "told": 0, "wrong": 0}
        commits = changes(clone, each["tip"], arguments.last)
        cost = 0.0
        seen: dict[str, frozenset[str]] = {}
        for commit in commits:
            lay_out(clone, commit)
            started = time.process_time()
            found = scan_change(clone, "HEAD^1", catalogue, arguments.cache)
            cost += time.process_time() - started
            expected = expects.get(commit, {})
            said = list(lines(found, expected))
            if arguments.whole:
                said += differing(found, *whole(clone, commit, catalogue, tables, seen))
            counts["expected"] += bool(expected)
            counts["told"] += bool(told(found))
            counts["wrong"] += told(found) != expected
            if said:
                print(f"  {clone.name} {git(clone, 'log', '-1', '--format=%h %s')[:90]}  ({found.files} files)")
                print("\n".join(said))
        lay_out(clone, each["tip"])
        words = ", ".join(f"{count} {name}" for name, count in counts.items())
        print(
            f"{clone.name}: {len(commits)} changes, {words}; {cost / max(len(commits), 1):.2f} s CPU a change",
            flush=True,
        )


if __name__ == "__main__":
    main()
