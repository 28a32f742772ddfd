"""The first report on something found: one for each duty, contract and find, with the fields of the clause version there."""

from __future__ import annotations

from flowdown.report.dossier.clocks import of_finds
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Paper, Sheet
from flowdown.report.dossier.report_form import report_sheet


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    sheets = tuple(report_sheet(facts, each) for each in of_finds(facts) if not each.follows)
    if sheets:
        return sheets
    if not facts.occurrences:
        return Absent("nothing found of a covered vendor is recorded (`discoveries` of the profile)")
    return Absent("what was found starts no report in any contract, as far as the profile and the orders tell")


PAPER = Paper(
    id="first-report",
    title="First report",
    for_whom="whoever reports to the contracting office",
    about="what was found, with the fields and to the offices that the clause version of the contract names",
    rank=11,
    build=_build,
)
