"""Measures `whose`: shares right, and what look-ups cost.

    python bench/whose/measure.py [--shared ../shared] [--ids FILE ...]

`--ids` names files of model ids, one a line (for instance taken from a public price list): counted are those that
resolve; the rest is printed for reading.
"""

from __future__ import annotations

import argparse
import json
import pickle
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from flowdown.catalogue import load
from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.match import Index
from flowdown.pipeline.whose import whose

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
NO_MATCH = ("application/json", "src/components/Button.tsx", "hello world this is text", "utf-8", "command-line-tool")
MATCH = (
    "gpt-4o-mini",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "openrouter/anthropic/claude-3.5-sonnet:beta",
    "deepseek-ai/DeepSeek-R1-Distill-Llama-70B",
)


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--ids", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    catalogue, cost = timed(load)
    print(f"load {cost * 1e3:.0f} ms CPU; {len(catalogue.vendors)} vendors, {len(catalogue.routes)} routes")
    index = Index(catalogue)
    score_shared(arguments.shared / "data" / "model-ids" / "model_ids.jsonl", catalogue, index)
    for name in ("lineage", "overreach", "unseen"):
        score_own(ROOT / "tests" / "model_ids" / f"{name}.jsonl", index)
    for file in arguments.ids:
        score_ids(file, index)
    speed(catalogue, index)


def score_shared(file: Path, catalogue: Catalogue, index: Index) -> None:
    """Print the share of the shared rows whose makers are the given one, and every row that is not."""
    if not file.is_file():
        print(f"shared rows: none at {file}")
        return
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    wrong = []
    for row in rows:
        maker = catalogue.vendor_of(row["maker"])
        answer = whose(row["model_id"], index)
        if maker is None or answer.makers != (maker.id,):
            wrong.append((row, answer.makers))
    print(f"shared rows: {len(rows) - len(wrong)} of {len(rows)} = {1 - len(wrong) / len(rows):.2%}")
    for row, makers in wrong:
        print(f"  {row['route']}\t{row['model_id']}\tgiven {row['maker']}\tours {' '.join(makers) or 'unknown'}")


def score_own(file: Path, index: Index) -> None:
    """Print the share of our own rows that come out as written."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    right = 0
    for row in rows:
        answer = whose(row["query"], index)
        vendors = row.get("vendors", row["makers"])
        right += list(answer.makers) == row["makers"] and sorted(answer.vendors) == vendors
    print(f"{file.stem}: {right} of {len(rows)}")


def score_ids(file: Path, index: Index) -> None:
    """Print how many ids of a list resolve, and those that do not."""
    ids = sorted(set(file.read_text(encoding="utf-8").split()))
    unknown = [text for text in ids if index.model(text) is None]
    print(f"{file.name}: {len(ids) - len(unknown)} of {len(ids)} resolve; not: {' '.join(unknown)}")


def speed(catalogue: Catalogue, index: Index) -> None:
    """Print what building and looking up cost, in CPU time."""
    builds = [timed(lambda: Index(catalogue))[1] for _ in range(7)]
    print(f"build {statistics.median(builds) * 1e3:.0f} ms; pickled {len(pickle.dumps(index)) // 1024} kB")
    keywords, cost = timed(index.keywords)
    print(f"keywords {cost * 1e3:.0f} ms; {len(keywords)}")
    print(f"no match {each(lambda: read(index, NO_MATCH), len(NO_MATCH)):.1f} us")
    print(f"match, seen before {each(lambda: read(index, MATCH), len(MATCH)):.1f} us")
    fresh = iter(range(10**9))
    print(f"match, new {each(lambda: read(index, [f'{text}-{next(fresh)}' for text in MATCH]), len(MATCH)):.1f} us")


def read(index: Index, texts: Iterable[str]) -> None:
    """Read each text."""
    for text in texts:
        index.model(text)


def each(action: Callable[[], object], count: int, rounds: int = 4000) -> float:
    """CPU microseconds of one of the `count` look-ups in an action."""
    return timed(lambda: [action() for _ in range(rounds)])[1] / rounds / count * 1e6


def timed(action: Callable[[], T]) -> tuple[T, float]:
    """What an action returns, and its CPU seconds."""
    start = time.process_time()
    done = action()
    return done, time.process_time() - start


if __name__ == "__main__":
    main()
