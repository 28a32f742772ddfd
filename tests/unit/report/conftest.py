"""Reports as a real run would make them, for every test of the formats."""

from __future__ import annotations

import pytest

from flowdown.report.report import Report

from .samples import bare_report, check_report, hostile_report, scan_report, two_tree_report

SAMPLES = {
    "bare": bare_report,
    "check": check_report,
    "hostile": hostile_report,
    "scan": scan_report,
    "two-trees": two_tree_report,
}


@pytest.fixture(params=sorted(SAMPLES))
def any_report(request: pytest.FixtureRequest) -> Report:
    """Each sample in turn."""
    return SAMPLES[request.param]()
