"""Scores the scanner, and a plain word search beside it, against labels that people wrote by reading.

    python bench/detection/score.py TREES [--labels FILE ...] [--verbose]

TREES holds one folder for each labelled repository, named `owner+name`, checked out at the labelled commit.
Figures: vendors a repository (precision, recall; bases model, service and device), use lines within two lines
(recall; precision over the labelled files), tempting mention lines called a use, strength exact; each as counts with
the 95 % interval of Wilson.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
WIRE = {"model", "service", "device"}
NEAR = 2


@dataclass
class Tally:
    """Counts of what was right, for one figure."""

    right: int = 0
    all: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, is_right: bool, what: str) -> None:
        """Count one case; keep its name when it is wrong."""
        self.all += 1
        self.right += is_right
        if not is_right:
            self.misses.append(what)

    def __str__(self) -> str:
        if not self.all:
            return "-"
        low, high = wilson(self.right, self.all)
        return f"{self.right}/{self.all} = {self.right / self.all:.3f} [{low:.2f}, {high:.2f}]"


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion."""
    z, p = 1.96, right / total
    centre = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return centre - half, centre + half


def read_labels(files: list[Path]) -> list[dict]:
    """Every labelled repository."""
    return [
        json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def scan(tree: Path) -> dict:
    """The scanner's own JSON for one tree."""
    command = [sys.executable, "-m", "flowdown", "scan", str(tree), "--format", "json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def score(label: dict, scanned: dict, figures: dict[str, Tally]) -> None:
    """Add one repository to the figures."""
    name = label["repository"]
    wanted = {
        each["vendor"]: each
        for each in label["vendors"]
        if each["basis"] in WIRE and each["strength"] not in ("mention-only", "transitive")
    }
    found: dict[str, str] = {}
    for each in scanned["dependences"]:
        if each["basis"] in WIRE and each["uses"] and each["vendor"]:
            found.setdefault(each["vendor"], each["strength"])
    for vendor in sorted(wanted):
        figures["vendor recall"].add(vendor in found, f"{name}: {vendor} not found")
        if vendor in found:
            exact = found[vendor] == wanted[vendor]["strength"]
            figures["strength exact"].add(
                exact, f"{name}: {vendor} is {wanted[vendor]['strength']}, called {found[vendor]}"
            )
    for vendor in sorted(found):
        figures["vendor precision"].add(vendor in wanted, f"{name}: {vendor} ({found[vendor]}) is no use")
    if not wanted:
        figures["clean repositories clean"].add(not found, f"{name}: {sorted(found)}")
    mention_only = {each["vendor"] for each in label["vendors"] if each["strength"] == "mention-only"} - set(wanted)
    for vendor in sorted(mention_only):
        figures["mention-only vendors kept so"].add(vendor not in found, f"{name}: {vendor}")
    score_lines(name, label, scanned, figures)


def score_lines(name: str, label: dict, scanned: dict, figures: dict[str, Tally]) -> None:
    """Use lines and mention lines of one repository."""
    either = {(each["path"], each["vendor"], each["line"]) for each in label.get("either", [])}
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for each in scanned["sightings"]:
        if each["use"] and each["vendor"]:
            seen[each["path"], each["vendor"]].append(each["line"])
    uses: dict[tuple[str, str], list[int]] = defaultdict(list)
    for each in label["uses"]:
        if each.get("scope") == "outside-catalogue":
            continue
        uses[each["path"], each["vendor"]].append(each["line"])
        hit = any(abs(line - each["line"]) <= NEAR for line in seen[each["path"], each["vendor"]])
        figures["use lines recall"].add(hit, f"{name}: {each['path']}:{each['line']} {each['vendor']} {each['kind']}")
    labelled = {each["path"] for each in (*label["uses"], *label["mentions"])}
    for each in scanned["sightings"]:
        if each["use"] and each["vendor"] and each["path"] in labelled and each["basis"] in WIRE:
            if any((each["path"], each["vendor"], each["line"] + shift) in either for shift in range(-NEAR, NEAR + 1)):
                continue
            known = uses[each["path"], each["vendor"]]
            figures["use lines precision"].add(
                any(abs(line - each["line"]) <= NEAR for line in known),
                f"{name}: {each['path']}:{each['line']} {each['vendor']} {each['kind']} {each['value']}",
            )
    for each in label["mentions"]:
        is_use = (
            each["line"] in seen[each["path"], each["vendor"]]
            and each["line"] not in uses[each["path"], each["vendor"]]
        )
        figures["mention lines kept so"].add(not is_use, f"{name}: {each['path']}:{each['line']} {each['vendor']}")


def main() -> None:
    """Score every labelled repository that is laid out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", type=Path)
    parser.add_argument("--labels", action="append", type=Path, default=[])
    parser.add_argument("--verbose", action="store_true", help="list every case that is wrong")
    arguments = parser.parse_args()
    figures: dict[str, Tally] = defaultdict(Tally)
    done = 0
    for label in read_labels(arguments.labels or sorted(HERE.glob("labels-*.jsonl"))):
        tree = arguments.trees / label["repository"].replace("/", "+")
        if not tree.is_dir():
            print(f"not laid out: {tree.name}")
            continue
        score(label, scan(tree), figures)
        done += 1
    print(f"{done} repositories")
    for name in sorted(figures):
        print(f"{name:30} {figures[name]}")
        if arguments.verbose:
            for miss in figures[name].misses:
                print(f"    {miss}")


if __name__ == "__main__":
    main()
