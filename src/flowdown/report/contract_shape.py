"""Shapes a contract that was read for other programs."""

from __future__ import annotations

from flowdown.evidence.contract.proposal import ContractReading, ProposedClause, Seen
from flowdown.evidence.contract.relevance import is_relevant
from flowdown.evidence.profile.clause import name_clause
from flowdown.report.contract_v1 import ContractV1, ProposedClauseV1, ProposedFactV1, SeenV1


def shape_contract(reading: ContractReading) -> ContractV1:
    """`flowdown.contract/1`."""
    document = reading.document
    return ContractV1(
        "flowdown.contract/1",
        document.file,
        document.kind,
        document.digest,
        document.unit.value,
        document.size,
        document.unread,
        (*document.notes, *reading.notes),
        tuple(ProposedFactV1(each.field, each.value, each.is_sure, _seen(each.seen)) for each in reading.facts),
        tuple(_clause(each) for each in reading.clauses),
        reading.questions,
    )


def _clause(clause: ProposedClause) -> ProposedClauseV1:
    return ProposedClauseV1(
        name_clause(clause.number),
        clause.title,
        clause.standing.value,
        clause.why,
        clause.version,
        clause.alternate,
        clause.deviation,
        is_relevant(clause.number),
        _seen(clause.seen),
        tuple(map(_seen, clause.also)),
        clause.notes,
    )


def _seen(seen: Seen) -> SeenV1:
    return SeenV1(seen.number, seen.words)
