"""Who an organisation has to do with: itself, suppliers, customers, people, owners."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.evidence.profile.contract import AgencyKind
from flowdown.evidence.profile.field import Answer, Day, Number, Unknown, said


@dataclass(frozen=True, slots=True)
class Organisation:
    """You."""

    id: str = said("a short name of small letters, digits and `-`", "")
    name: str = said("the legal name", "")
    uei: str = said("unique entity identifier (12 characters, from SAM.gov)", "")
    cage: str = said("CAGE code (5 characters)", "")
    country: str = said("two letters, as `US`", "")
    place: str = said("city and state", "")
    time_zone: str = said("as `America/Chicago`", "")


@dataclass(frozen=True, slots=True)
class Supply:
    """Something that a supplier supplies."""

    what: str = said("the goods or service", "")
    to: tuple[str, ...] | Unknown | None = said(
        "contracts, systems, other suppliers, or `own-business`", None, "for which contracts does {id} supply {what}?"
    )
    since: Day = said("first day", None)
    until: Day = said("the first day on which it no longer does", None)
    paragraph: str = said("the clause paragraph under which it is bound, if it is a subcontractor", "")


@dataclass(frozen=True, slots=True)
class Supplier:
    """A firm that sells or gives you something, or works under you."""

    id: str = said("a short name", "")
    name: str = said("the legal name", "")
    vendor: str = said("its id if it is a vendor that Flowdown knows (`flowdown vendors`)", "")
    uei: str = said("unique entity identifier", "")
    cage: str = said("CAGE code", "")
    country: str = said("two letters, as `US`", "")
    subcontractor: Answer = said("whether it works under one of your contracts", Answer.UNKNOWN)
    supplies: tuple[Supply, ...] = said("what, and for what", ())
    attested: Day = said("the day of its last written answer on covered vendors", None)
    contact: str = said("whom to ask there", "")
    note: str = said("anything else", "")


@dataclass(frozen=True, slots=True)
class Customer:
    """A prime contractor, an agency, or another buyer."""

    id: str = said("a short name", "")
    name: str = said("the legal name", "")
    uei: str = said("unique entity identifier", "")
    cage: str = said("CAGE code", "")
    country: str = said("two letters, as `US`", "")
    contact: str = said("whom to answer there", "")
    works_for: tuple[AgencyKind, ...] = said(
        "for whom it does the work in which it uses what you supply: tells which orders about you reach it "
        "(`flowdown orders status VENDOR --customers`)",
        (),
    )
    is_agency: Answer = said("whether it is an agency of that kind itself", Answer.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Firm:
    """Another firm or agency that is named here only as an owner or as owned."""

    id: str = said("a short name", "")
    name: str = said("the legal name", "")
    country: str = said("two letters, as `US`", "")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a part in this."""

    id: str = said("a short name", "")
    name: str = said("the name", "")
    roles: tuple[str, ...] = said("as `contracts`, `security`, `engineering`, `reports`, `signs`", ())
    email: str = said("the address", "")
    firm: str = said("the firm, if not yours", "")


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds how much of whom."""

    owner: str = said("who holds: `us`, a person, or an id of a supplier, customer, firm or vendor", "")
    owned: str = said("who is held", "")
    percent: Number = said("of the shares", None, "how many per cent of {owned} does {owner} hold?")
    share_class: str = said("where there are several", "")
    control: Answer = said("whether it directs it, whatever it holds", Answer.UNKNOWN)
    since: Day = said("first day", None)
    until: Day = said("the first day on which it no longer does", None)
