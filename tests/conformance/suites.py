"""Takes the documents of a suite in shared data as `flowdown import` does, without keeping anything."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from pathlib import Path

from flowdown.evidence.arriving.taken import Fate, Taken
from flowdown.pipeline.importing import Wanted, import_documents

MOMENT = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)


def rows(folder: Path, *, of: Callable[[dict[str, str]], bool] = lambda row: True) -> dict[Path, bool]:
    """The files of a manifest that are marked valid or invalid, and whether they are valid."""
    with (folder / "manifest.csv").open(newline="") as stream:
        found = [row for row in csv.DictReader(stream) if row["expected"] in ("valid", "invalid") and of(row)]
    assert found, folder
    return {folder / row["path"]: row["expected"] == "valid" for row in found}


def judge(files: list[Path], base: Path, cache: Path, *, strict: bool = True) -> dict[Path, Taken]:
    """What becomes of each file."""
    taken = import_documents(Wanted(tuple(files), strict=strict, dry_run=True), base / "none", MOMENT, base, cache)
    return dict(zip(files, taken, strict=True))


def wrong(expected: dict[Path, bool], taken: dict[Path, Taken], base: Path) -> list[str]:
    """Every file that is judged otherwise than it is marked, and every refusal that does not say where."""
    found = []
    for file, is_valid in expected.items():
        each, name = taken[file], file.relative_to(base).as_posix()
        if (each.fate is Fate.CHECKED) != is_valid:
            found.append(f"{name}: {each.fate} {[str(reason) for reason in each.why][:3]}")
        elif not is_valid and not all(why.where and why.where.file == name for why in each.why):
            found.append(f"{name}: refused without its name: {each.why[0]}")
        elif not is_valid and not any(why.where and (why.where.path or why.where.line) for why in each.why):
            found.append(f"{name}: refused without a place: {each.why[0]}")
    return found
