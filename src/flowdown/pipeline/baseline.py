"""Make a baseline of what trees depend on now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flowdown.scan.run import Progress


@dataclass(frozen=True, slots=True)
class BaselineText:
    """A baseline as it is written to a file; `is_incomplete` where the scan was interrupted."""

    text: str
    is_incomplete: bool


def make_baseline(
    paths: Sequence[Path], catalogues: Sequence[Path], cache: Path | None = None, progress: Progress | None = None
) -> BaselineText:
    """Scan trees and keep every use with its file and value, without its line.

    Raises `UnusableArgument` for a path that does not exist and `Problems` for a broken catalogue file.
    """
    from flowdown.catalogue import load
    from flowdown.gate.baseline import summarise_known, write_baseline
    from flowdown.scan.run import scan

    scanned = scan(paths, load(catalogues, cache), cache, progress)
    return BaselineText(
        write_baseline(summarise_known(scanned.sightings, is_one_tree=len(scanned.trees) == 1)), scanned.is_incomplete
    )
