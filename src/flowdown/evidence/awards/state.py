"""States awards as claims: what is contracted, by whom, to whom, under whom, for how much, and who is whose parent."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import node, plain
from flowdown.evidence.awards.award import Award, Awards, Recipient, Subaward, all_recipients
from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.identifier import examine_piid
from flowdown.evidence.reader import Unread, Yield

_NOBODY = ("REDACTED DUE TO PII", "MULTIPLE RECIPIENTS", "MULTIPLE FOREIGN RECIPIENTS", "UNKNOWN", "-NONE-")
_DAY = datetime.timedelta(days=1)
_P = Predicate


def state_awards(incoming: Incoming, found: Awards) -> Iterator[Yield]:
    """Everything that the awards of a document say."""
    desk = _Desk(incoming)
    for recipient, place in all_recipients(found):
        yield from desk.firm(recipient, place)
    for award in found.awards.values():
        yield from desk.award(award)
    for sub in found.subawards.values():
        yield from desk.subaward(sub)
    for place in found.left_out:
        yield Unread("names no award", incoming.where(place))


def state_recipient(
    incoming: Incoming, recipient: Recipient, place: str, names: tuple[str, ...] = ()
) -> Iterator[Claim]:
    """What is said of a firm alone."""
    desk = _Desk(incoming)
    yield from desk.firm(recipient, place)
    for name in names:
        if (firm := desk.node(recipient)) and plain(name):
            yield incoming.claim(firm, _P.NAMED, f"text:{plain(name)[:400]}", place)


@dataclass(frozen=True, slots=True)
class _Desk:
    incoming: Incoming

    def node(self, recipient: Recipient) -> str:
        """The node of a firm; empty for words that stand for nobody."""
        if recipient.name.upper() in _NOBODY:
            return ""
        given = {"uei": recipient.uei, "cage": recipient.cage, "duns": recipient.duns}
        return self.incoming.names.firm(recipient.name, **given)

    def parent(self, recipient: Recipient) -> str:
        """The node of the parent that is told of a firm."""
        return self.node(Recipient(recipient.parent_name, recipient.parent_uei, recipient.parent_duns))

    def firm(self, recipient: Recipient, place: str) -> Iterator[Claim]:
        """Name, numbers and country of a firm, and its parent: that somebody stands above it, not with which share."""
        say, firm, parent = self.incoming.claim, self.node(recipient), self.parent(recipient)
        if not firm:
            return
        yield from self._about(firm, recipient, place)
        if country := plain(recipient.country)[:60]:
            yield say(firm, _P.LOCATED_IN, node("place", country), place)
        if parent and parent != firm:
            above = Recipient(recipient.parent_name, recipient.parent_uei, recipient.parent_duns)
            yield from self._about(parent, above, place)
            yield say(parent, _P.CONTROLS, firm, place, role="parent")

    def _about(self, firm: str, recipient: Recipient, place: str) -> Iterator[Claim]:
        if name := plain(recipient.name)[:400]:
            yield self.incoming.claim(firm, _P.NAMED, f"text:{name}", place)
        for scheme, value in (("uei", recipient.uei), ("cage", recipient.cage), ("duns", recipient.duns)):
            if number := plain(value)[:40]:
                yield self.incoming.claim(firm, _P.IDENTIFIED_BY, f"identifier:{scheme}/{number}", place)

    def award(self, award: Award) -> Iterator[Claim]:
        """One award: its numbers, days and money, who gave it and who has it; it falls with who has it."""
        contract, place, period = node("contract", award.name), award.place, _period(award)

        def say(subject: str, predicate: Predicate, object_: str, **how: Any) -> Claim:
            return self.incoming.claim(subject, predicate, object_, place, **how)

        if title := plain(award.description)[:300]:
            yield say(contract, _P.NAMED, f"text:{title}")
        is_grant = award.key.startswith("ASST_")
        number = award.piid if is_grant else examine_piid(award.piid).value
        parent = award.parent and examine_piid(award.parent).value
        scheme_of = "fain" if is_grant else "piid"
        for scheme, value in ((scheme_of, number), ("parent", parent), ("usaspending", award.key)):
            if plain(value):
                yield say(contract, _P.IDENTIFIED_BY, node("identifier", f"{scheme}/{value}"))
        if kind := plain(award.kind)[:100]:
            yield say(contract, _P.DESCRIBED, f"text:{kind}", of="kind")
        for event, day in (("awarded", award.awarded), ("starts", award.starts), ("ends", award.ends)):
            if day:
                yield say(contract, _P.DATED, f"day:{day.isoformat()}", event=event)
        if money := self._money(award, contract):
            yield money
        for recipient, where in award.recipients.items():
            if firm := self.node(recipient):
                yield self.incoming.claim(firm, _P.PARTY_TO, contract, where, period=period, role="prime")
                yield self.incoming.claim(firm, _P.SUPPLIES, contract, where, period=period)
        if agency := self.incoming.names.firm(award.agency or award.sub_agency):
            names = {"sub_agency": plain(award.sub_agency)[:200], "office": plain(award.office)[:200]}
            yield say(contract, _P.AWARDED_BY, agency, **names)

    def _money(self, award: Award, contract: str) -> Claim | None:
        """One sum for one award: what is obligated in all; where only actions are told, what they add up to."""
        amount, of = (award.total, "obligated") if award.total is not None else (award.actions, "actions")
        if amount is None:
            amount, of = award.potential, "potential"
        if amount is None:
            return None
        more = {
            "current": _write(award.current),
            "potential": _write(award.potential) if of != "potential" else "",
            "as_of": award.as_of.isoformat() if award.as_of else "",
        }
        object_ = f"amount:{_write(amount)}"
        return self.incoming.claim(contract, _P.VALUED, object_, award.place, currency="USD", of=of, **more)  # type: ignore[arg-type]

    def subaward(self, sub: Subaward) -> Iterator[Claim]:
        """One subaward: a contract under the prime one, and its firm under the prime firm there."""
        firm = self.node(sub.recipient)
        if not firm:
            return
        prime, name = node("contract", sub.prime.name), sub.number or sub.recipient.uei or sub.recipient.name
        contract = node("contract", f"{sub.prime.name}/sub/{name}")
        period = (sub.first, _period(sub.prime)[1])
        if period[0] and period[1] and period[1] <= period[0]:
            period = (sub.first, None)

        def say(subject: str, predicate: Predicate, object_: str, **how: Any) -> Claim:
            return self.incoming.claim(subject, predicate, object_, sub.place, **how)

        if title := plain(sub.description)[:300]:
            yield say(contract, _P.NAMED, f"text:{title}")
        if plain(sub.number):
            yield say(contract, _P.IDENTIFIED_BY, node("identifier", f"subaward/{sub.number}"))
        if sub.first:
            yield say(contract, _P.DATED, f"day:{sub.first.isoformat()}", event="awarded")
        if sub.amount is not None:
            # The money of the prime award; whoever adds up awards must not add it.
            yield say(contract, _P.VALUED, f"amount:{_write(sub.amount)}", currency="USD", of="subaward")
        yield say(contract, _P.SUBCONTRACTOR_OF, prime, period=period)
        yield say(firm, _P.PARTY_TO, contract, period=period, role="subcontractor")
        yield say(firm, _P.SUPPLIES, contract, period=period)
        for recipient in sub.prime.recipients:
            above = self.node(recipient)
            if above and above != firm:
                yield say(contract, _P.AWARDED_BY, above)
                yield say(firm, _P.SUBCONTRACTOR_OF, above, period=period, contract=sub.prime.name)


def _period(award: Award) -> tuple[datetime.date | None, datetime.date | None]:
    """The days of performance; the last day is one of them."""
    from_, last = award.starts or award.awarded, award.ends
    until = last + _DAY if last and last < datetime.date.max else None
    return (from_, until) if not (from_ and until and until <= from_) else (from_, None)


def _write(amount: Decimal | None) -> str:
    return "" if amount is None else format(round(amount, 4).normalize(), "f")
