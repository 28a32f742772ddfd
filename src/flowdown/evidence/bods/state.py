"""States who owns and directs whom, from the records of a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.bods.interest import MOST_INTERESTS, Interest, read_interests
from flowdown.evidence.bods.party import Party, publisher_of
from flowdown.evidence.bods.statement import Statement, Statements, words
from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.reader import Unread, Yield

_NONE = "noBeneficialOwners"
_SHARES = "shareholding"
_VOTES = "votingRights"
_OPEN_SHARES = frozenset(
    (
        "rightsToSurplusAssetsOnDissolution",
        "rightsToProfitOrIncome",
        "beneficiaryOfLegalArrangement",
        "enjoymentAndUseOfAssets",
        "rightToProfitOrIncomeFromAssets",
        "unknownInterest",
        "unpublishedInterest",
        "",
    )
)
"""Something is owned; how much of the entity that makes is not told."""
_CONTROL = frozenset(
    (
        "appointmentOfBoard",
        "otherInfluenceOrControl",
        "controlViaCompanyRulesOrArticles",
        "controlByLegalFramework",
        "seniorManagingOfficial",
        "settlor",
        "trustee",
        "protector",
        "nominator",
    )
)
_MAYBE_CONTROL = frozenset(("rightsGrantedByContract", "conditionalRightsGrantedByContract"))
_OFFICES = frozenset(("boardMember", "boardChair", "seniorManagingOfficial"))


MOST_PARTS = 100
"""Links of an indirect interest that are looked through."""


def state_relationships(incoming: Incoming, found: Statements, parties: dict[str, Party]) -> Iterator[Yield]:
    """What every relationship says."""
    for record, versions in found.relationships.items():
        last = versions[-1]
        subject, owner = last.details.get("subject"), last.details.get("interestedParty")
        where = incoming.where(f"{last.place}/recordDetails", last.line)
        known = parties.get(words(subject)) if isinstance(subject, str) else None
        if known is None or known.is_person:
            yield Unread(_why(subject, "the subject of this relationship", is_person=known is not None), where)
            continue
        holder = parties.get(words(owner)) if isinstance(owner, str) else None
        if holder is None:
            yield from _state_silence(incoming, last, known, owner)
            continue
        is_told = _is_told_by_parts(found, record)
        told = last.details.get("interests")
        if isinstance(told, list) and len(told) > MOST_INTERESTS:
            yield Unread(f"has {len(told)} interests; the first {MOST_INTERESTS} are read", where)
        interests = list(read_interests(versions))
        has_shares = any(each.kind == _SHARES for each in interests)
        for interest in interests:
            if not (interest.directness == "indirect" and is_told):
                yield from _Relation(incoming, holder, known, interest, has_shares).state()


def _why(reference: object, what: str, *, is_person: bool = False) -> str:
    if is_person:
        return f"{what} is a person"
    if isinstance(reference, str):
        return f"{what} is not in the document"
    reason = words(reference.get("reason")) if isinstance(reference, dict) else ""
    return f"{what} is not told: {reason or 'no reason given'}"


def _state_silence(incoming: Incoming, last: Statement, known: Party, owner: object) -> Iterator[Yield]:
    """Who has an interest is not told; why, is."""
    where = incoming.where(f"{last.place}/recordDetails/interestedParty", last.line)
    if not last.is_closed:
        yield Unread(_why(owner, f"who has an interest in `{known.node}`"), where)
    if isinstance(owner, dict) and (reason := words(owner.get("reason"))):
        period = (last.day, None) if not last.is_closed else (None, last.day)
        text = "none" if reason == _NONE else "unknown"
        yield incoming.claim(
            known.node, Predicate.DESCRIBED, f"text:{text}", where.path, period=period, of="owners", reason=reason[:100]
        )


def _is_told_by_parts(found: Statements, record: str) -> bool:
    """True if the relationships of which this one is made up are all in the document, each with what it is."""
    components = found.relationships[record][-1].details.get("componentRecords")
    parts = [words(each) for each in components] if isinstance(components, list) else []
    relations = [each for each in parts if each in found.relationships]
    if (
        not relations
        or len(relations) > MOST_PARTS
        or any(each not in found.relationships and each not in found.parties for each in parts)
    ):
        return False
    return all(
        any(each.least or each.kind in _CONTROL for each in read_interests(found.relationships[part]))
        for part in relations
    )


@dataclass(frozen=True, slots=True)
class _Relation:
    """One interest of one party in one entity."""

    incoming: Incoming
    holder: Party
    known: Party
    interest: Interest
    has_shares: bool
    """True if the same relationship tells of shares: then its votes are not a holding of their own."""

    def state(self) -> Iterator[Yield]:
        """What the interest says of who owns and directs whom."""
        interest = self.interest
        if interest.from_ and interest.until and interest.until <= interest.from_:
            where = self.incoming.where(interest.place, interest.told_by.line)
            yield Unread("the interest ends before it starts", where)
        elif interest.kind == _SHARES:
            yield from self._owns()
        elif interest.kind == _VOTES:
            yield from self._votes()
        elif interest.kind in _OPEN_SHARES:
            yield self._say(Predicate.OWNS, told_share=interest.least)
        else:
            yield from self._directs()

    def _owns(self) -> Iterator[Claim]:
        least, greatest = self.interest.least, self.interest.greatest
        at_most = greatest if greatest != least else ""
        yield self._say(Predicate.OWNS, share=least, class_=self.interest.class_, at_most=at_most)
        if least and greatest != least:
            yield self._say(Predicate.OWNS, Stance.DISPUTES, share=greatest, class_=self.interest.class_)

    def _votes(self) -> Iterator[Claim]:
        if not self.has_shares:
            yield from self._owns()
        if self.interest.is_majority:
            yield self._say(Predicate.CONTROLS, votes=self.interest.least)
        elif self.interest.may_be_majority:
            yield self._say(Predicate.CONTROLS, Stance.DISPUTES, votes=self.interest.least)

    def _directs(self) -> Iterator[Yield]:
        kind = self.interest.kind
        is_office = kind in _OFFICES
        if is_office and self.holder.is_person:
            yield self._say(Predicate.WORKS_FOR, role=kind)
        if kind in _CONTROL:
            yield self._say(Predicate.CONTROLS)
        elif kind in _MAYBE_CONTROL or (is_office and not self.holder.is_person):
            # A firm on a board may be one of several, or the one that manages.
            yield self._say(Predicate.CONTROLS, Stance.DISPUTES)
        elif not is_office:
            where = self.incoming.where(self.interest.place, self.interest.told_by.line)
            yield Unread(f"no claim says what the interest `{kind[:60]}` is", where)

    def _say(self, predicate: Predicate, stance: Stance = Stance.SUPPORTS, **qualifiers: object) -> Claim:
        interest = self.interest
        how: dict[str, Any] = {
            **qualifiers,
            "interest": interest.kind,
            "directness": interest.directness,
            "beneficial": "yes" if interest.is_beneficial else "",
        }
        said_by = publisher_of(self.incoming, interest.told_by)
        return self.incoming.claim(
            self.holder.node,
            predicate,
            self.known.node,
            interest.place,
            period=interest.period,
            stance=stance,
            said_by=said_by,
            **how,
        )
