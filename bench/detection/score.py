"""Scores the scanner, and a plain word search beside it, against labels that people wrote by reading.

    python bench/detection/score.py TREES [--sealed | --labels FILE ...] [--verbose]

TREES holds one folder for each labelled repository, named `owner+name`, checked out at the labelled commit.
Figures: vendors a repository (precision, recall; bases model, service and device), use lines within two lines
(recall; precision over the labelled files), tempting mention lines not called a use, strength exact; each as counts
with the 95 % interval of Wilson. Lines that the labels leave open count neither way, nor does a vendor that is seen
on such lines alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from labels import HERE, WIRE, Label, Line, read_labels, share
from words import WordSearch, words_of_vendors


@dataclass(slots=True)
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


@dataclass(frozen=True, slots=True)
class Answer:
    """What one method says of one tree: the strength of each vendor used (empty: not said), and the use lines.

    `hosts` are use lines that show the vendor only as host or library; they count for recall alone.
    """

    strengths: dict[str, str]
    uses: tuple[Line, ...]
    hosts: tuple[Line, ...] = ()


Figures = dict[str, Tally]
Method = Callable[[Path], Answer]


def scan(tree: Path) -> Answer:
    """What the scanner says."""
    command = [sys.executable, "-m", "flowdown", "scan", str(tree), "--format", "json"]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    strengths: dict[str, str] = {}
    for each in told["dependences"]:
        if each["basis"] in WIRE and each["uses"] and each["vendor"]:
            strengths.setdefault(each["vendor"], each["strength"])
    lines: dict[bool, list[Line]] = {True: [], False: []}
    for each in told["sightings"]:
        if each["use"] and each["vendor"]:
            kind = f"{each['kind']} {each['value']}"
            lines[each["basis"] in WIRE].append(Line(each["path"], each["line"], each["vendor"], kind))
    return Answer(strengths, tuple(lines[True]), tuple(lines[False]))


def search_words() -> Method:
    """The word search: every hit is a use of the word's vendor."""
    words = WordSearch(words_of_vendors())

    def search(tree: Path) -> Answer:
        lines = tuple(words.search(tree))
        return Answer(dict.fromkeys((each.vendor for each in lines), ""), lines)

    return search


def score(label: Label, answer: Answer, figures: Figures) -> None:
    """Add one repository to the figures."""
    score_vendors(label, answer, figures)
    score_lines(label, answer, figures)


def score_vendors(label: Label, answer: Answer, figures: Figures) -> None:
    """Vendors of one repository: found, rightly found, and how strongly."""
    name, wanted, found = label.repository, label.used, answer.strengths
    for vendor, strength in sorted(wanted.items()):
        figures["vendor recall"].add(vendor in found, f"{name}: {vendor} not found")
        if said := found.get(vendor):
            figures["strength exact"].add(said == strength, f"{name}: {vendor} is {strength}, called {said}")
    wrong = sorted(set(found) - set(wanted) - open_vendors(label, answer))
    for vendor in sorted(set(found) & set(wanted)) + wrong:
        figures["vendor precision"].add(vendor in wanted, f"{name}: {vendor} ({found[vendor]}) is no use")
    if not wanted:
        figures["clean repositories clean"].add(not wrong, f"{name}: {wrong}")
    for vendor in sorted(label.mentioned_only):
        figures["mention-only vendors kept so"].add(vendor not in wrong, f"{name}: {vendor}")


def open_vendors(label: Label, answer: Answer) -> set[str]:
    """The vendors seen on lines alone that the labels leave open."""
    seen: dict[str, list[bool]] = defaultdict(list)
    for each in answer.uses:
        seen[each.vendor].append(each.is_near(label.either))
    return {vendor for vendor, is_open in seen.items() if all(is_open)}


def score_lines(label: Label, answer: Answer, figures: Figures) -> None:
    """Use lines and mention lines of one repository."""
    seen: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for each in (*answer.uses, *answer.hosts):
        seen[each.path, each.vendor].append(each)
    for each in label.uses:
        figures["use lines recall"].add(each.is_near(seen[each.path, each.vendor]), show(label, each))
    labelled = {each.path for each in (*label.uses, *label.mentions)}
    for each in answer.uses:
        if each.path in labelled and not each.is_near(label.either):
            figures["use lines precision"].add(each.is_near(label.uses), show(label, each))
    uses = {(each.path, each.line, each.vendor) for each in label.uses}
    for each in label.mentions:
        is_use = any(line.line == each.line for line in seen[each.path, each.vendor])
        is_right = not is_use or (each.path, each.line, each.vendor) in uses
        figures["mention lines kept so"].add(is_right, show(label, each))


def show(label: Label, line: Line) -> str:
    """A line as it is named in the list of what is wrong."""
    return f"{label.repository}: {line.path}:{line.line} {line.vendor} {line.kind}".rstrip()


def main() -> None:
    """Score every labelled repository that is laid out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", type=Path)
    parser.add_argument("--labels", action="append", type=Path, default=[])
    parser.add_argument("--sealed", action="store_true", help="the sealed half in place of the development half")
    parser.add_argument("--verbose", action="store_true", help="list every case in which the scanner is wrong")
    arguments = parser.parse_args()
    files = arguments.labels or ([HERE / "sealed.jsonl"] if arguments.sealed else sorted(HERE.glob("labels-*.jsonl")))
    word_search = search_words()
    ours: Figures = defaultdict(Tally)
    words: Figures = defaultdict(Tally)
    done = 0
    for label in read_labels(files):
        tree = arguments.trees / label.folder
        if not tree.is_dir():
            print(f"not laid out: {tree.name}")
            continue
        score(label, scan(tree), ours)
        score(label, word_search(tree), words)
        done += 1
    print_figures(done, ours, words, is_verbose=arguments.verbose)


def print_figures(done: int, ours: Figures, words: Figures, is_verbose: bool) -> None:
    """Both columns of every figure."""
    print(f"{done} repositories\n{'':30} {'flowdown':36} word search")
    for name in sorted(ours.keys() | words.keys()):
        columns = [share(figures[name].right, figures[name].all) for figures in (ours, words)]
        print(f"{name:30} {columns[0]:36} {columns[1]}")
        if is_verbose:
            for miss in ours[name].misses:
                print(f"    {miss}")


if __name__ == "__main__":
    main()
