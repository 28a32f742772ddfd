"""Compares the walker, the reader and the prefilter with ripgrep on trees laid out beforehand.

    python bench/walk/run.py --rg rg [--rounds 5] [--keywords FILE] TREE...

Each round runs every task once, in turn, as a process of its own; the figures are CPU seconds (user and system,
children included), medians over the rounds, and medians of the rounds' ratios. FILE is JSON, rows of a keyword's
fields; without it the catalogue's keywords are taken. The file cache is warmed first.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import astuple
from pathlib import Path

from flowdown.catalogue import load
from flowdown.catalogue.keyword import Keyword
from flowdown.catalogue.match import Index
from flowdown.scan import prefilter

HERE = Path(__file__).parent
PAIRS = (("walk", "rg --files"), ("match", "rg -F -l"), ("match", "rg -F -i -l"), ("match", "rg -F -i -o -b"))
RIPGREP = {
    "rg --files": ["--files"],
    "rg -F -l": ["-F", "-l", "-f"],
    "rg -F -i -l": ["-F", "-i", "-l", "-f"],
    "rg -F -i -o -b": ["-F", "-i", "-o", "-b", "-f"],
}
TASKS = ("walk", "read", "match", *RIPGREP)


def main() -> None:
    """Run all rounds over all trees and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="+", type=Path)
    parser.add_argument("--rg", default="rg")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keywords", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "keywords.json"
        words = Path(folder) / "words"
        chosen = json.loads(options.keywords.read_text()) if options.keywords else catalogue_keywords()
        rows.write_text(json.dumps(chosen), encoding="utf-8")
        words.write_text("\n".join(sorted({row[0] for row in chosen})) + "\n", encoding="utf-8")
        tune(rows, folder)
        print(f"{len(chosen)} keywords, {options.rounds} rounds, CPU seconds (medians)\n")
        print("| tree | files | MB | hits | " + " | ".join(TASKS) + " | " + " | ".join(map(ratio_title, PAIRS)) + " |")
        print("|---" * (4 + len(TASKS) + len(PAIRS)) + "|")
        for tree in options.trees:
            print(measure(tree, options.rg, rounds=options.rounds, rows=rows, words=words, cache=folder), flush=True)


def ratio_title(pair: tuple[str, str]) -> str:
    return f"{pair[0]} / {pair[1]}"


def catalogue_keywords() -> list[tuple[object, ...]]:
    """The built-in catalogue's keywords."""
    return [astuple(keyword) for keyword in Index(load()).keywords()]


def tune(rows: Path, folder: str) -> None:
    """Put a tuned database into the cache folder, as a user's second run has it."""
    prefilter.tune([Keyword(*row) for row in json.loads(rows.read_text(encoding="utf-8"))], Path(folder))


def measure(tree: Path, rg: str, *, rounds: int, rows: Path, words: Path, cache: str) -> str:
    """One row of the table."""
    commands: dict[str, list[str]] = {
        task: [sys.executable, str(HERE / "worker.py"), task, str(tree), str(rows), cache]
        for task in ("walk", "read", "match")
    }
    for task, arguments in RIPGREP.items():
        patterns = [str(words)] if "-f" in arguments else []
        commands[task] = [rg, "--hidden", "--no-config", *arguments, *patterns, str(tree)]
    counts = json.loads(run(commands["match"])[1])
    seconds: dict[str, list[float]] = {task: [] for task in TASKS}
    for _ in range(rounds):
        for task in TASKS:
            seconds[task].append(run(commands[task])[0])
    figures = [f"{statistics.median(seconds[task]):.2f}" for task in TASKS]
    ratios = [
        f"{statistics.median(ours / theirs for ours, theirs in zip(seconds[left], seconds[right], strict=True)):.2f}"
        for left, right in PAIRS
    ]
    head = [tree.name, str(counts["files"]), f"{counts['bytes'] / 1e6:.1f}", str(counts["hits"])]
    return "| " + " | ".join([*head, *figures, *ratios]) + " |"


def run(command: list[str]) -> tuple[float, bytes]:
    """CPU seconds of a command with its children, and what it printed (ripgrep's output is thrown away)."""
    is_ours = command[0] == sys.executable
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output if is_ours else subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"failed: {' '.join(command)}")
        output.seek(0)
        return usage.ru_utime + usage.ru_stime, output.read()


if __name__ == "__main__":
    main()
