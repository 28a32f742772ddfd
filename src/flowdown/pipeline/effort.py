"""How a scan goes about it, and which of several trees were lost, for those who ask the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.scan.run import USUAL, Effort, lost

if TYPE_CHECKING:
    from flowdown.report.report import Report

__all__ = ["USUAL", "Effort", "lost_trees"]


def lost_trees(report: Report) -> list[tuple[str, str]]:
    """The root of every one of several trees that could not be scanned at all, and why."""
    roots = {tree.id: tree.root for tree in report.scan.trees}
    return [(roots[gap.tree], gap.reason) for gap in lost(report.scan)] if len(roots) > 1 else []
