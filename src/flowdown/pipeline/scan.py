"""Scan trees and report what they depend on."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from flowdown.pipeline.gate import NO_GATE, GateRequest, scan_with_gate
from flowdown.report.report import Report
from flowdown.scan.run import Progress


def scan_paths(
    paths: Sequence[Path],
    catalogues: Sequence[Path],
    today: datetime.date,
    cache: Path | None = None,
    progress: Progress | None = None,
    gate: GateRequest = NO_GATE,
) -> Report:
    """Scan folders or files with the built-in catalogue and more catalogue folders; `gate` says what to compare with.

    Raises `UnusableArgument` for a path that does not exist and `Problems` for a broken catalogue file.
    """
    from flowdown.catalogue import load
    from flowdown.report import build

    catalogue = load(catalogues, cache)
    scanned, standing = scan_with_gate(paths, catalogue, gate, today, cache, progress)
    return build(scanned.tool, today.isoformat(), scanned, catalogue, standing=standing)
