"""The form in which a subcontractor answers: clause by clause, with scope, day and limits."""

from __future__ import annotations

from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Paper, Sheet, name_sheet
from flowdown.report.dossier.serving import subcontractors
from flowdown.report.dossier.subcontract import subcontract


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    sheets = []
    for index, supplier, serves in subcontractors(facts.profile):
        context = subcontract(facts, index, supplier, serves)
        if context.clauses:
            name = name_sheet("attestation-form", supplier.id)
            sheets.append(Sheet(name, f"Attestation of {context.to}", context))
    return tuple(sheets) or Absent("no subcontractor is known under a contract with a clause that goes down")


PAPER = Paper(
    id="attestation-form",
    title="Form of attestation",
    for_whom="each subcontractor, to sign",
    about="what it provides or uses of what the clauses forbid, for which work, as of which day, within which limits",
    rank=52,
    build=_build,
)
