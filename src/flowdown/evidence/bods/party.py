"""States the entities and persons of a document, each under one node."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import STRONG, node, plain
from flowdown.evidence.bods.check import read_day
from flowdown.evidence.bods.statement import Object, Statement, Statements, inner, objects, words
from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.read_profile import make_id

_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}", re.ASCII)
_SCHEMES = {"xi-lei": "lei", "lei": "lei", "us-sam": "uei", "us-sam-uei": "uei", "us-sec": "cik", "us-cage": "cage"}
_LEI_NAMES = ("legal entity identifier", "lei", "gleif")


@dataclass(frozen=True, slots=True)
class Party:
    """An entity or a person: its node."""

    node: str
    is_person: bool


def gather_parties(incoming: Incoming, found: Statements) -> dict[str, Party]:
    """Every entity and person by record."""
    return {
        record: Party(_name(incoming, record, versions), versions[-1].kind == "person")
        for record, versions in found.parties.items()
        if versions[-1].kind in ("entity", "person")
    }


def _name(incoming: Incoming, record: str, versions: list[Statement]) -> str:
    """A person is known by the record alone, since many have one name; by its digest, since it may tell a birthday."""
    last = versions[-1]
    before = f"record/{make_id(last.publisher) or incoming.revision[-16:]}/"
    if last.kind == "person":
        return node(
            "person", before + hashlib.sha256((record or last.place).encode("utf-8", "replace")).hexdigest()[:16]
        )
    own = before + (record or last.place)
    name = words(last.details.get("name"))
    found = list(_identifiers(last.details))
    strong = {scheme: value for scheme, value in found if scheme in STRONG}
    firm = incoming.names.firm(name, **strong)
    if firm and (strong or firm.startswith("vendor:")):
        return firm
    if found:
        return node("organisation", f"{found[0][0]}/{found[0][1]}")
    return firm or node("organisation", own)


def _identifiers(details: Object) -> Iterator[tuple[str, str]]:
    for _, each in objects(details.get("identifiers")):
        value, scheme, name = words(each.get("id")), words(each.get("scheme")), words(each.get("schemeName"))
        if not plain(value) or len(value) > 200:
            continue
        known = _SCHEMES.get(scheme.casefold(), make_id(scheme))
        is_lei = known == "lei" or name.casefold() in _LEI_NAMES or "(lei)" in name.casefold()
        if is_lei and _LEI.fullmatch(value.upper()):
            yield "lei", value.upper()
        elif known or make_id(name):
            yield known or make_id(name), value.upper() if known in STRONG else value


def state_parties(incoming: Incoming, found: Statements, parties: dict[str, Party]) -> Iterator[Claim]:
    """What is said of every entity, and the names of every person; nothing else of persons."""
    for record, versions in found.parties.items():
        if record in parties:
            for statement in versions:
                yield from _state(incoming, parties[record], statement)


def _state(incoming: Incoming, party: Party, statement: Statement) -> Iterator[Claim]:
    details, place = statement.details, f"{statement.place}/recordDetails"

    def say(predicate: Predicate, object_: str, path: str, *, of: str = "", event: str = "") -> Claim:
        said_by = publisher_of(incoming, statement)
        return incoming.claim(party.node, predicate, object_, f"{place}/{path}", said_by=said_by, of=of, event=event)

    for path, name in _names(details, is_person=party.is_person):
        yield say(Predicate.NAMED, f"text:{name}", path)
    unspecified = inner(details, "unspecifiedPersonDetails" if party.is_person else "unspecifiedEntityDetails")
    if reason := words(unspecified.get("reason")):
        yield say(Predicate.DESCRIBED, f"text:{plain(reason)[:200]}", "unspecified", of="not-told")
    if party.is_person:
        return
    for scheme, value in dict.fromkeys(_identifiers(details)):
        yield say(Predicate.IDENTIFIED_BY, node("identifier", f"{scheme}/{value}"), "identifiers")
    for path, place_name in dict.fromkeys(_places(details)):
        yield say(Predicate.LOCATED_IN, node("place", place_name), path)
    for key, event in (("foundingDate", "founded"), ("dissolutionDate", "dissolved")):
        if day := read_day(details.get(key)):
            yield say(Predicate.DATED, f"day:{day.isoformat()}", key, event=event)
    if kind := words(inner(details, "entityType").get("type")):
        yield say(Predicate.DESCRIBED, f"text:{plain(kind)[:100]}", "entityType", of="entity-type")


def _names(details: Object, *, is_person: bool) -> Iterator[tuple[str, str]]:
    found: list[tuple[str, JsonValue]]
    if is_person:
        found = [(f"names/{number}", each.get("fullName")) for number, each in objects(details.get("names"))]
    else:
        others = details.get("alternateNames")
        found = [("name", details.get("name"))]
        found += [(f"alternateNames/{n}", each) for n, each in enumerate(others)] if isinstance(others, list) else []
    for path, value in found:
        if name := plain(words(value))[:400]:
            yield path, name


def _places(details: Object) -> Iterator[tuple[str, str]]:
    """Where an entity is registered, and the countries of its addresses; the addresses themselves are not taken over."""
    jurisdiction = inner(details, "jurisdiction")
    found = [("jurisdiction", jurisdiction)]
    found += [(f"addresses/{n}/country", inner(each, "country")) for n, each in objects(details.get("addresses"))]
    for path, country in found:
        if name := plain(words(country.get("code")).upper() or words(country.get("name"))):
            yield path, name


def publisher_of(incoming: Incoming, statement: Statement) -> tuple[str, ...]:
    """Who says so, as far as the statement names its publisher."""
    firm = incoming.names.firm(statement.publisher) if statement.publisher else ""
    return (firm,) if firm else ()
