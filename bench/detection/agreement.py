"""Measures how far two readers agree who labelled the same repositories without seeing each other's labels.

    python bench/detection/agreement.py [--first FILE ...] [--second FILE ...]

Without options it compares `readers/*-A.jsonl` with `readers/*-B.jsonl`. Figures, as counts with 95 % intervals
(Wilson; for kappa the bootstrap over repositories): vendors used or not, out of all that either reader names;
the strength of those that both call used; and the use lines of each that the other has within two lines, in files
from which the other lists anything: as a use, or at least as a line that could be read either way.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from labels import HERE, Label, read_labels, share

ROUNDS = 2000
Pair = tuple[Label, Label]
Vote = tuple[bool, bool]


def pair_up(first: Sequence[Label], second: Sequence[Label]) -> list[Pair]:
    """The labels of both readers for each repository; refuses repositories or commits that differ."""
    others = {each.repository: each for each in second}
    if {each.repository for each in first} != others.keys():
        raise SystemExit("the two readers labelled different repositories")
    for each in first:
        if each.commit != others[each.repository].commit:
            raise SystemExit(f"the two readers labelled different commits of {each.repository}")
    return [(each, others[each.repository]) for each in first]


def votes(pair: Pair) -> list[Vote]:
    """For each vendor that either reader names: does the first call it used, does the second."""
    one, other = pair
    return [(vendor in one.used, vendor in other.used) for vendor in sorted(one.named | other.named)]


def kappa(cases: Sequence[Vote]) -> float:
    """Cohen's kappa: agreement beyond what the readers' rates of `used` would give by chance."""
    total = len(cases)
    observed = sum(one == other for one, other in cases) / total
    first, second = (sum(case[place] for case in cases) / total for place in (0, 1))
    expected = first * second + (1 - first) * (1 - second)
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def kappa_interval(pairs: Sequence[Pair]) -> tuple[float, float]:
    """The 95 % interval of kappa, drawing repositories anew."""
    draw = random.Random(0)  # the same figures every time
    cases = [votes(pair) for pair in pairs]
    drawn = sorted(kappa([vote for each in draw.choices(cases, k=len(cases)) for vote in each]) for _ in range(ROUNDS))
    return drawn[int(ROUNDS * 0.025)], drawn[int(ROUNDS * 0.975)]


def print_vendors(pairs: Sequence[Pair]) -> None:
    """Agreement on which vendors are used, and how strongly."""
    cases = [vote for pair in pairs for vote in votes(pair)]
    low, high = kappa_interval(pairs)
    both = sum(one and other for one, other in cases)
    print(f"{'vendors used or not':42} {share(sum(one == other for one, other in cases), len(cases))}")
    print(f"{'  both used / first only / second only':42} {both} / {_only(cases, 0)} / {_only(cases, 1)}")
    print(f"{'  kappa':42} {kappa(cases):.3f} [{low:.2f}, {high:.2f}]")
    shared = [(one.used[each], other.used[each]) for one, other in pairs for each in one.used.keys() & other.used]
    print(f"{'strength, of vendors both call used':42} {share(sum(a == b for a, b in shared), len(shared))}")


def _only(cases: Sequence[Vote], place: int) -> int:
    return sum(case[place] and not case[1 - place] for case in cases)


def print_lines(pairs: Sequence[Pair], names: str) -> None:
    """How many use lines of the first of each pair the second has too."""
    as_use = as_open = shared = total = 0
    for one, other in pairs:
        read = {each.path for each in (*other.uses, *other.mentions, *other.either)}
        total += len(one.uses)
        for each in one.uses:
            if each.path in read:
                shared += 1
                as_use += each.is_near(other.uses)
                as_open += each.is_near((*other.uses, *other.either))
    print(f"{f'use lines of {names}':42} {total}, of them {shared} in files that both labelled")
    print(f"{'  the other has a use there':42} {share(as_use, shared)}")
    print(f"{'  the other has a use or `either` there':42} {share(as_open, shared)}")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--first", nargs="+", type=Path, default=sorted((HERE / "readers").glob("*-A.jsonl")))
    parser.add_argument("--second", nargs="+", type=Path, default=sorted((HERE / "readers").glob("*-B.jsonl")))
    arguments = parser.parse_args()
    pairs = pair_up(read_labels(arguments.first), read_labels(arguments.second))
    print(f"{len(pairs)} repositories")
    print_vendors(pairs)
    print_lines(pairs, "the first")
    print_lines([(other, one) for one, other in pairs], "the second")


if __name__ == "__main__":
    main()
