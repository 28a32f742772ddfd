"""One registration of an entity, from an extract's line or an answer of the interface, and what it states."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import node, plain
from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate

FIELDS = 142
"""Fields of a line of the public extract, version 2."""
_UEI, _CAGE, _CODE, _EXPIRES, _ACTIVE = 0, 3, 5, 8, 10
_NAME, _TRADE, _DIVISION, _COUNTRY, _FOUNDED, _EXCLUDED = 11, 12, 13, 21, 24, 115
_STATUS = {"A": "active", "E": "expired", "1": "deleted", "2": "active", "3": "active", "4": "expired"}
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})|(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)
Object = dict[str, "JsonValue"]


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is named as an owner: `role` says whether directly or at the top."""

    role: str
    name: str
    cage: str


@dataclass(frozen=True, slots=True)
class Registration:
    """What a registration says of an entity."""

    uei: str = ""
    cage: str = ""
    name: str = ""
    trade_name: str = ""
    division: str = ""
    country: str = ""
    status: str = ""
    is_excluded: bool = False
    founded: datetime.date | None = None
    from_: datetime.date | None = None
    until: datetime.date | None = None
    owners: tuple[Owner, ...] = ()


def read_day(text: object) -> datetime.date | None:
    """A day as the register writes it: 20240501, 2024-05-01, 05/01/2024 or 05-01-2024."""
    found = _DAY.match(text) if isinstance(text, str) else None
    if not found:
        return None
    year, month, day, us_month, us_day, us_year = found.groups()
    try:
        return datetime.date(int(year or us_year), int(month or us_month), int(day or us_day))
    except ValueError:
        return None


def from_fields(fields: list[str]) -> Registration:
    """The registration in the fields of a line."""
    words = [" ".join(each.split()) for each in fields]
    return Registration(
        words[_UEI].upper(),
        words[_CAGE].upper(),
        words[_NAME],
        words[_TRADE],
        words[_DIVISION],
        words[_COUNTRY],
        _STATUS.get(words[_CODE], ""),
        words[_EXCLUDED] not in ("", "N"),
        read_day(words[_FOUNDED]),
        read_day(words[_ACTIVE]),
        read_day(words[_EXPIRES]),
    )


def from_answer(entity: Object) -> Registration:
    """The registration in an entity of the interface."""
    told, core = inner(entity, "entityRegistration"), inner(entity, "coreData")
    about = inner(core, "entityInformation")
    return Registration(
        text(told, "ueiSAM").upper(),
        text(told, "cageCode").upper(),
        text(told, "legalBusinessName"),
        text(told, "dbaName"),
        text(about, "entityDivisionName"),
        text(inner(core, "physicalAddress"), "countryCode"),
        text(told, "registrationStatus").lower(),
        text(told, "exclusionStatusFlag") not in ("", "N"),
        read_day(about.get("entityStartDate")),
        read_day(told.get("activationDate")),
        read_day(told.get("registrationExpirationDate")),
        tuple(dict.fromkeys(_owners(entity))),
    )


def _owners(entity: Object) -> Iterator[Owner]:
    """The owners, from the relationships and from what the entity answers to FAR 52.204-17."""
    found = [(inner(inner(entity, "integrityInformation"), "corporateRelationships"), "immediateOwner", "highestOwner")]
    certifications = inner(inner(entity, "repsAndCerts"), "certifications")
    for response in objects(certifications.get("fARResponses")):
        found += [
            (each, "immediateOwnerCage", "highestLevelOwnerCage") for each in objects(response.get("listOfAnswers"))
        ]
    for where, direct, highest in found:
        for key, role in ((direct, "immediate-owner"), (highest, "highest-level-owner")):
            owner = inner(where, key)
            name = text(owner, "legalBusinessName")
            cage = text(owner, "cageCode") or text(owner, "nCageCode") or text(where, key)
            if plain(name) or plain(cage):
                yield Owner(role, name, cage.upper())


def state(incoming: Incoming, registration: Registration, place: str) -> Iterator[Claim]:
    """What a registration says: names and numbers, where, since when and until when registered, who owns it."""
    firm = incoming.names.firm(registration.name, uei=registration.uei, cage=registration.cage)
    if not firm:
        return
    yield from about(
        incoming, firm, place, (registration.name, registration.trade_name), registration.uei, registration.cage
    )
    if division := plain(registration.division)[:200]:
        yield incoming.claim(firm, Predicate.DESCRIBED, f"text:{division}", place, of="division")
    if country := plain(registration.country)[:60]:
        yield incoming.claim(firm, Predicate.LOCATED_IN, node("place", country), place)
    if founded := registration.founded:
        yield incoming.claim(firm, Predicate.DATED, f"day:{founded.isoformat()}", place, event="founded")
    if status := plain(registration.status)[:60]:
        # What has run out is so from the day on which it did.
        is_over = status in ("expired", "deleted", "inactive")
        period = (registration.until, None) if is_over else (registration.from_, registration.until)
        if period[0] and period[1] and period[1] <= period[0]:
            period = (period[0], None)
        yield incoming.claim(firm, Predicate.DESCRIBED, f"text:{status}", place, period=period, of="sam-registration")
    if registration.is_excluded:
        yield incoming.claim(firm, Predicate.DESCRIBED, "text:has an active exclusion", place, of="exclusion-status")
    for owner in registration.owners:
        above = incoming.names.firm(owner.name, cage=owner.cage)
        if above and above != firm and owner.cage != registration.cage:
            yield from about(incoming, above, place, (owner.name,), "", owner.cage)
            yield incoming.claim(above, Predicate.CONTROLS, firm, place, role=owner.role)


def about(incoming: Incoming, firm: str, place: str, names: tuple[str, ...], uei: str, cage: str) -> Iterator[Claim]:
    """The names and numbers of a firm."""
    for name in dict.fromkeys(names):
        if shown := plain(name)[:400]:
            yield incoming.claim(firm, Predicate.NAMED, f"text:{shown}", place)
    for scheme, value in (("uei", uei), ("cage", cage)):
        if number := plain(value)[:40]:
            yield incoming.claim(firm, Predicate.IDENTIFIED_BY, f"identifier:{scheme}/{number}", place)


def inner(value: Object, key: str) -> Object:
    """The object below a key; empty for what is none."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def objects(value: JsonValue) -> list[Object]:
    """The objects of a list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(value: Object, key: str) -> str:
    """The text below a key on one line; empty for what is none."""
    found = value.get(key)
    return " ".join(found.split()) if isinstance(found, str) else ""
