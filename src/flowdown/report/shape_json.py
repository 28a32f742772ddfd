"""A report as other programs read it: its check if there is one, else its scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdown.report.scan_v1 import ScanV1, shape_scan
from flowdown.report.standing_v1 import shape_standing

if TYPE_CHECKING:
    from flowdown.report.json_v1 import CheckV1
    from flowdown.report.report import Report


def shape(report: Report) -> ScanV1 | CheckV1:
    """The report as other programs read it: its check if there is one, else its scan."""
    standing = shape_standing(report.standing)
    if report.check:
        # What reasons about orders is a third of a small scan's time, and no part of it.
        from flowdown.report.json_v1 import shape_check

        return shape_check(report.check, standing)
    return shape_scan(report.scan, report.only_vendors, report.left_out, standing)
