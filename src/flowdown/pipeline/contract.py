"""Read a contract document, and put what a person confirms into the profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.pipeline.interview import Ask, Asked, Tell

if TYPE_CHECKING:
    from flowdown.evidence.contract.proposal import ContractReading, ProposedClause
    from flowdown.evidence.document.document import Progress
    from flowdown.evidence.profile.contract import Contract


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was put into a profile: the contract's id there, how many clauses, and what was left as it stood."""

    identity: str
    clauses: int
    notes: tuple[str, ...]


def read(file: Path, progress: Progress | None = None) -> ContractReading:
    """What a contract says, as proposals. Raises `UnusableFile` for what is no readable document."""
    from flowdown.evidence.contract.read_contract import read_contract
    from flowdown.evidence.document.read_document import read_document

    return read_contract(read_document(file, progress))


def draft(reading: ContractReading, identity: str, *, takes_all: bool) -> str:
    """The section of a profile that holds the contract as read."""
    from flowdown.evidence.contract.draft_contract import draft_contract, write_contract

    return write_contract(reading, draft_contract(reading, identity, takes_all=takes_all), takes_all=takes_all)


def confirm(
    reading: ContractReading, into: Path, identity: str, ask: Ask | None, tell: Tell, *, takes_all: bool
) -> Confirmed | None:
    """Put what a person confirms into a profile (without `ask`, all of it); None where nothing was confirmed."""
    from flowdown.base.write_file import write_whole
    from flowdown.catalogue import load
    from flowdown.evidence.contract.draft_contract import draft_contract
    from flowdown.evidence.profile.put_in import put_in
    from flowdown.evidence.profile.read_profile import read_profile
    from flowdown.pipeline.profile import read_content

    contract = draft_contract(reading, identity, takes_all=takes_all)
    catalogue = load()
    content = read_content(into)
    if content.strip():
        read_profile(content, str(into), catalogue)
    text = content.decode("utf-8-sig")
    chosen = contract if ask is None else _choose(reading, contract, ask, tell, takes_all=takes_all)
    if chosen is None:
        return None
    placed = put_in(text, str(into), chosen)
    # What is written is read as it will be: nothing that could not be read back is ever left behind.
    read_profile(placed.text.encode(), str(into), catalogue)
    write_whole(into, placed.text, replaces=True)
    clauses = len(chosen.clauses) if isinstance(chosen.clauses, tuple) else 0
    return Confirmed(placed.identity, clauses, placed.notes)


_FACTS = ("piid", "number", "parent", "kind", "solicited", "awarded", "starts", "ends", "order_numbers")


def _choose(reading: ContractReading, contract: Contract, ask: Ask, tell: Tell, *, takes_all: bool) -> Contract | None:
    """The contract without what a person does not confirm; None if they stop or confirm nothing."""
    from flowdown.evidence.contract.draft_contract import is_stated, state_clause
    from flowdown.evidence.profile.contract import Contract as Empty

    tell("Compare with the document. y yes, n no, a yes to all that follow, q stop and write nothing.")
    asker = _Asker(ask, tell)
    empty, unit = Empty(), reading.document.unit.value
    taken = False
    for name in _FACTS:
        fact = next((each for each in reading.facts if each.field == name), None)
        if fact is not None and getattr(contract, name) != getattr(empty, name):
            tell(f"  {unit} {fact.seen.number}: “{fact.seen.words}”")
            if asker.takes(f"{name} {fact.value}", is_sure=fact.is_sure):
                taken = True
            else:
                contract = replace(contract, **{name: getattr(empty, name)})
    if contract.piid is None:
        # What was told from the number falls with it.
        kind = contract.kind if reading.fact("kind") else empty.kind
        office = contract.office if reading.fact("office") else empty.office
        contract = replace(contract, kind=kind, office=office)
    clauses = []
    for each in reading.clauses:
        if asker.has_stopped:
            return None
        if not is_stated(each, takes_all):
            continue
        tell(f"  {unit} {each.seen.number}: “{each.seen.words}”")
        stated = state_clause(each, reading, reading.fact("modification"))
        if asker.takes(_say(each), is_sure=each.standing.value != "unclear"):
            clauses.append(stated)
    if asker.has_stopped:
        return None
    kept = replace(contract, clauses=tuple(clauses) or None, documents=contract.documents if clauses else ())
    return kept if clauses or taken else None


def _say(clause: ProposedClause) -> str:
    alternate = f" Alternate {clause.alternate}" if clause.alternate else ""
    version = f" ({clause.version})" if clause.version else ", version unknown"
    return f"{clause.number}{alternate}{version}: {clause.standing.value}"


@dataclass(slots=True)
class _Asker:
    ask: Ask
    tell: Tell
    takes_rest: bool = False
    has_stopped: bool = False

    def takes(self, text: str, *, is_sure: bool) -> bool:
        if self.has_stopped:
            return False
        if self.takes_rest:
            return is_sure
        while True:
            try:
                answer = self.ask(Asked(text, "y n a q", "y" if is_sure else "n")).strip().lower()
            except EOFError:
                answer = "q"
            if answer[:1] in ("y", "n", "a", "q"):
                break
            self.tell("y, n, a or q")
        self.takes_rest |= answer[:1] == "a"
        self.has_stopped |= answer[:1] == "q"
        return answer[:1] == "y" or (self.takes_rest and is_sure)
