"""Scan trees and report what they depend on."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from flowdown.report.report import Report
from flowdown.scan.run import Progress


def scan_paths(
    paths: Sequence[Path],
    catalogues: Sequence[Path],
    today: datetime.date,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Scan folders or files with the built-in catalogue and more catalogue folders.

    Raises `UnusableArgument` for a path that does not exist and `Problems` for a broken catalogue file.
    """
    from flowdown.catalogue import load
    from flowdown.report import build
    from flowdown.scan.run import scan

    catalogue = load(catalogues, cache)
    scanned = scan(paths, catalogue, cache, progress)
    return build(scanned.tool, today.isoformat(), scanned, catalogue)
