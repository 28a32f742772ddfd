"""What a contract is read to say: clauses, numbers and days, each with its place and the words seen."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.evidence.contract.standing import Standing
from flowdown.evidence.document.document import ReadDocument


@dataclass(frozen=True, slots=True)
class Seen:
    """A place of the document (the number of its page, paragraph or line) with the words that stand there."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class ProposedClause:
    """A clause that the document names, and what it does with it.

    `version` is the month of its heading as `Nov 2021`, empty if none was seen; `why` says in a few words what its
    standing rests on; `also` holds other places where it is part of the document or is named with another date.
    """

    number: str
    standing: Standing
    seen: Seen
    title: str = ""
    version: str = ""
    alternate: str = ""
    deviation: str = ""
    why: str = ""
    also: tuple[Seen, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedFact:
    """A number, day or name: `field` is that of the profile's contract, `is_sure` where nothing else was near."""

    field: str
    value: str
    seen: Seen
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class ContractReading:
    """Everything that one document was read to say. `questions` is what it leaves open."""

    document: ReadDocument
    clauses: tuple[ProposedClause, ...]
    facts: tuple[ProposedFact, ...]
    notes: tuple[str, ...]
    questions: tuple[str, ...]

    def fact(self, field: str) -> str:
        """The first value proposed for a field; empty for none."""
        return next((each.value for each in self.facts if each.field == field), "")
