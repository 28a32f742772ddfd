"""A letter to each subcontractor: which paragraphs bind it, which do not, what it has to answer."""

from __future__ import annotations

from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Paper, Sheet, name_sheet
from flowdown.report.dossier.serving import subcontractors
from flowdown.report.dossier.subcontract import subcontract


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    found = [
        (supplier, subcontract(facts, index, supplier, serves))
        for index, supplier, serves in subcontractors(facts.profile)
    ]
    sheets = tuple(
        Sheet(name_sheet("flow-down-letter", supplier.id), f"Flow-down letter to {context.to}", context)
        for supplier, context in found
        if context.clauses
    )
    if sheets:
        return sheets
    if not found:
        return Absent("no supplier is stated to be a subcontractor (`subcontractor: yes` in the profile)")
    return Absent("no subcontractor works under a contract that is known to carry a clause that goes down")


PAPER = Paper(
    id="flow-down-letter",
    title="Flow-down letter",
    for_whom="purchasing, to each subcontractor",
    about="which paragraphs go into the subcontract and which do not, the orders not in SAM, what is to be answered",
    rank=51,
    build=_build,
)
