"""Reads the Beneficial Ownership Data Standard 0.4: who owns and directs whom, from when until when.

Shares become `owns` (of a range the least, and the greatest as open), votes of more than half and other ways of
directing a firm `controls`. Votes of at most half beside shares are not said apart, nor is an indirect interest whose
links are all in the document. Of persons only the names are taken over: no birth dates, addresses, nationalities,
numbers or political exposure; of entities no addresses but their countries, no listings and statutes. Annotations and
sources of statements are not taken over but for the publisher. A statement that a later one of its record corrects
is not said; one that is followed up ends where the later begins.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.base import strict_json
from flowdown.base.errors import UnusableFile
from flowdown.base.strict_json import JsonValue
from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.bods.check import check_statement
from flowdown.evidence.bods.party import gather_parties, state_parties
from flowdown.evidence.bods.state import state_relationships
from flowdown.evidence.bods.statement import Statement, inner, put_in_order, read_statement, words
from flowdown.evidence.reader import Reader, ReaderExample, Refused, Unread, Violation, Yield
from flowdown.evidence.sayings import ReadingMode

_KEYS = frozenset(
    "statementId statementDate declarationSubject recordId recordType recordStatus recordDetails publicationDetails".split()
)
_OLD_KEYS = frozenset(("statementID", "statementType"))


def _recognise(head: Head) -> str:
    if head.first_sign not in ("{", "[") or head.is_binary:
        return ""
    keys = head.json_keys.keys()
    if keys >= _OLD_KEYS:
        return "BODS 0.3 or older"
    if len(keys & _KEYS) < 3 or not keys & {"recordDetails", "recordType", "declarationSubject"}:
        return ""
    return "BODS 0.4 JSON" if head.json_is_list or not _is_lines(head) else "BODS 0.4 JSON lines"


def _is_lines(head: Head) -> bool:
    lines = head.first_lines
    return len(lines) > 1 and all(each.startswith("{") for each in lines[:2]) and lines[0].endswith("}")


def _read(incoming: Incoming) -> Iterator[Yield]:
    head = incoming.head()
    if head.json_keys.keys() >= _OLD_KEYS:
        raise Refused("is written in BODS 0.3 or older; only 0.4 is read", incoming.where())
    statements: list[Statement] = []
    versions: set[str] = set()
    are_lines = not head.json_is_list and _is_lines(head)
    for place, line, value in _values(incoming, are_lines=are_lines):
        for path, rule in check_statement(value):
            yield Violation(rule, incoming.where(f"{place}/{path}".rstrip("/"), line))
        if isinstance(value, dict):
            versions.add(words(inner(value, "publicationDetails").get("bodsVersion")))
            statements.append(read_statement(value, place, line))
    if place_less := versions - {"", "0.4"}:
        yield Unread(f"says that it is BODS {min(place_less)[:20]}; read as 0.4", incoming.where())
    if not head.json_is_list and not are_lines:
        yield Violation("is no list of statements", incoming.where(line=1))
    found = put_in_order(statements)
    parties = gather_parties(incoming, found)
    yield from state_parties(incoming, found, parties)
    yield from state_relationships(incoming, found, parties)


def _values(incoming: Incoming, *, are_lines: bool) -> Iterator[tuple[str, int, JsonValue]]:
    """Every statement with its place."""
    if are_lines:
        for number, line in incoming.lines():
            text = strict_json.decode(line, incoming.name)
            if text.strip():
                yield str(number - 1), number, _load(incoming, text, number)
        return
    value = incoming.json()
    if isinstance(value, dict):
        yield "0", 0, value
    elif isinstance(value, list):
        yield from ((str(number), 0, each) for number, each in enumerate(value))
    else:
        raise Refused("is no list of statements", incoming.where(line=1))


def _load(incoming: Incoming, text: str, number: int) -> JsonValue:
    faults: list[UnusableFile] = []
    try:
        value = strict_json.load(text, incoming.name, faults)
    except UnusableFile as error:
        raise UnusableFile(
            error.message, incoming.where("", number, error.where.column if error.where else 0)
        ) from None
    incoming.faults.extend(Violation(each.message, incoming.where("", number)) for each in faults)
    return value


_HEAD = '"declarationSubject": "r1", "statementDate": "2024-05-01", "statementId": "0000000000000000000000000000000'
_EXAMPLE = f"""[
 {{{_HEAD}1", "recordId": "r1", "recordType": "entity", "recordDetails": {{"isComponent": false,
  "entityType": {{"type": "registeredEntity"}}, "name": "Brightfold Widgets Ltd",
  "identifiers": [{{"scheme": "GB-COH", "id": "00000001"}}]}}}},
 {{{_HEAD}2", "recordId": "r2", "recordType": "entity", "recordDetails": {{"isComponent": false,
  "entityType": {{"type": "registeredEntity"}}, "name": "Harrow Lane Holdings"}}}},
 {{{_HEAD}3", "recordId": "r3", "recordType": "relationship", "recordDetails": {{"isComponent": false,
  "subject": "r1", "interestedParty": "r2", "interests": [{{"type": "shareholding", "directOrIndirect": "direct",
  "share": {{"exact": 62.5}}, "startDate": "2020-02-01"}}, {{"type": "appointmentOfBoard"}}]}}}}
]"""

READER = Reader(
    id="bods",
    about="statements of beneficial ownership: who owns and directs whom, on which days",
    formats=("Beneficial Ownership Data Standard 0.4, JSON and JSON lines",),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.STATES,
    examples=(
        ReaderExample(
            "owners.json",
            _EXAMPLE,
            says=(
                "organisation:harrow-lane-holdings owns organisation:gb-coh/00000001",
                "organisation:harrow-lane-holdings controls organisation:gb-coh/00000001",
                "organisation:gb-coh/00000001 named text:Brightfold Widgets Ltd",
            ),
        ),
        ReaderExample(
            "broken.json",
            _EXAMPLE.replace("62.5", "162.5").replace('"registeredEntity"', '"guild"', 1),
            breaks=("is above 100", "is not among the values that the standard lists"),
        ),
        ReaderExample("other.json", '[{"recordId": "r1", "name": "Brightfold"}]', never=("organisation:",)),
    ),
    tried_on=("openownership/data-standard: all examples and all test data of version 0.4",),
    checks_schema=True,
)
