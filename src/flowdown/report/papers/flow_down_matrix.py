"""Which clause, and which paragraph of it, goes into which subcontract."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.evidence.profile.field import Answer
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Paper, Sheet
from flowdown.report.dossier.passing import ClauseOfContract, Paragraph, clauses_to_pass, paragraphs_of
from flowdown.report.dossier.serving import served_by_supplier, subcontractors


@dataclass(frozen=True, slots=True)
class Under:
    """A subcontractor and the contracts that it works under."""

    id: str
    name: str
    contracts: str
    clauses: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class MatrixContext:
    """The matrix."""

    clauses: tuple[ClauseOfContract, ...]
    subcontractors: tuple[Under, ...]
    unsettled: tuple[Under, ...]
    without_clause: tuple[Paragraph, ...]
    incomplete: tuple[str, ...]


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    clauses = tuple(clauses_to_pass(facts))
    if not clauses:
        return Absent("no contract is known to carry a clause of which it is known whether it goes into subcontracts")
    profile = facts.profile
    unsettled = [
        (index, each, served_by_supplier(profile, each))
        for index, each in enumerate(profile.suppliers)
        if each.subcontractor is Answer.UNKNOWN
    ]
    groups = [
        tuple(
            Under(
                supplier.id,
                supplier.name or supplier.id,
                serves.words,
                tuple(each.stands for each in clauses if each.contract in serves.contracts),
                facts.stands_at(("suppliers", index)),
            )
            for index, supplier, serves in found
        )
        for found in (subcontractors(profile), unsettled)
    ]
    touched = {each.contract for each in clauses}
    context = MatrixContext(
        clauses,
        groups[0],
        tuple(each for each in groups[1] if each.clauses or each.contracts == "not known"),
        paragraphs_of(facts).get("", ()),
        tuple(
            each.id for each in profile.contracts if each.all_clauses_listed is not Answer.YES and each.id in touched
        ),
    )
    return (Sheet("flow-down-matrix", "Flow-down matrix", context),)


PAPER = Paper(
    id="flow-down-matrix",
    title="Flow-down matrix",
    for_whom="contracts, purchasing",
    about="which paragraph of which clause goes into which subcontract, which stays, in whose words",
    rank=50,
    build=_build,
)
