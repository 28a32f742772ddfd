"""The report that follows on the first: what more was done, and what is planned."""

from __future__ import annotations

from flowdown.report.dossier.clocks import of_finds
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Paper, Sheet
from flowdown.report.dossier.report_form import report_sheet


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    sheets = tuple(report_sheet(facts, each) for each in of_finds(facts) if each.follows)
    if sheets:
        return sheets
    if any(not each.follows for each in of_finds(facts)):
        return Absent("the clauses in these contracts ask for one report only, as far as they were read")
    return Absent("there is no first report on which one could follow")


PAPER = Paper(
    id="second-report",
    title="Second report",
    for_whom="whoever reports to the contracting office",
    about="further mitigation and efforts, counted from the day on which the first report went out",
    rank=12,
    build=_build,
)
