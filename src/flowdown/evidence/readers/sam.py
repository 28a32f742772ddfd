"""Reads SAM.gov: registrations (public extract, version 2; answers of the interface) and exclusions (CSV; answers).

An owner that a registration names is said to control it; the public extract names none. Of persons who are excluded
only the name is taken over. Not taken over: addresses but for the country, points of contact, financial data, codes of
products and industries, kinds of business, answers to clauses but for the owners, predecessors, further locations,
cross-references, ships.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Reader, ReaderExample, Refused, Unread, Yield
from flowdown.evidence.sam import exclusion, registration
from flowdown.evidence.sam.registration import FIELDS
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.tables.streamed import stream_rows

_EXCLUSIONS = frozenset(("classification", "exclusionprogram", "exclusiontype"))
_END = "!end"
MOST_LINES = 20
"""Lines over which one record may go."""


def _recognise(head: Head) -> str:
    if head.is_binary:
        return ""
    if head.first_sign in ("{", "["):
        keys = head.json_keys.keys()
        if "entityData" in keys or ("entityRegistration" in keys and head.json_is_list):
            return "SAM entities, JSON"
        return "SAM exclusions, JSON" if keys & {"excludedEntity", "exclusionDetails"} else ""
    words = head.first_lines[0].split() if head.first_lines else []
    if words[:1] == ["BOF"] and words[1:2] in (["PUBLIC"], ["FOUO"], ["SENSITIVE"]):
        return f"SAM entity extract, {words[1].lower()} {' '.join(words[2:3])}"
    return "SAM exclusions, CSV" if frozenset(head.headings) >= _EXCLUSIONS else ""


def _read(incoming: Incoming) -> Iterator[Yield]:
    head = incoming.head()
    if head.first_sign in ("{", "["):
        yield from _read_answer(incoming, incoming.json())
    elif head.first_lines and head.first_lines[0].startswith("BOF "):
        if not head.first_lines[0].startswith("BOF PUBLIC V2"):
            raise Refused("is not the public extract of version 2, the only one that is read", incoming.where("", 1))
        yield from _read_extract(incoming)
    else:
        for row in stream_rows(incoming):
            yield from exclusion.state(incoming, exclusion.from_cells(row.cells), f"row {row.line}")


def _read_extract(incoming: Incoming) -> Iterator[Yield]:
    is_ended = False
    for line, record in _records(incoming):
        if record.startswith("EOF "):
            is_ended = True
            continue
        fields = record.split("|")
        if len(fields) != FIELDS:
            yield Unread(f"has {len(fields)} fields instead of {FIELDS}", incoming.where("", line))
            continue
        yield from registration.state(incoming, registration.from_fields(fields), f"line {line}")
    if not is_ended:
        yield Unread("ends without its last line; it may be cut off", incoming.where())


def _records(incoming: Incoming) -> Iterator[tuple[int, str]]:
    """Each record with its first line; a record ends in a mark, wherever its lines do."""
    start, parts = 0, list[str]()
    for number, raw in incoming.lines():
        text = raw.decode("utf-8", "replace")
        if not parts and (not text.strip() or text.startswith(("BOF ", "EOF "))):
            if text.startswith("EOF "):
                yield number, text
            continue
        start = start if parts else number
        parts.append(text)
        if text.endswith(_END) or len(parts) >= MOST_LINES:
            yield start, " ".join(parts)
            parts = []
    if parts:
        yield start, " ".join(parts)


def _read_answer(incoming: Incoming, value: JsonValue) -> Iterator[Yield]:
    found = list(_entities(value))
    for place, entity in found:
        if "exclusionDetails" in entity or "exclusionIdentification" in entity:
            yield from exclusion.state(incoming, exclusion.from_answer(entity), place)
        elif "entityRegistration" in entity:
            yield from registration.state(incoming, registration.from_answer(entity), place)
        else:
            yield Unread("is neither a registration nor an exclusion", incoming.where(place))
    total = value.get("totalRecords") if isinstance(value, dict) else None
    if isinstance(total, int) and total > len(found):
        said = f"holds {len(found)} of {total} records; what stands on the other pages is not known"
        yield Unread(said, incoming.where("totalRecords"))


def _entities(value: JsonValue) -> Iterator[tuple[str, registration.Object]]:
    if isinstance(value, dict):
        for key in ("entityData", "excludedEntity"):
            many = value.get(key)
            if isinstance(many, list):
                yield from ((f"{key}/{n}", each) for n, each in enumerate(many) if isinstance(each, dict))
        if "exclusionDetails" in value:
            yield "", value
    elif isinstance(value, list):
        yield from ((str(n), each) for n, each in enumerate(value) if isinstance(each, dict))


def _line(**fields: str) -> str:
    """A line of the extract with these fields, `f0` and so on."""
    return "|".join([*(fields.get(f"f{number}", "") for number in range(FIELDS - 1)), _END])


_EXTRACT = "\n".join(
    (
        "BOF PUBLIC V2 00000000 20260301 0000001 0000001",
        _line(f0="ZQ1WXAMPLE11", f3="1ZZ11", f5="A", f8="20270301", f10="20260301", f11="FIR WORKS LLC", f21="USA"),
        "EOF PUBLIC V2 00000000 20260301 0000001 0000001",
    )
)
_ENTITY = """{"totalRecords": 1, "entityData": [{"entityRegistration": {"ueiSAM": "ZQ1WXAMPLE11", "cageCode": "1ZZ11",
 "legalBusinessName": "FIR WORKS LLC", "registrationStatus": "Active"},
 "integrityInformation": {"corporateRelationships": {
  "highestOwner": {"legalBusinessName": "ELM GLOBAL", "cageCode": "3ZZ33"},
  "immediateOwner": {"legalBusinessName": "OAK HOLDINGS", "cageCode": "2ZZ22"}}}}]}"""
_ROWS = """\
"Classification","Name","First","Last","Country","Unique Entity ID","Exclusion Program","Excluding Agency","Exclusion Type",\
"Active Date","Termination Date","SAM Number","CAGE"
"Firm","FIR WORKS LLC","","","USA","ZQ1WXAMPLE11","Reciprocal","GSA","Prohibition/Restriction","12/13/2019","Indefinite","S4",""
"""

READER = Reader(
    id="sam",
    about="registrations and exclusions of SAM.gov: numbers, names, owners, who is excluded from what",
    formats=(
        "SAM entity extract, public version 2 (.dat)",
        "answers of the SAM entity and exclusions interfaces, JSON",
        "SAM exclusions extract, CSV",
    ),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.STATES,
    examples=(
        ReaderExample(
            "SAM_PUBLIC_MONTHLY_V2.dat",
            _EXTRACT,
            says=(
                "organisation:uei/ZQ1WXAMPLE11 identified-by identifier:cage/1ZZ11",
                "organisation:uei/ZQ1WXAMPLE11 named text:FIR WORKS LLC",
                "organisation:uei/ZQ1WXAMPLE11 located-in place:USA",
            ),
        ),
        ReaderExample(
            "entities.json",
            _ENTITY,
            says=(
                "organisation:cage/2ZZ22 controls organisation:uei/ZQ1WXAMPLE11",
                "organisation:cage/3ZZ33 controls organisation:uei/ZQ1WXAMPLE11",
            ),
        ),
        ReaderExample(
            "exclusions.csv",
            _ROWS,
            says=("organisation:uei/ZQ1WXAMPLE11 described text:Prohibition/Restriction",),
        ),
        ReaderExample("other.csv", "Classification,Name\nFirm,FIR WORKS LLC\n", never=("organisation:",)),
    ),
    tried_on=(
        "chrisfulcher/orrery: three lines of the public extract of September 2026, and the registration of an entity",
        "tests of the Perl module Parse::SAMGov: five rows of the exclusions extract of 2023",
        "documentation of the exclusions interface by the General Services Administration: two samples",
    ),
)
