"""States what joins entities: who owns, directs and works for whom, who stands on which list, who has which contract."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import node, plain
from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.ftm.entity import FtmEntity
from flowdown.evidence.ftm.party import speaker
from flowdown.evidence.predicate import Predicate, kind_of
from flowdown.evidence.profile.read_profile import make_id
from flowdown.evidence.reader import Unread, Yield

_PERCENTAGE = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,12})?)\s*%?(?:\s*(?:-|–|to)\s*(\d{1,3}(?:[.,]\d{1,12})?)\s*%?)?", re.ASCII
)
_AMOUNT = re.compile(r"-?\d{1,20}(?:\.\d{1,10})?", re.ASCII)
MOST_ENDS = 20
"""Entities at one end of a tie; of more, the first are taken."""


@dataclass(frozen=True, slots=True)
class Ties:
    """The entities of a document by what they are: nodes of firms and persons, of contracts, and everything else."""

    parties: Mapping[str, str]
    contracts: Mapping[str, str]
    others: frozenset[str]


def state_tie(incoming: Incoming, entity: FtmEntity, ties: Ties) -> Iterator[Yield]:
    """What an entity that is no firm and no person says."""
    say = _TIES.get(entity.schema)
    if say is not None:
        yield from say(incoming, entity, ties)


def _claim(
    incoming: Incoming, entity: FtmEntity, subject: str, predicate: Predicate, object_: str, **how: Any
) -> Claim:
    how.setdefault("period", entity.period())
    return incoming.claim(subject, predicate, object_, entity.place, said_by=speaker(entity), **how)


def _ends(incoming: Incoming, entity: FtmEntity, name: str, ties: Ties) -> Iterator[str | Unread]:
    """The nodes at one end; nothing for what is in the document and neither firm nor person."""
    for identity in entity.get(name)[:MOST_ENDS]:
        if identity in ties.parties:
            yield ties.parties[identity]
        elif identity not in ties.others and identity not in ties.contracts:
            yield Unread(f"the {name} is not in the document", incoming.where(entity.place, entity.line))


def _pairs(
    incoming: Incoming, entity: FtmEntity, one: str, other: str, ties: Ties
) -> Iterator[tuple[str, str] | Unread]:
    lefts = list(_ends(incoming, entity, one, ties))
    rights = list(_ends(incoming, entity, other, ties))
    yield from (each for each in (*lefts, *rights) if isinstance(each, Unread))
    for left in lefts:
        for right in rights:
            if isinstance(left, str) and isinstance(right, str) and left != right:
                yield left, right


def _ownership(incoming: Incoming, entity: FtmEntity, ties: Ties) -> Iterator[Yield]:
    told = entity.get("percentage")
    shares = sorted(share for text in told for share in _shares(text))
    class_ = plain(entity.first("sharesType", "ownershipType"))[:100]
    role = plain(entity.first("role"))[:100]
    for pair in _pairs(incoming, entity, "owner", "asset", ties):
        if isinstance(pair, Unread):
            yield pair
            continue
        if kind_of(pair[1]) == "person":
            continue
        share = _write(shares[0]) if shares else ""
        as_told = "" if shares else plain(entity.first("percentage"))[:50]
        yield _claim(
            incoming, entity, pair[0], Predicate.OWNS, pair[1], share=share, class_=class_, role=role, told=as_told
        )
        if shares and shares[-1] != shares[0]:
            most = _write(shares[-1])
            stance = Stance.DISPUTES
            yield _claim(incoming, entity, pair[0], Predicate.OWNS, pair[1], stance=stance, share=most, class_=class_)


def _shares(text: str) -> Iterator[Decimal]:
    found = _PERCENTAGE.fullmatch(text.strip())
    for each in found.groups() if found else ():
        if each and (share := Decimal(each.replace(",", "."))) <= 100:
            yield share


def _write(share: Decimal) -> str:
    return format(share.normalize(), "f")


def _directorship(incoming: Incoming, entity: FtmEntity, ties: Ties) -> Iterator[Yield]:
    role = plain(entity.first("role"))[:200] or "director"
    for pair in _pairs(incoming, entity, "director", "organization", ties):
        if isinstance(pair, Unread):
            yield pair
        elif kind_of(pair[0]) == "person" and kind_of(pair[1]) != "person":
            yield _claim(incoming, entity, pair[0], Predicate.WORKS_FOR, pair[1], role=role)
        elif kind_of(pair[1]) != "person":
            # A firm may be one director among several, or the manager.
            yield _claim(incoming, entity, pair[0], Predicate.CONTROLS, pair[1], stance=Stance.DISPUTES, role=role)


def _employment(incoming: Incoming, entity: FtmEntity, ties: Ties) -> Iterator[Yield]:
    role = plain(entity.first("role"))[:200] or "employee"
    for pair in _pairs(incoming, entity, "employee", "employer", ties):
        if isinstance(pair, Unread):
            yield pair
        elif kind_of(pair[0]) == "person" and kind_of(pair[1]) != "person":
            yield _claim(incoming, entity, pair[0], Predicate.WORKS_FOR, pair[1], role=role)


def _link(incoming: Incoming, entity: FtmEntity, ties: Ties) -> Iterator[Yield]:
    role = plain(entity.first("role"))[:200] or "linked"
    for pair in _pairs(incoming, entity, "subject", "object", ties):
        if isinstance(pair, Unread):
            yield pair
        elif "person" not in (kind_of(pair[0]), kind_of(pair[1])):
            yield _claim(incoming, entity, pair[0], Predicate.MENTIONS, pair[1], role=role)


def _sanction(incoming: Incoming, entity: FtmEntity, ties: Ties) -> Iterator[Yield]:
    words = entity.get("program", "programId", "authority", "provisions")
    text = plain(words[0])[:300] if words else "sanction"
    for end in _ends(incoming, entity, "entity", ties):
        if isinstance(end, Unread):
            yield end
            continue
        yield _claim(
            incoming,
            entity,
            end,
            Predicate.DESCRIBED,
            f"text:{text}",
            period=entity.period(("startDate",) if entity.get("startDate") else ("listingDate",)),
            of="sanction",
            authority=plain(entity.first("authority"))[:200],
            program=plain(entity.first("programId"))[:100],
            status=plain(entity.first("status"))[:50],
        )


def _identification(incoming: Incoming, entity: FtmEntity, ties: Ties) -> Iterator[Yield]:
    scheme = make_id(entity.first("type")) or "number"
    for end in _ends(incoming, entity, "holder", ties):
        # Numbers of persons are none of anybody's business here.
        if isinstance(end, Unread):
            yield end
        elif kind_of(end) != "person":
            for number in entity.get("number")[:MOST_ENDS]:
                if plain(number):
                    object_ = node("identifier", f"{scheme}/{number}")
                    yield _claim(incoming, entity, end, Predicate.IDENTIFIED_BY, object_)


def _contract(incoming: Incoming, entity: FtmEntity, ties: Ties) -> Iterator[Yield]:
    contract = ties.contracts[entity.id]
    for name in entity.get("name", "title"):
        if plain(name):
            yield _claim(incoming, entity, contract, Predicate.NAMED, f"text:{plain(name)[:400]}")
    yield from _value(incoming, entity, contract, "contract")
    for end in _ends(incoming, entity, "authority", ties):
        yield end if isinstance(end, Unread) else _claim(incoming, entity, contract, Predicate.AWARDED_BY, end)


def _award(incoming: Incoming, entity: FtmEntity, ties: Ties) -> Iterator[Yield]:
    for identity in entity.get("contract")[:MOST_ENDS]:
        contract = ties.contracts.get(identity, "")
        if not contract:
            where = incoming.where(entity.place, entity.line)
            yield Unread("the contract is not in the document", where)
            continue
        for end in _ends(incoming, entity, "supplier", ties):
            if isinstance(end, Unread):
                yield end
            elif kind_of(end) != "person":
                yield _claim(incoming, entity, end, Predicate.PARTY_TO, contract, role="supplier")
        yield from _value(incoming, entity, contract, f"award {entity.id}"[:200])


def _value(incoming: Incoming, entity: FtmEntity, contract: str, of: str) -> Iterator[Claim]:
    for name, currency in (("amount", entity.first("currency")), ("amountUsd", "USD"), ("amountEur", "EUR")):
        amount = entity.first(name)
        if _AMOUNT.fullmatch(amount):
            yield _claim(
                incoming,
                entity,
                contract,
                Predicate.VALUED,
                f"amount:{amount}",
                currency=plain(currency).upper()[:10],
                of=of,
            )
            return


_TIES: Mapping[str, Callable[[Incoming, FtmEntity, Ties], Iterator[Yield]]] = {
    "Ownership": _ownership,
    "Directorship": _directorship,
    "Employment": _employment,
    "UnknownLink": _link,
    "Sanction": _sanction,
    "Identification": _identification,
    "Contract": _contract,
    "ContractAward": _award,
}
