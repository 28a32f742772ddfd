"""Whether a contract brings a norm with it: by a clause, its version, an order named in it, and who holds it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flowdown.base.truth import Truth, all_of, any_of
from flowdown.evidence.profile.clause import in_words, month_of, name_clause, number_of
from flowdown.evidence.profile.contract import Contract, StatedClause
from flowdown.evidence.profile.field import Answer
from flowdown.orders.norm import PartyTo
from flowdown.orders.order import DateKind, Order
from flowdown.reason.setting import Setting

Date = datetime.date
_ISSUING = (DateKind.ISSUED, DateKind.SIGNED, DateKind.EFFECTIVE, DateKind.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Applies:
    """Whether a term holds for a setting on a day, why, and what would settle it if that is not known.

    `clause` is the contract's clause that it rests on, as it stands there. `points` are open facts by the names under
    which they can be settled.
    """

    truth: Truth
    why: str
    asks: tuple[str, ...] = ()
    clause: str = ""
    points: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """Why, with the names of the open facts."""
        told = f"it hangs on {' and '.join(f'`{point}`' for point in self.points)}" if self.points else ""
        return "; ".join(filter(None, (self.why, told)))


def find_applies(term: PartyTo, setting: Setting, contracts: Sequence[Contract], order: Order, as_of: Date) -> Applies:
    """Put a bearer's term to a setting; `company` terms are put to every contract that the organisation holds.

    Where nothing is said of the contract, any clause may be in it; but who performs it counts as its prime.
    """
    if term.reach == "company":
        return _of_company(term, setting, contracts, order, as_of)
    if setting.is_open and not (term.clause or term.order_listed or term.order_named):
        return Applies(
            Truth.of(term.role != "subcontractor"), "nothing is said of a subcontract: you count as the prime"
        )
    if setting.is_open:
        return Applies(Truth.UNKNOWN, "nothing is said of the contract", (_ask_any(term),))
    if setting.contract is None:
        return Applies(Truth.NO, "it binds in the performance of a contract only")
    return _of_contract(term, setting.contract, order, as_of)


def _of_company(term: PartyTo, setting: Setting, contracts: Sequence[Contract], order: Order, as_of: Date) -> Applies:
    if setting.is_open or not contracts:
        return Applies(Truth.UNKNOWN, "nothing is said of the company's contracts", (_ask_any(term),))
    each = [_of_contract(term, contract, order, as_of) for contract in contracts]
    truth = any_of(one.truth for one in each)
    decisive = next((one for one in each if one.truth is truth), each[0])
    if truth is Truth.UNKNOWN:
        asks = tuple(dict.fromkeys(ask for one in each if one.truth is truth for ask in one.asks))
        return Applies(truth, decisive.why, asks[:5], decisive.clause)
    if truth is Truth.NO:
        role = {"prime": " in which you are the prime", "subcontractor": " in which you are a subcontractor"}
        why = f"no contract of the company's{role.get(term.role, '')} carries {_name_with_versions(term)}"
        return Applies(truth, why, (), decisive.clause)
    by = list(dict.fromkeys(one.clause for one in each if one.truth is truth and one.clause))
    more = f" and {len(by) - 1} more of your contracts" if len(by) > 1 else ""
    return Applies(truth, decisive.why, (), f"{by[0]}{more}, which reaches the whole company" if by else "")


def _name_with_versions(term: PartyTo) -> str:
    versions = f" ({' or '.join(in_words(version) for version in term.versions)})" if term.versions else ""
    return f"{name_clause(term.clause)}{versions}"


def _of_contract(term: PartyTo, contract: Contract, order: Order, as_of: Date) -> Applies:
    parts = [
        *([_role(term, contract)] if term.role != "any" else []),
        *([_carries(term, contract, as_of)] if term.clause else []),
        *([_has_order(contract, order, as_of)] if term.order_listed else []),
        *([_names_order(contract, order, as_of)] if term.order_named else []),
    ]
    if not parts:
        return Applies(Truth.YES, f"{contract.id} is such a contract")
    truth = all_of(part.truth for part in parts)
    told = [part for part in parts if part.truth is truth] if truth is not Truth.YES else parts
    return Applies(
        truth,
        "; ".join(part.why for part in told),
        tuple(ask for part in parts if part.truth is Truth.UNKNOWN for ask in part.asks)
        if truth is Truth.UNKNOWN
        else (),
        next((part.clause for part in parts if part.clause), ""),
    )


def _ask_any(term: PartyTo) -> str:
    if not term.clause:
        return "does this work fall under a contract of that kind?"
    listed = "?"
    if term.order_listed:
        listed = " and was this order in it at the solicitation, or added since?"
    elif term.order_named:
        listed = " and does it name this order?"
    return f"does the contract that this serves carry {_name_with_versions(term)}{listed}"


def _role(term: PartyTo, contract: Contract) -> Applies:
    if not isinstance(contract.tier, int):
        asks = f"are you the prime of contract {contract.id}, or a subcontractor under it?"
        return Applies(Truth.UNKNOWN, f"whether you are the prime of {contract.id} is not known", (asks,))
    is_prime = contract.tier == 0
    words = f"you are {'the prime' if is_prime else 'a subcontractor'} in {contract.id}"
    return Applies(Truth.of(is_prime == (term.role == "prime")), words)


def _carries(term: PartyTo, contract: Contract, as_of: Date) -> Applies:
    name = name_clause(term.clause)
    listed = contract.clauses if isinstance(contract.clauses, tuple) else ()
    found = [each for each in listed if number_of(each.clause) == number_of(term.clause)]
    if not found:
        if contract.all_clauses_listed is Answer.YES and isinstance(contract.clauses, tuple):
            return Applies(Truth.NO, f"{contract.id} does not carry {name}")
        why = f"whether {contract.id} carries {name} is not known"
        return Applies(Truth.UNKNOWN, why, (f"does contract {contract.id} carry {name}?",))
    answers = [_in_version(term, each, contract, as_of) for each in found]
    truth = any_of(each.truth for each in answers)
    return next(each for each in answers if each.truth is truth)


def _in_version(term: PartyTo, clause: StatedClause, contract: Contract, as_of: Date) -> Applies:
    name, version = name_clause(term.clause), clause.version
    month = month_of(version) if isinstance(version, str | Date) else ""
    told = f"{name}{f' ({in_words(month)})' if month else ''}"
    added = f", added by {clause.modification}" if clause.modification else ""
    stands = f"{told}{added} in {contract.id}"
    if clause.present is Answer.NO:
        return Applies(Truth.NO, f"{contract.id} does not carry {name}")
    if isinstance(clause.since, Date) and as_of < clause.since:
        return Applies(Truth.NO, f"{told} came into {contract.id} on {clause.since.isoformat()} only", (), stands)
    if clause.present is Answer.UNKNOWN:
        asks = f"is {told} really in contract {contract.id}?"
        return Applies(Truth.UNKNOWN, f"whether {told} is in {contract.id} is not known", (asks,), stands)
    if term.versions and not month:
        asks = f"which version of {name} is in contract {contract.id}? (the month and year in its heading)"
        return Applies(Truth.UNKNOWN, f"the version of {name} in {contract.id} is not known", (asks,), stands)
    if term.versions and month not in term.versions:
        return Applies(Truth.NO, f"{contract.id} carries {told}, another version", (), stands)
    if term.alternate and clause.alternate != term.alternate:
        return Applies(Truth.NO, f"{contract.id} carries {told} without Alternate {term.alternate}", (), stands)
    return Applies(Truth.YES, f"{contract.id} carries {told}{added}", (), stands)


def _names_order(contract: Contract, order: Order, as_of: Date) -> Applies:
    """Whether the contract itself names the order on that day."""
    named = [each for each in (contract.orders if isinstance(contract.orders, tuple) else ()) if each.order == order.id]
    for entry in named:
        if entry.present is Answer.YES and not (isinstance(entry.since, Date) and as_of < entry.since):
            since = f" since {entry.since.isoformat()}" if isinstance(entry.since, Date) else ""
            how = f" by {entry.modification}" if entry.modification else ""
            return Applies(Truth.YES, f"{contract.id} names this order{since}{how}")
    later = [each for each in named if each.present is Answer.YES and isinstance(each.since, Date)]
    return _was_added(contract, len(named) > len(later))


def _has_order(contract: Contract, order: Order, as_of: Date) -> Applies:
    """The temporal rule: in the contract from the solicitation, or added by amendment or modification."""
    added = _names_order(contract, order, as_of)
    if added.truth is Truth.YES:
        return added
    earliest, latest = issued_between(order)
    before = _was_solicited_before(contract, earliest)
    if latest is not None and isinstance(contract.solicited, Date) and contract.solicited >= latest:
        day = contract.solicited.isoformat()
        return Applies(Truth.YES, f"the order was issued before {contract.id} was solicited on {day}")
    if before is Truth.YES:
        said = f"the order came after the solicitation of {contract.id}, and was not added to it"
        return Applies(Truth.NO, said) if added.truth is Truth.NO else added
    asks = f"when was the solicitation of contract {contract.id} issued?"
    if isinstance(contract.solicited, Date):
        asks = (
            f"on which day was the order issued: by {contract.solicited.isoformat()}, when {contract.id} was solicited?"
        )
    why = f"whether the order was issued before {contract.id} was solicited is not known"
    return Applies(Truth.UNKNOWN, why, (asks, *added.asks))


def _was_added(contract: Contract, may_be_named: bool) -> Applies:
    if contract.all_orders_listed is Answer.YES and not may_be_named:
        return Applies(Truth.NO, f"{contract.id} does not name this order")
    asks = f"was this order added to contract {contract.id} by an amendment or modification?"
    return Applies(Truth.UNKNOWN, f"whether the order was added to {contract.id} is not known", (asks,))


def _was_solicited_before(contract: Contract, day: Date | None) -> Truth:
    if day is None:
        return Truth.UNKNOWN
    if isinstance(contract.solicited, Date):
        return Truth.YES if contract.solicited < day else Truth.UNKNOWN
    # NOTE: a contract is solicited before it is awarded.
    return Truth.YES if isinstance(contract.awarded, Date) and contract.awarded < day else Truth.UNKNOWN


def issued_between(order: Order) -> tuple[Date | None, Date | None]:
    """The first and last day on which the order may have been issued, by the dates that are known of it."""
    issued = [each.day for each in order.dates if each.kind is DateKind.ISSUED]
    days: Iterable[Date] = issued or [each.day for each in order.dates if each.kind in _ISSUING]
    ordered = sorted(days)
    return (ordered[0], ordered[-1]) if ordered else (None, None)
