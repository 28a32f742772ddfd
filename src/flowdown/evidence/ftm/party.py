"""States the firms and persons of a document, each under one node."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import node, plain
from flowdown.evidence.claim import Claim
from flowdown.evidence.ftm.entity import PERSON, FtmEntity, read_date
from flowdown.evidence.predicate import Predicate

_IDENTIFIERS = {
    "leiCode": "lei",
    "uniqueEntityId": "uei",
    "cageCode": "cage",
    "dunsCode": "duns",
    "cikCode": "cik",
    "registrationNumber": "registration",
    "ogrnCode": "ogrn",
    "innCode": "inn",
    "vatCode": "vat",
    "permId": "permid",
    "wikidataId": "wikidata",
    "isinCode": "isin",
    "imoNumber": "imo",
}
_STRONG = ("leiCode", "uniqueEntityId", "cageCode", "dunsCode", "cikCode")
_GIVEN_OUT = re.compile(r"NK-\w+|Q\d+", re.ASCII)
_OF_LISTS = re.compile(r"sanction|debarment|export\.|corp\.(?:disqual|offshore|shell)|crime")
"""Topics that are kept of persons: that they stand on a list; not that they hold an office or belong to somebody."""


def name_party(incoming: Incoming, entity: FtmEntity) -> str:
    """The node of a firm or person. A person, and a firm with no number of its own, is known by the entity's id."""
    own = f"ftm/{entity.id}"
    if entity.schema == PERSON:
        # Ids that sources make themselves may be tax numbers; those that a data set gives out tell nothing.
        digest = hashlib.sha256(entity.id.encode("utf-8", "replace")).hexdigest()[:16]
        return node("person", own if _GIVEN_OUT.fullmatch(entity.id) else f"ftm/{digest}")
    vendors = {
        vendor for name in entity.get("name") for vendor, is_sure in (incoming.names.vendor_of(name),) if is_sure
    }
    if len(vendors) == 1:
        return vendors.pop()
    for name in _STRONG:
        # Several of one kind: the entity was put together from several registrations, and none stands for it.
        if len(values := entity.get(name)) == 1 and plain(values[0]):
            return node("organisation", f"{_IDENTIFIERS[name]}/{values[0].upper()}")
    return node("organisation", own)


def state_party(incoming: Incoming, party: str, entity: FtmEntity) -> Iterator[Claim]:
    """What is said of a firm; of a person only its names, and that it stands on lists."""
    is_person = entity.schema == PERSON

    def say(predicate: Predicate, object_: str, path: str, *, of: str = "", event: str = "") -> Claim:
        locator = f"{entity.place}/properties/{path}"
        return incoming.claim(party, predicate, object_, locator, said_by=speaker(entity), of=of, event=event)

    for name in entity.get("name") if is_person else entity.get("name", "alias", "previousName"):
        if text := plain(name)[:400]:
            yield say(Predicate.NAMED, f"text:{text}", "name")
    for topic in entity.get("topics"):
        if plain(topic) and (not is_person or _OF_LISTS.match(topic)):
            yield say(Predicate.DESCRIBED, f"text:{plain(topic)[:100]}", "topics", of="topic")
    for program in entity.get("programId"):
        if plain(program):
            yield say(Predicate.DESCRIBED, f"text:{plain(program)[:100]}", "programId", of="program")
    if is_person:
        return
    yield say(Predicate.IDENTIFIED_BY, node("identifier", f"ftm/{entity.id}"), "id")
    for property_, scheme in _IDENTIFIERS.items():
        for value in entity.get(property_):
            if plain(value) and len(value) <= 200:
                number = value.upper() if property_ in _STRONG else value
                yield say(Predicate.IDENTIFIED_BY, node("identifier", f"{scheme}/{number}"), property_)
    for country in dict.fromkeys(each.upper() for each in entity.get("jurisdiction", "mainCountry", "country")):
        if plain(country):
            yield say(Predicate.LOCATED_IN, node("place", country), "country")
    for property_, event in (("incorporationDate", "founded"), ("dissolutionDate", "dissolved")):
        for value in entity.get(property_):
            if len(value) >= 10 and (day := read_date(value)):
                yield say(Predicate.DATED, f"day:{day.isoformat()}", property_, event=event)


def speaker(entity: FtmEntity) -> tuple[str, ...]:
    """The data set that says so, where it is one alone."""
    return (node("document", f"dataset/{entity.datasets[0]}"),) if len(entity.datasets) == 1 else ()
