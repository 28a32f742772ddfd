"""Reads entities of the FollowTheMoney model (OpenSanctions, Aleph): firms, who owns and directs them, their listings.

Entities come as JSON lines, as a list, as a delta of changes, or as statements with one value a row. Of persons only
names and listings are taken over, of firms no addresses, phone numbers and mail. Not taken over: payments, debts,
memberships, kinship and acquaintance, successions, representations, court cases, documents, ships, aircraft and
securities, and memberships of persons in anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import node
from flowdown.evidence.claim import Claim
from flowdown.evidence.ftm.entity import FIRMS, PERSON, FtmEntity, read_entities, read_statements
from flowdown.evidence.ftm.party import name_party, speaker, state_party
from flowdown.evidence.ftm.state import Ties, state_tie
from flowdown.evidence.predicate import Predicate, kind_of
from flowdown.evidence.reader import Reader, ReaderExample, Unread, Violation, Yield
from flowdown.evidence.sayings import ReadingMode

_STATEMENT = frozenset(("entity_id", "canonical_id", "prop", "schema", "value"))
_STATEMENT_HEADINGS = frozenset(each.replace("_", "") for each in _STATEMENT)


def _recognise(head: Head) -> str:
    if head.is_binary:
        return ""
    if head.first_sign not in ("{", "["):
        is_table = len(_STATEMENT_HEADINGS & set(head.headings)) >= 4 and "prop" in head.headings
        return "FollowTheMoney statements, CSV" if is_table else ""
    keys = head.json_keys
    if head.json_is_list:
        return "FollowTheMoney entities, JSON" if _is_entity(keys) else ""
    if len(_STATEMENT & keys.keys()) >= 4 and "prop" in keys:
        return "FollowTheMoney statements, JSON lines"
    if _is_entity(keys):
        return "FollowTheMoney entities, JSON lines" if _is_one_a_line(head) else "FollowTheMoney entities, JSON"
    is_delta = keys.get("op") in ("ADD", "MOD", "DEL") and "entity" in keys
    return "FollowTheMoney changes, JSON lines" if is_delta else ""


def _is_entity(keys: dict[str, str]) -> bool:
    schema = keys.get("schema", "")
    return "id" in keys and "properties" in keys and schema[:1].isupper() and schema.isalpha()


def _is_one_a_line(head: Head) -> bool:
    # The start of a first line that is longer than what was looked at is the only line.
    return head.first_lines[0].endswith("}") or not (head.is_whole or len(head.first_lines) > 1)


def _read(incoming: Incoming) -> Iterator[Yield]:
    told: list[Violation | Unread] = []
    dialect = _recognise(incoming.head())
    are_lines = dialect.endswith("lines")
    if "statements" in dialect:
        entities = list(read_statements(incoming, are_lines=are_lines))
    else:
        entities = list(read_entities(incoming, told.append, are_lines=are_lines))
    yield from told
    parties: dict[str, str] = {}
    for entity in entities:
        if entity.schema == PERSON or entity.schema in FIRMS:
            parties[entity.id] = name_party(incoming, entity)
    contracts = {each.id: node("contract", f"ftm/{each.id}") for each in entities if each.schema == "Contract"}
    others = frozenset(each.id for each in entities) - parties.keys() - contracts.keys()
    ties = Ties(parties, contracts, others)
    for entity in entities:
        if party := parties.get(entity.id):
            yield from state_party(incoming, party, entity)
            yield from _parents(incoming, party, entity, ties)
        else:
            yield from state_tie(incoming, entity, ties)


def _parents(incoming: Incoming, party: str, entity: FtmEntity, ties: Ties) -> Iterator[Claim]:
    """Parents and subsidiaries that are told as properties: somebody owns something, and how much is not said."""
    for name in ("parent", "subsidiaries"):
        for identity in entity.get(name):
            other = ties.parties.get(identity, "")
            owner, owned = (other, party) if name == "parent" else (party, other)
            if owner and owned and owner != owned and kind_of(owned) != "person":
                place = f"{entity.place}/properties/{name}"
                yield incoming.claim(owner, Predicate.OWNS, owned, place, said_by=speaker(entity), role="parent")


_EXAMPLE = """\
{"id": "fir", "schema": "Company", "properties": {"name": ["Fir Works LLC"], "jurisdiction": ["mt"], "topics": ["sanction"]}}
{"id": "oak", "schema": "LegalEntity", "properties": {"name": ["Oak Holdings"], "leiCode": ["00000000000000000098"]}}
{"id": "NK-ida", "schema": "Person", "properties": {"name": ["Ida Mustermann"], "birthDate": ["1970-02-03"]}}
{"id": "o1", "schema": "Ownership", "properties": {"owner": ["oak"], "asset": ["fir"], "percentage": ["49"], "startDate": ["2016-03"]}}
{"id": "d1", "schema": "Directorship", "properties": {"director": ["NK-ida"], "organization": ["fir"], "role": ["CEO"]}}
{"id": "s1", "schema": "Sanction", "properties": {"entity": ["fir"], "program": ["Example list"], "listingDate": ["2023-08-16"]}}
"""
_STATEMENTS = """\
canonical_id,entity_id,prop,schema,value,dataset
fir,fir,name,Company,Fir Works LLC,example
own,own,owner,Ownership,oak,example
oak,oak,name,Company,Oak Holdings,example
own,own,asset,Ownership,fir,example
"""

READER = Reader(
    id="followthemoney",
    about="entities of the FollowTheMoney model: firms, their owners and officers, the lists on which they stand",
    formats=(
        "FollowTheMoney entities and deltas, JSON lines",
        "FollowTheMoney entities, JSON",
        "FollowTheMoney statements, CSV and JSON lines",
    ),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.STATES,
    examples=(
        ReaderExample(
            "entities.ftm.json",
            _EXAMPLE,
            says=(
                "organisation:lei/00000000000000000098 owns organisation:ftm/fir",
                "person:ftm/NK-ida works-for organisation:ftm/fir",
                "organisation:ftm/fir described text:Example list",
                "organisation:ftm/fir described text:sanction",
            ),
        ),
        ReaderExample("statements.csv", _STATEMENTS, says=("organisation:ftm/oak owns organisation:ftm/fir",)),
        ReaderExample("other.json", '{"id": "fir", "schema": "1.0", "properties": {}}', never=("organisation:",)),
        ReaderExample(
            "broken.json",
            _EXAMPLE + '{"id": "x", "schema": "Company"}\n',
            breaks=("`properties` is missing",),
        ),
    ),
    tried_on=(
        "opensanctions/yente: entities, deltas of its test data",
        "opensanctions/nomenklatura: donations to German parties",
    ),
)
