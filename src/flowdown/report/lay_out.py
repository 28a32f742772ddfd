"""Lays out a report for people: as a check if there is one, else as a scan."""

from __future__ import annotations

from flowdown.report.check_page import lay_out_check
from flowdown.report.gate_page import against_blocks, apart_sections, lay_out_change, shift_sections
from flowdown.report.page import Page
from flowdown.report.report import Report
from flowdown.report.scan_page import lay_out_scan


def lay_out(report: Report, shows_all: bool = False) -> Page:
    """The page of a report; `shows_all` leaves nothing out."""
    standing = report.standing
    if standing is not None and standing.is_part and not (report.check and report.check.determinations):
        return lay_out_change(report, standing, shows_all)
    if report.check:
        page = lay_out_check(report, report.check, shows_all)
        shifts = shift_sections(report, standing, shows_all) if standing else []
    else:
        page = lay_out_scan(report, shows_all)
        shifts = shift_sections(report, standing, shows_all) if standing else []
    if standing is None:
        return page
    apart = apart_sections(report, standing, shows_all)
    return Page((*against_blocks(report, standing), *page.blocks[:-1], *shifts, *apart, page.blocks[-1]))
