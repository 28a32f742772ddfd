"""A contract as its holder states it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from flowdown.evidence.profile.field import Answer, Day, Number, Unknown, said


class AgencyKind(StrEnum):
    """On whose side of the Government a contract lies: it decides whose orders reach it."""

    DEFENSE = "defense"
    INTELLIGENCE = "intelligence"
    CIVILIAN = "civilian"
    STATE = "state"
    FOREIGN = "foreign"
    PRIVATE = "private"
    UNKNOWN = "unknown"


class ContractKind(StrEnum):
    """What kind of instrument it is."""

    CONTRACT = "contract"
    INDEFINITE_DELIVERY = "indefinite-delivery"
    TASK_ORDER = "task-order"
    DELIVERY_ORDER = "delivery-order"
    PURCHASE_ORDER = "purchase-order"
    BLANKET_PURCHASE = "blanket-purchase"
    SCHEDULE = "schedule"
    GOVERNMENTWIDE = "governmentwide"
    SUBCONTRACT = "subcontract"
    OTHER_TRANSACTION = "other-transaction"
    GRANT = "grant"
    COMMERCIAL = "commercial"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StatedClause:
    """A clause that the contract contains."""

    clause: str = said("its number, as `FAR 52.204-25` or `DFARS 252.239-7018`", "")
    version: str | datetime.date | Unknown | None = said(
        "the date in its heading, as `2021-11` or `Nov 2021`",
        None,
        "which version of {clause} is in contract {id}? (the month and year in its heading)",
    )
    alternate: str = said("`I` or `II`, where an alternate is used", "")
    present: Answer = said("`unknown` if it may be in it", Answer.YES)
    modification: str = said("the modification that added it, as `P00003`", "")
    since: Day = said("the day of that modification", None)
    flowed_down: Answer = said("whether you passed it on to your own subcontractors", Answer.UNKNOWN)
    as_printed: bool = said("`true`: this date is what is printed, although no such version is known", False)
    deviation: str = said(
        "the number of the deviation, as `2026-O0024`, where the text deviates; `unnumbered` without", ""
    )
    document: str = said("the document in which it was read: a name of `documents`", "")
    place: str = said("where in it, as `page 12`", "")


@dataclass(frozen=True, slots=True)
class StatedDocument:
    """A document of the contract that was read."""

    name: str = said("the name of its file", "")
    digest: str = said("the digest of its bytes, as `sha256:...`: tells whether it is still the one that was read", "")


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """An order (a removal or exclusion order) that the contract names."""

    order: str = said("its id in the library of orders (`flowdown orders`), or its name", "")
    modification: str = said("the modification that added it; leave out if it was there from the start", "")
    since: Day = said("the day from which it is in the contract", None)
    present: Answer = said("`unknown` if it may be in it", Answer.YES)


@dataclass(frozen=True, slots=True)
class Office:
    """The contracting office: reports go there, and its days and hours count."""

    name: str = said("its name", "")
    code: str = said("its activity address code (the first six characters of the contract's number)", "")
    place: str = said("city and state", "")
    time_zone: str = said(
        "as `America/New_York`; deadlines in hours run there",
        "",
        "in which time zone is the contracting office of contract {id}?",
    )
    email: str = said("where reports are sent", "")


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract or subcontract that you hold."""

    id: str = said("a short name that you use below", "")
    title: str = said("what it is about", "")
    piid: str | Unknown | None = said(
        "the Government's contract number (PIID); for a subcontract, the prime contract's",
        None,
        "what is the Government's number (PIID) of contract {id}?",
    )
    number: str = said("the number that you and your customer use: subcontract or purchase order", "")
    parent: str = said("the PIID of the vehicle that it is an order under", "")
    customer: str | Unknown | None = said("whose contract it is: an id of `customers`", None)
    agency: str | Unknown | None = said(
        "the agency whose work it is", None, "which agency is contract {id} for, in the end?"
    )
    agency_kind: AgencyKind = said(
        "whose side it lies on",
        AgencyKind.UNKNOWN,
        "is contract {id} for defense, intelligence, a civilian agency, a state, or private?",
    )
    of_defense: Answer = said(
        "for `intelligence`: whether the agency is an element of the Department of Defense (as NSA, NRO, NGA and DIA are)",
        Answer.UNKNOWN,
    )
    kind: ContractKind = said("what it is", ContractKind.UNKNOWN, "what kind of instrument is contract {id}?")
    tier: int | Unknown | None = said(
        "0: you are the prime; 1: you work for the prime; 2: for its subcontractor; and so on",
        None,
        "are you the prime of contract {id}, or how many firms stand between you and the Government?",
    )
    value: Number = said("what it is worth to you, in all", None)
    currency: str = said("of `value`; USD if left out", "USD")
    solicited: Day = said(
        "the day of the solicitation: orders issued later bind only if they were added",
        None,
        "when was the solicitation of contract {id} issued?",
    )
    awarded: Day = said("the day on which it was signed", None, "when was contract {id} awarded?")
    starts: Day = said("first day of performance", None)
    ends: Day = said("last day of performance", None, "when does contract {id} end?")
    order_numbers: tuple[str, ...] = said("numbers of task or delivery orders under it", ())
    clauses: tuple[StatedClause, ...] | Unknown | None = said("the clauses that it contains", None)
    documents: tuple[StatedDocument, ...] = said("its documents that were read (`flowdown contract read`)", ())
    all_clauses_listed: Answer = said(
        "`yes` once the list is complete: only then does a clause that is not listed count as absent",
        Answer.UNKNOWN,
        "does contract {id} contain other clauses than those listed?",
    )
    orders: tuple[ListedOrder, ...] | Unknown | None = said("the orders that it names", None)
    all_orders_listed: Answer = said(
        "`yes` once that list is complete", Answer.UNKNOWN, "does contract {id} name (other) orders, or were any added?"
    )
    office: Office = said("the contracting office", Office())
    controlled_information: Answer = said(
        "whether controlled unclassified information (CUI) is handled under it", Answer.UNKNOWN
    )
    note: str = said("anything else", "")
