"""Reads a contract: its clauses put together, its numbers and days, and what it leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from flowdown.evidence.contract.find_clauses import find_clauses
from flowdown.evidence.contract.find_facts import find_facts, is_modification
from flowdown.evidence.contract.proposal import ContractReading, ProposedClause, ProposedFact
from flowdown.evidence.contract.relevance import is_relevant
from flowdown.evidence.contract.running_text import RunningText
from flowdown.evidence.contract.standing import RANK, Standing
from flowdown.evidence.document.document import ReadDocument
from flowdown.evidence.profile.clause import examine_version, month_of, name_clause

_MOST_PLACES = 5


def read_contract(document: ReadDocument) -> ContractReading:
    """What a contract says of its clauses, numbers and days, as proposals for a person to confirm."""
    running = RunningText(document.lines)
    facts = find_facts(running, document.cells)
    groups: dict[tuple[str, str], list[ProposedClause]] = {}
    for each in find_clauses(running):
        groups.setdefault((each.number, each.alternate), []).append(each)
    clauses = tuple(sorted((_put_together(group, document) for group in groups.values()), key=_order))
    notes = tuple(_notes(running, facts, clauses))
    return ContractReading(document, clauses, facts, notes, tuple(_questions(facts, clauses, document)))


def _order(clause: ProposedClause) -> tuple[bool, list[int], str]:
    return not is_relevant(clause.number), [int(each) for each in re.findall(r"\d+", clause.number)], clause.alternate


def _put_together(group: Sequence[ProposedClause], document: ReadDocument) -> ProposedClause:
    """One clause out of all places that name it: what outweighs, with the version of the first that has one."""
    best = min(group, key=lambda each: (RANK[each.standing], not each.version, not each.title))
    removed = [each for each in group if each.standing is Standing.REMOVED]
    if removed and best.standing is Standing.INCORPORATED:
        gone = {each.version for each in removed}
        added = [each for each in group if each.standing is Standing.INCORPORATED and each.version not in gone | {""}]
        best = added[0] if added else removed[0]
    same = [each for each in group if each.standing is best.standing]
    title = next((each.title for each in (best, *same, *group) if each.title), "")
    others = tuple(each for each in same if each.version and best.version and each.version != best.version)
    notes = [*best.notes, *(f"also named with {each.version} on {document.unit} {each.seen.number}" for each in others)]
    if removed and best.standing is Standing.INCORPORATED:
        notes.append(f"another version of it is taken out on {document.unit} {removed[0].seen.number}")
    month = month_of(best.version) if best.version else ""
    if month:
        notes.extend(each for each in examine_version(best.number, month) if each and is_relevant(best.number))
    also = tuple(dict.fromkeys(each.seen for each in same if each.seen != best.seen))[:_MOST_PLACES]
    return replace(best, title=title, also=also, notes=tuple(dict.fromkeys(notes)))


def _notes(running: RunningText, facts: Sequence[ProposedFact], clauses: Sequence[ProposedClause]) -> Iterator[str]:
    fields = {each.field for each in facts}
    if "solicitation" in fields and "piid" not in fields:
        yield "this is a solicitation: what it lists can change until the award"
    if is_modification(running):
        yield "this is a modification: what it does not touch stands in the contract itself"
    if not any(each.standing is Standing.INCORPORATED for each in clauses):
        yield "no clause was seen to be part of it"


def _questions(
    facts: Sequence[ProposedFact], clauses: Sequence[ProposedClause], document: ReadDocument
) -> Iterator[str]:
    for each in clauses:
        if not is_relevant(each.number):
            continue
        name = f"{name_clause(each.number)}{f' Alternate {each.alternate}' if each.alternate else ''}"
        where = f"{document.unit} {each.seen.number}"
        if each.standing is Standing.INCORPORATED and not each.version:
            yield f"which version of {name} is it ({where})? no month and year stands by it"
        elif each.standing is Standing.UNCLEAR:
            yield f"is {name} part of it ({where})? {each.why}"
        elif each.standing is Standing.PASSED_ON:
            yield f"is {name} in the contract itself? it was seen only among clauses to put into subcontracts ({where})"
    for fact in facts:
        if not fact.is_sure and fact.field in ("piid", "parent", "solicited", "awarded", "number"):
            yield f"is `{fact.value}` right for `{fact.field}` ({document.unit} {fact.seen.number})? others stand near it"
    said = {each.field for each in facts}
    for field, asks in (
        ("piid", "what is its number (PIID)? none was seen"),
        ("solicited", "when was it solicited? no such day was seen"),
        ("awarded", "when was it awarded? no such day was seen"),
    ):
        if field not in said:
            yield asks
