"""Lays out a report for people: as a check if there is one, else as a scan."""

from __future__ import annotations

from flowdown.report.page import Page
from flowdown.report.report import Report


def lay_out(report: Report, shows_all: bool = False, shows_counts: bool = False) -> Page:
    """The page of a report; `shows_all` leaves nothing out, `shows_counts` adds the files of each detector."""
    standing = report.standing
    if standing is not None and standing.is_part and not (report.check and report.check.determinations):
        from flowdown.report.gate_page import lay_out_change

        return lay_out_change(report, standing, shows_all, shows_counts)
    if report.check and report.organisation:
        from flowdown.report.organisation_page import lay_out_organisation

        page = lay_out_organisation(report, report.check, shows_all, shows_counts)
    elif report.check:
        from flowdown.report.check_page import lay_out_check

        page = lay_out_check(report, report.check, shows_all, shows_counts)
    else:
        from flowdown.report.scan_page import lay_out_scan

        page = lay_out_scan(report, shows_all, shows_counts)
    if standing is None:
        return page
    from flowdown.report.gate_page import against_blocks, apart_sections, shift_sections

    apart = (*shift_sections(report, standing, shows_all), *apart_sections(report, standing, shows_all))
    return Page((*against_blocks(report, standing), *page.blocks[:-1], *apart, page.blocks[-1]))
