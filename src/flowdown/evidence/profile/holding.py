"""What an organisation has: systems, repositories, equipment, software."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.catalogue.purpose import Purpose
from flowdown.evidence.profile.field import Answer, Day, Unknown, said


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository of code."""

    id: str = said("a short name", "")
    path: str = said("where it lies, seen from the folder of this file; `.` is that folder itself", "")
    url: str = said("where it comes from", "")
    serves: tuple[str, ...] | Unknown | None = said(
        "contracts (or `own-business`) that its code works for", None, "for which contracts is the repository {id}?"
    )


@dataclass(frozen=True, slots=True)
class System:
    """A system that runs: yours, or one that you run for somebody."""

    id: str = said("a short name", "")
    name: str = said("what it is called", "")
    repository: str = said("the repository of its code", "")
    paths: tuple[str, ...] = said("folders of that repository that are its own; none: all of it", ())
    serves: tuple[str, ...] | Unknown | None = said(
        "contracts (or `own-business`) that it is used for", None, "for which contracts is the system {id} used?"
    )
    federal: Answer = said(
        "whether it is a federal system: owned or run by an agency, or run by you on its behalf",
        Answer.UNKNOWN,
        "is the system {id} a federal information system?",
    )
    national_security: Answer = said("whether it is a national security system", Answer.UNKNOWN)
    controlled_information: Answer = said("whether it holds controlled unclassified information", Answer.UNKNOWN)
    used_for: tuple[Purpose, ...] = said(
        "purposes of use that orders or vendors' terms restrict, as `national-security`", ()
    )
    all_purposes_listed: Answer = said(
        "`yes` once that list is complete: only then is it taken to have no other of these purposes", Answer.UNKNOWN
    )
    depends_on: tuple[str, ...] = said("other systems that it needs", ())
    note: str = said("anything else", "")


@dataclass(frozen=True, slots=True)
class Software:
    """A program that is installed on equipment."""

    name: str = said("what it is called", "")
    maker: str = said("who makes it: a vendor's id (`flowdown vendors`) or a name", "")
    version: str = said("its version, in quotes", "")


@dataclass(frozen=True, slots=True)
class Equipment:
    """A device, or several alike."""

    id: str = said("a short name or asset number", "")
    name: str = said("what it is", "")
    kind: str = said("camera, phone, laptop, server, router, drone ...", "")
    maker: str | Unknown | None = said(
        "who makes it: a vendor's id (`flowdown vendors`) or a name", None, "who makes the equipment {id}?"
    )
    model: str = said("the maker's model number", "")
    serial: str = said("serial number", "")
    quantity: int = said("how many", 1)
    owner: str = said("`us`, `government`, `employee` (a personal device), or a name", "")
    federal: Answer = said("whether it belongs to the Government or is run for it", Answer.UNKNOWN)
    purpose: str = said("what it is used for, as `watching the gate`", "")
    place: str = said("where it is", "")
    used_for: tuple[Purpose, ...] = said(
        "purposes of use that orders or vendors' terms restrict, as `national-security`", ()
    )
    all_purposes_listed: Answer = said(
        "`yes` once that list is complete: only then is it taken to have no other of these purposes", Answer.UNKNOWN
    )
    serves: tuple[str, ...] | Unknown | None = said("contracts (or `own-business`) that it is used for", None)
    system: str = said("the system that it is a part of", "")
    installed: tuple[Software, ...] = said("programs on it", ())
    acquired: Day = said("since when you have it", None)
    removed: Day = said("the first day on which you no longer have it", None)


@dataclass(frozen=True, slots=True)
class KnownUse:
    """A vendor that you know you use, whatever a scan finds."""

    vendor: str = said("its id (`flowdown vendors`)", "")
    what: str = said("the product or service", "")
    serves: tuple[str, ...] | Unknown | None = said(
        "contracts, systems or `own-business` that it is used for", None, "what is {vendor} used for?"
    )
    used_for: tuple[Purpose, ...] = said(
        "purposes of use that orders or vendors' terms restrict, as `national-security`", ()
    )
    all_purposes_listed: Answer = said(
        "`yes` once that list is complete: only then is it taken to have no other of these purposes", Answer.UNKNOWN
    )
    account: str = said("the account or subscription by which you pay", "")
    since: Day = said("first day of use", None)
    until: Day = said("the first day on which it is no longer used", None)


@dataclass(frozen=True, slots=True)
class Alternative:
    """What could take a vendor's place."""

    to: str = said("the vendor that would be replaced", "")
    vendor: str = said("the vendor, or id of a supplier, that could stand in", "")
    what: str = said("the product", "")
    serves: tuple[str, ...] = said("systems for which it would do; none: all", ())
    days: int | None = said("days that the change takes", None)
    cost: int | float | None = said("what the change costs", None)
    ready: Answer = said("whether it was tried", Answer.UNKNOWN)
