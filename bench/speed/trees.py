"""Trees: the first run and the second against ripgrep, one file changed, memory, two processes, several trees."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from bench import Bench, Runs, environment, measure, ratio, wall_ratio

_DENSE = 0.1
_MANY = 20_000
_KERNEL = 60_000
_SETTLED = 2.2
"""Seconds after which a file's times tell that it did not change."""


def measure_tree(bench: Bench, tree: Path) -> bool:
    """All rows of one tree; whether it is dense."""
    flags = ["--hidden", "--no-config", "-F"]
    plain = [bench.rg, *flags, "-l", "-f", str(bench.words), str(tree)]
    alike = [bench.rg, *flags, "-i", "-o", "-b", "-f", str(bench.words), str(tree)]
    alone = bench.scan(str(tree), "--no-cache", "--jobs", "1")
    report = bench.report(alone)
    files = report["coverage"]["files"]
    hit = sorted({each["path"] for each in report["sightings"]})
    is_dense = len(hit) > _DENSE * files
    ours, low, high = bench.in_turn([alone, plain, alike])
    name = f"{tree.name} ({files} files, {'dense' if is_dense else 'sparse'})"
    goal = 5 if is_dense else 0.45 if files > _KERNEL else 0.75
    bench.show(f"{name}: first run / rg -F -l -f", ratio(ours, low), goal, ours.cpu, low.cpu)
    if is_dense:
        bench.show(f"{name}: first run / rg -F -i -o -b -f", ratio(ours, high), 1, ours.cpu, high.cpu)
    bench.show(f"{name}: memory, MB", ours.memory, 120)
    _again(bench, tree, name, ours, plain, is_dense=is_dense)
    if files >= _MANY:
        two, one = bench.in_turn([bench.scan(str(tree), "--no-cache", "--jobs", "2"), alone])
        bench.show(f"{name}: wall of two processes / one", wall_ratio(two, one), 0.65, two.wall, one.wall)
    elif hit:
        _changed(bench, tree, name, hit[len(hit) // 2])
    return is_dense


def _again(bench: Bench, tree: Path, name: str, first: Runs, plain: list[str], *, is_dense: bool) -> None:
    """The second run."""
    kept = bench.scan(str(tree), "--jobs", "1")
    measure(kept, environment(bench.cache))
    again, low = bench.in_turn([kept, plain])
    if is_dense:
        bench.show(f"{name}: second run / rg -F -l -f", ratio(again, low), 1.2, again.cpu, low.cpu)
    else:
        bench.show(f"{name}: second run / first", ratio(again, first), 0.45, again.cpu, first.cpu)


def _changed(bench: Bench, tree: Path, name: str, path: str) -> None:
    """What a run costs beyond the second when one file with sightings has changed, in a copy of the tree."""
    copy = bench.scratch / "changed" / tree.name
    shutil.copytree(tree, copy, symlinks=True, ignore_dangling_symlinks=True)
    time.sleep(_SETTLED)
    scan = bench.scan(str(copy), "--jobs", "1")
    measure(scan, environment(bench.cache))
    beyond = []
    for _ in range(max(bench.rounds, 5)):
        same = measure(scan, environment(bench.cache))
        with (copy / path).open("ab") as file:
            file.write(b"\n")
        beyond.append(measure(scan, environment(bench.cache)).cpu - same.cpu)
        time.sleep(_SETTLED)
        measure(scan, environment(bench.cache))
    beyond.sort()
    bench.show(f"{name}: one file changed, beyond the second run, ms", 1000 * beyond[len(beyond) // 2], 20)
    shutil.rmtree(copy)


def measure_many(bench: Bench, trees: list[Path]) -> None:
    """Several trees at once against each by itself."""
    if len(trees) < 2:
        return
    small = sorted(trees, key=lambda tree: sum(1 for _ in tree.rglob("*")))[:3]
    flags = ("--no-cache", "--jobs", "1")
    commands = [bench.scan(*map(str, small), *flags), *(bench.scan(str(tree), *flags) for tree in small)]
    together, *apart = bench.in_turn(commands)
    alone = sum(runs.cpu for runs in apart)
    bench.show(f"{len(small)} trees in one scan / the sum of each", together.cpu / alone, 1.05, together.cpu, alone)
