"""Examines a profile for what cannot be, place by place."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from flowdown.base.errors import FlowdownError, UnusableFile
from flowdown.base.strict_yaml import Document, Path
from flowdown.catalogue.catalogue import Catalogue
from flowdown.evidence.profile.identifier import Verdict, examine_cage, examine_piid, examine_uei
from flowdown.evidence.profile.profile import OWN_BUSINESS, US, Profile, ids_of

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,79}\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
LIKELY_YEARS = range(1900, 2201)
"""The years of a day that is no slip."""


@dataclass(slots=True)
class Desk:
    """Where the examination of a profile keeps what it finds."""

    profile: Profile
    document: Document
    catalogue: Catalogue
    problems: list[FlowdownError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, message: str, path: Path, hint: str = "") -> None:
        """Keep a fault at its place."""
        self.problems.append(UnusableFile(message, self.document.where(path), hint))

    def note(self, message: str, path: Path) -> None:
        """Keep what could not be checked."""
        self.notes.append(f"{self.document.where(path)}: {message}")

    def take(self, verdict: Verdict, path: Path) -> None:
        """Keep what an examination of an identifier gave."""
        if verdict.fault:
            self.refuse(verdict.fault, path, verdict.hint)
        elif verdict.note:
            self.note(verdict.note, path)

    def days(self, path: Path, **days: object) -> None:
        """Each later day is not before an earlier one; the keys are those of the file, in their order."""
        known = [(name, day) for name, day in days.items() if isinstance(day, datetime.date)]
        for name, day in known:
            if day.year not in LIKELY_YEARS:
                self.refuse(f"`{day.isoformat()}` is no likely day", (*path, name))
        for index, (later, day) in enumerate(known):
            for earlier, before in known[:index]:
                if day < before:
                    self.refuse(
                        f"`{later}` ({day.isoformat()}) is before `{earlier}` ({before.isoformat()})", (*path, later)
                    )
                    break

    def period(self, path: Path, since: object, until: object, names: tuple[str, str] = ("since", "until")) -> None:
        """A period is not empty."""
        self.days(path, **dict(zip(names, (since, until), strict=True)))
        if isinstance(since, datetime.date) and since == until:
            self.refuse(
                f"`{names[1]}` is the first day on which it no longer holds, so it cannot be `{names[0]}`", path
            )

    def vendor(self, word: str, path: Path) -> None:
        """A vendor is one of the catalogue's."""
        if word and self.catalogue.vendor_of(word) is None:
            hint = (
                _nearest(word.lower(), self.catalogue.vendors)
                or "`flowdown vendors` lists them; write others as suppliers"
            )
            self.refuse(f"`{word}` is no vendor that is known here", path, hint)

    def reference(self, word: str, path: Path, known: Iterable[str], what: str) -> None:
        """A name leads to something that the file holds."""
        names = set(known)
        if word and word not in names:
            hint = _nearest(word, names) or (
                f"there are {', '.join(sorted(names)[:8])}" if names else "there is none in it"
            )
            self.refuse(f"`{word}` is no {what} of this file", path, hint)


def check(profile: Profile, document: Document, catalogue: Catalogue) -> Desk:
    """Examine everything that is stated; the faults and notes are in what comes back."""
    from flowdown.evidence.profile.check_contract import check_contracts
    from flowdown.evidence.profile.check_discovery import check_discoveries
    from flowdown.evidence.profile.check_holding import check_holdings
    from flowdown.evidence.profile.check_ownership import check_ownership

    desk = Desk(profile, document, catalogue)
    _check_organisation(desk)
    _check_ids(desk)
    _check_parties(desk)
    check_contracts(desk)
    check_holdings(desk)
    check_ownership(desk)
    check_discoveries(desk)
    return desk


def _check_organisation(desk: Desk) -> None:
    us = desk.profile.organisation
    if not us.id:
        desk.refuse("says not who you are", ("organisation",), "write `organisation: {id: ..., name: ...}`")
    _check_numbers(desk, us.uei, us.cage, us.country, ("organisation",))
    check_time_zone(desk, us.time_zone, ("organisation", "time_zone"))


def _check_ids(desk: Desk) -> None:
    profile = desk.profile
    # What may be named in one place has one name: contracts, systems and firms can all be served or supplied.
    groups: tuple[Mapping[str, Iterable[str]], ...] = (
        {
            "organisation": (profile.organisation.id,),
            "contracts": [each.id for each in profile.contracts],
            "systems": [each.id for each in profile.systems],
            "suppliers": [each.id for each in profile.suppliers],
            "customers": [each.id for each in profile.customers],
            "firms": [each.id for each in profile.firms],
            "people": [each.id for each in profile.people],
        },
        {"repositories": [each.id for each in profile.repositories]},
        {"equipment": [each.id for each in profile.equipment]},
        {"discoveries": [each.id for each in profile.discoveries]},
    )
    for group in groups:
        seen: dict[str, Path] = {}
        for section, ids in group.items():
            for index, identity in enumerate(ids):
                path: Path = (section,) if section == "organisation" else (section, index)
                _check_id(desk, identity, path, seen)


def _check_id(desk: Desk, identity: str, path: Path, seen: dict[str, Path]) -> None:
    if not identity:
        if path != ("organisation",):
            desk.refuse("has no `id`", path, "a short name of your own")
        return
    if not ID.match(identity):
        desk.refuse(f"`{identity}` is no id", (*path, "id"), "letters, digits, `.`, `_`, `/` and `-`, at most 80")
    if identity in (OWN_BUSINESS, US, "unknown"):
        desk.refuse(f"the id `{identity}` means something else here", (*path, "id"))
    if identity in seen:
        first = desk.document.where(seen[identity])
        desk.refuse(f"the id `{identity}` is there already, in line {first.line}", (*path, "id"))
    seen.setdefault(identity, path)


def _check_parties(desk: Desk) -> None:
    profile = desk.profile
    served = ids_of(profile.contracts, profile.systems, profile.suppliers) | {OWN_BUSINESS}
    for index, supplier in enumerate(profile.suppliers):
        path: Path = ("suppliers", index)
        _check_numbers(desk, supplier.uei, supplier.cage, supplier.country, path)
        desk.vendor(supplier.vendor, (*path, "vendor"))
        for number, supply in enumerate(supplier.supplies):
            below: Path = (*path, "supplies", number)
            desk.period(below, supply.since, supply.until)
            for word in supply.to if isinstance(supply.to, tuple) else ():
                desk.reference(word, (*below, "to"), served - {supplier.id}, "contract, system or supplier")
    for index, customer in enumerate(profile.customers):
        _check_numbers(desk, customer.uei, customer.cage, customer.country, ("customers", index))
    for index, firm in enumerate(profile.firms):
        _check_numbers(desk, "", "", firm.country, ("firms", index))
    for index, person in enumerate(profile.people):
        if person.firm:
            desk.reference(person.firm, ("people", index, "firm"), firms_of(profile), "firm")


def firms_of(profile: Profile) -> frozenset[str]:
    """The ids of every firm that the profile names, `us` among them."""
    return (ids_of(profile.suppliers, profile.customers, profile.firms) | {US, profile.organisation.id}) - {""}


def _check_numbers(desk: Desk, uei: str, cage: str, country: str, path: Path) -> None:
    examinations: tuple[tuple[str, str, Callable[[str], Verdict]], ...] = (
        ("uei", uei, examine_uei),
        ("cage", cage, examine_cage),
    )
    for name, value, examine in examinations:
        if value and value != "unknown":
            desk.take(examine(value), (*path, name))
    if country and country != "unknown" and not _COUNTRY.match(country):
        desk.refuse(f"`{country}` is no country in two letters", (*path, "country"), "as `US` or `DE`")


def check_time_zone(desk: Desk, name: str, path: Path) -> None:
    """A time zone is one of the time-zone database, where there is one."""
    import zoneinfo

    if not name or name == "unknown":
        return
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        known = zoneinfo.available_timezones()
        if known:
            desk.refuse(f"`{name}` is no time zone", path, _nearest(name, known) or "as `America/New_York`")


def take_piid(desk: Desk, text: str, awarded: datetime.date | None, path: Path) -> None:
    """Examine a contract's number at its place."""
    desk.take(examine_piid(text, awarded), path)


def _nearest(word: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(word, sorted(known), 1)
    return f"did you mean `{near[0]}`?" if near else ""
