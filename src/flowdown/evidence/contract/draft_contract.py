"""Drafts the profile's contract from what was read: an entry of `flowdown.yaml` for a person to confirm."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from flowdown.evidence.contract.proposal import ContractReading, ProposedClause
from flowdown.evidence.contract.relevance import is_relevant
from flowdown.evidence.contract.standing import Standing
from flowdown.evidence.profile.clause import examine_version, month_of, name_clause
from flowdown.evidence.profile.contract import Contract, ContractKind, Office, StatedClause, StatedDocument
from flowdown.evidence.profile.field import Answer, Day
from flowdown.evidence.profile.identifier import examine_piid
from flowdown.evidence.profile.read_profile import make_id
from flowdown.evidence.profile.write_draft import write_entry

_KINDS = {
    "A": ContractKind.BLANKET_PURCHASE,
    "C": ContractKind.CONTRACT,
    "D": ContractKind.INDEFINITE_DELIVERY,
    "P": ContractKind.PURCHASE_ORDER,
}
"""What the ninth character of a PIID says (FAR 4.1603)."""
_PRESENT = {
    Standing.INCORPORATED: Answer.YES,
    Standing.UNCLEAR: Answer.UNKNOWN,
    Standing.NOT_TICKED: Answer.NO,
    Standing.REMOVED: Answer.NO,
}
"""What of a reading is stated at all; what is only mentioned, reserved or to be passed on is not."""


def draft_contract(reading: ContractReading, identity: str = "", *, takes_all: bool = False) -> Contract:
    """The contract as read. Clauses on which no order hangs are left out, unless it `takes_all` that are part of it."""
    piid = reading.fact("piid")
    kind = ContractKind.SUBCONTRACT if reading.fact("kind") else _kind_of(piid)
    number = reading.fact("number")
    named = identity or number or piid or reading.fact("solicitation") or reading.document.file.rpartition(".")[0]
    order = reading.fact("order_numbers")
    office = reading.fact("office")
    modification = reading.fact("modification")
    clauses = tuple(state_clause(each, reading, modification) for each in reading.clauses if is_stated(each, takes_all))
    document = StatedDocument(reading.document.file[:200], reading.document.digest)
    return Contract(
        id=make_id(named) or "contract",
        piid=piid or None,
        number=number,
        parent=reading.fact("parent"),
        kind=kind,
        solicited=_day(reading.fact("solicited")),
        awarded=_day(reading.fact("awarded")),
        starts=_day(reading.fact("starts")),
        ends=_day(reading.fact("ends")),
        order_numbers=(order,) if order else (),
        clauses=clauses or None,
        documents=(document,) if clauses else (),
        office=Office(code=office or (examine_piid(piid).value[:6] if piid else "")),
    )


def is_stated(clause: ProposedClause, takes_all: bool) -> bool:
    """True if a reading of a clause is worth stating: an order hangs on it, or all that are part of it are wanted."""
    if is_relevant(clause.number):
        return clause.standing in _PRESENT
    return takes_all and clause.standing is Standing.INCORPORATED


def state_clause(clause: ProposedClause, reading: ContractReading, modification: str = "") -> StatedClause:
    """A clause as the profile states it, with the document and the place where it was read."""
    month = month_of(clause.version) if clause.version else ""
    is_known = not month or not examine_version(clause.number, month)[0]
    return StatedClause(
        clause=name_clause(clause.number),
        version=clause.version or None,
        alternate=clause.alternate,
        present=_PRESENT.get(clause.standing, Answer.UNKNOWN),
        modification=modification if clause.standing is Standing.INCORPORATED else "",
        since=_day(reading.fact("since")) if clause.standing in (Standing.INCORPORATED, Standing.REMOVED) else None,
        as_printed=not is_known,
        deviation=clause.deviation,
        document=reading.document.file[:200],
        place=f"{reading.document.unit} {clause.seen.number}",
    )


def write_contract(reading: ContractReading, contract: Contract, *, takes_all: bool = False) -> str:
    """The draft as the text of a section, with what is not told as comments."""
    document = reading.document
    lines = [
        f"# Read from {document.file} ({document.size:,} {document.unit}s). Nobody has confirmed it: compare it with the",
        "# document, correct it, and put it into flowdown.yaml.",
        *(f"# {each}" for each in (*document.unread, *document.notes, *reading.notes)),
        *(f"# open: {each}" for each in reading.questions),
    ]
    left = sum(each.standing is Standing.INCORPORATED and not is_relevant(each.number) for each in reading.clauses)
    if left and not takes_all:
        lines.append(f"# {left} other clauses are part of it (`--all` writes them out)")
    for fact in reading.facts:
        if fact.field in ("cage", "uei", "solicitation", "modification", "other number"):
            lines.append(f"# {fact.field} {fact.value} ({document.unit} {fact.seen.number})")
    return "\n".join([*lines, "contracts:", *_with_places(reading, contract)]) + "\n"


def _with_places(reading: ContractReading, contract: Contract) -> Iterator[str]:
    places = {each.field: each for each in reversed(reading.facts)}
    for line in write_entry(contract):
        fact = (
            places.get(line.strip(" -").partition(":")[0])
            if line.startswith(("    ", "  - ")) and line[4] != " "
            else None
        )
        unsure = "" if fact is None or fact.is_sure else ", to be checked"
        yield f"{line}  # {reading.document.unit} {fact.seen.number}{unsure}" if fact and "#" not in line else line


def _kind_of(piid: str) -> ContractKind:
    value = examine_piid(piid).value if piid else ""
    return _KINDS.get(value[8:9], ContractKind.UNKNOWN)


def _day(text: str) -> Day:
    return datetime.date.fromisoformat(text) if text else None
