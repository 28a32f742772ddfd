"""Scan trees and report what they depend on."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.pipeline.gate import NO_GATE, GateRequest, scan_with_gate
from flowdown.scan.run import USUAL, Effort, Progress

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.pipeline.record import Keeping, Shelf
    from flowdown.report.report import Report
    from flowdown.scan.sighting import Scan


def scan_paths(
    paths: Sequence[Path],
    catalogues: Sequence[Path],
    today: datetime.date,
    cache: Path | None = None,
    progress: Progress | None = None,
    vendors: Sequence[str] = (),
    gate: GateRequest = NO_GATE,
    effort: Effort = USUAL,
    keeping: Keeping | Shelf | None = None,
) -> Report:
    """Scan folders or files with the built-in catalogue and more catalogue folders; `gate` says what to compare with.

    With `keeping` a scan of whole trees is kept in the store of claims.

    With `vendors` (ids or aliases) the report is restricted to these, and says how much it leaves out.
    Raises `UnusableArgument` for a path or vendor that does not exist and `Problems` for a broken catalogue file.
    """
    from flowdown.catalogue import load
    from flowdown.report import build

    catalogue = load(catalogues, cache)
    only = _chosen(catalogue, vendors) if vendors else frozenset()
    keep = None
    if keeping is not None:
        from flowdown.pipeline.record import keeper_of

        keep = keeper_of(keeping, catalogue)
    scanned, standing = scan_with_gate(paths, catalogue, gate, today, cache, progress, only, effort)
    if keep is not None and not gate.is_part:
        keep(scanned, paths)
    shown = restrict(scanned, only) if only else scanned
    report = build(scanned.tool, today.isoformat(), shown, catalogue, standing=standing)
    if not only:
        return report
    names = dict(report.vendor_names) | {vendor: catalogue.vendors[vendor].name for vendor in only}
    left_out = len(scanned.sightings) - len(shown.sightings)
    return replace(report, vendor_names=names, only_vendors=tuple(sorted(only)), left_out=left_out)


def scan_as_before(
    path: Path,
    catalogues: Sequence[Path],
    today: datetime.date,
    cache: Path,
    progress: Progress | None = None,
    effort: Effort = USUAL,
) -> Report:
    """Scan one tree for a report in JSON alone: of a tree that tells the same as before the text is kept.

    Raises what `scan_paths` does.
    """
    from flowdown.catalogue import load
    from flowdown.gate.find_waivers import find_waivers
    from flowdown.pipeline.gate import standing_of
    from flowdown.report import build
    from flowdown.report.kept_text import KeptText
    from flowdown.report.report import Report
    from flowdown.scan.run import scan

    catalogue = load(catalogues, cache)
    text = KeptText(cache, path)

    def is_told(name: str, anew: Collection[str]) -> bool:
        # Files that are as they were hold no waiver, or there would be no text.
        return not find_waivers(path, "", anew, catalogue) and text.recall(name)

    scanned = scan([path], catalogue, cache, progress, effort=effort, recall=is_told)
    if text.is_recalled:
        return Report(scanned.tool, today.isoformat(), scanned, {}, {}, {}, text=text)
    standing = standing_of(scanned, [path], catalogue, NO_GATE, today)
    report = build(scanned.tool, today.isoformat(), scanned, catalogue, standing=standing)
    return replace(report, text=text) if standing is None else report


def _chosen(catalogue: Catalogue, vendors: Sequence[str]) -> frozenset[str]:
    from flowdown.pipeline.vendors import choose_vendors

    return choose_vendors(catalogue, vendors)


def restrict(scan: Scan, only: frozenset[str]) -> Scan:
    """A scan with what concerns these vendors.

    What is not determined stays, since it could be theirs; so do questions, and gaps that could hold their traces.
    """
    return replace(
        scan,
        sightings=tuple(each for each in scan.sightings if each.vendor is None or each.vendor in only),
        dependences=tuple(each for each in scan.dependences if each.vendor in only),
        gaps=tuple(gap for gap in scan.gaps if not gap.may_carry or not only.isdisjoint(gap.may_carry)),
    )
