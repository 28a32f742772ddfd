"""A claim: who depends on what, said by which source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flowdown.base.canonical import digest
from flowdown.evidence.source import ClaimSource


class Predicate(StrEnum):
    """What a claim says of its subject and object."""

    USES = "uses"
    MENTIONS = "mentions"
    MAY_USE = "may-use"
    OWNS = "owns"


@dataclass(frozen=True, slots=True)
class Claim:
    """Subject, predicate, object and the source that says so.

    Subjects and objects are `kind:id` (`tree:app`, `vendor:acme-ai`). `qualifiers` say how (basis, strength, route),
    sorted by name. Times are not part of a claim: the store keeps when it was first and last seen.
    """

    subject: str
    predicate: Predicate
    object: str
    source: ClaimSource
    qualifiers: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """A digest of everything that the claim says, without times (style.md section 4)."""
        content = (self.subject, self.predicate, self.object, self.source, self.qualifiers)
        return "claim:" + digest(content).removeprefix("sha256:")[:24]

    def qualifier(self, name: str) -> str:
        """The value of a qualifier; empty when it has none of this name."""
        return dict(self.qualifiers).get(name, "")
