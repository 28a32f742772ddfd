"""Lays out a report for people: as a check if there is one, else as a scan."""

from __future__ import annotations

from flowdown.report.check_page import lay_out_check
from flowdown.report.page import Page
from flowdown.report.report import Report
from flowdown.report.scan_page import lay_out_scan


def lay_out(report: Report, shows_all: bool = False, shows_counts: bool = False) -> Page:
    """The page of a report; `shows_all` leaves nothing out, `shows_counts` adds the files of each detector."""
    if report.check:
        return lay_out_check(report, report.check, shows_all, shows_counts)
    return lay_out_scan(report, shows_all, shows_counts)
