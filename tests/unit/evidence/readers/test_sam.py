"""SAM.gov: registrations and exclusions, what of persons is left out, and what cannot harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError
from tests.unit.evidence.readers.arrive import arrive

_BOF = "BOF PUBLIC V2 00000000 20260301 0000001 0000001\n"
_EOF = "EOF PUBLIC V2 00000000 20260301 0000001 0000001\n"
_FIR = "organisation:uei/ZQ1WXAMPLE11"


def _line(fields: dict[int, str]) -> str:
    told = {0: "ZQ1WXAMPLE11", 3: "1ZZ11", 5: "A", 8: "20270301", 10: "20260301", 11: "FIR WORKS LLC", **fields}
    return "|".join([*(told.get(number, "") for number in range(141)), "!end\n"])


def test_a_line_of_the_extract(tmp_path: Path) -> None:
    line = _line({12: "FIR", 13: "EAST", 21: "USA", 24: "19690203", 46: "Ida", 48: "Mustermann", 115: "D"})
    told = arrive(tmp_path, "sam", _BOF + line + _EOF)
    assert {
        f"{_FIR} named text:FIR",
        f"{_FIR} described text:EAST",
        f"{_FIR} identified-by identifier:cage/1ZZ11",
        f"{_FIR} dated day:1969-02-03",
        f"{_FIR} described text:has an active exclusion",
    } <= told.triples
    assert "Mustermann" not in repr(told.claims)
    assert not told.unread


def test_a_registration_that_ran_out_is_over_since_then(tmp_path: Path) -> None:
    told = arrive(tmp_path, "sam", _BOF + _line({5: "E"}) + _EOF)
    (status,) = [each for each in told.of("described") if each.qualifier("of") == "sam-registration"]
    assert (status.object, str(status.valid_from), status.valid_until) == ("text:expired", "2027-03-01", None)


def test_records_go_over_lines_and_broken_ones_are_told(tmp_path: Path) -> None:
    split = _line({}).replace("FIR WORKS", "FIR\nWORKS")
    told = arrive(tmp_path, "sam", _BOF + split + "A|B|!end\n" + _line({0: "ZQ1WXAMPLE22"}))
    assert {
        f"{_FIR} named text:FIR WORKS LLC",
        "organisation:uei/ZQ1WXAMPLE22 named text:FIR WORKS LLC",
    } <= told.triples
    assert [(each.where.line, each.says) for each in told.unread] == [
        (4, "has 3 fields instead of 142"),
        (0, "ends without its last line; it may be cut off"),
    ]


@pytest.mark.parametrize("first", ["BOF FOUO V2 0 0 0 0\n", "BOF PUBLIC V1 0 0 0 0\n", "BOF SENSITIVE V2 0 0 0 0\n"])
def test_other_extracts_are_refused(tmp_path: Path, first: str) -> None:
    with pytest.raises(FlowdownError, match="not the public extract of version 2"):
        arrive(tmp_path, "sam", first + _line({}))


def test_owners_from_answers_to_clauses(tmp_path: Path) -> None:
    answer = {
        "immediateOwnerCage": {"cageCode": "2ZZ22", "legalBusinessName": "OAK HOLDINGS"},
        "highestLevelOwnerCage": {"cageCode": None, "legalBusinessName": None},
        "personDetails": {"firstName": "Ida"},
    }
    entity = {
        "entityRegistration": {"ueiSAM": "ZQ1WXAMPLE11", "cageCode": "1ZZ11", "legalBusinessName": "FIR WORKS LLC"},
        "coreData": {"physicalAddress": {"countryCode": "USA", "addressLine1": "1 Quiet Lane"}},
        "repsAndCerts": {
            "certifications": {"fARResponses": [{"provisionId": "FAR 52.204-17", "listOfAnswers": [answer, answer, 1]}]}
        },
        "pointsOfContact": {"governmentBusinessPOC": {"lastName": "Mustermann"}},
    }
    told = arrive(tmp_path, "sam", json.dumps({"totalRecords": 12, "entityData": [entity, 1, {}]}))
    (controls,) = told.of("controls")
    assert (controls.subject, controls.object, controls.qualifier("role")) == (
        "organisation:cage/2ZZ22",
        _FIR,
        "immediate-owner",
    )
    assert not [word for word in ("Ida", "Mustermann", "Quiet Lane") if word in repr(told.claims)]
    assert [each.says.split(";")[0] for each in told.unread] == [
        "is neither a registration nor an exclusion",
        "holds 2 of 12 records",
    ]


def test_nobody_is_the_owner_of_itself(tmp_path: Path) -> None:
    entity = {
        "entityRegistration": {"ueiSAM": "ZQ1WXAMPLE11", "cageCode": "1ZZ11", "legalBusinessName": "FIR WORKS LLC"},
        "integrityInformation": {
            "corporateRelationships": {"highestOwner": {"legalBusinessName": "FIR WORKS", "cageCode": "1ZZ11"}}
        },
    }
    assert not arrive(tmp_path, "sam", json.dumps({"entityData": [entity]})).of("controls")


def test_exclusions_of_firms_persons_and_ships(tmp_path: Path) -> None:
    text = (
        "Classification,Name,First,Last,Address 1,Country,Unique Entity ID,Exclusion Program,Excluding Agency,"
        "Exclusion Type,Additional Comments,Active Date,Termination Date,SAM Number,CAGE,NPI\n"
        "Firm,FIR WORKS LLC,,,1 Quiet Lane,USA,ZQ1WXAMPLE11,Reciprocal,GSA,Prohibition/Restriction,"
        "Some products only,12/13/2019,Indefinite,S1,,\n"
        "Individual,,Ida,Mustermann,2 Quiet Lane,MLT,,Reciprocal,DOJ,Voluntary Exclusion,Their daughter,"
        "01/02/2024,01/02/2024,S2,,1234567890\n"
        "Vessel,SHIP,,,,,,Reciprocal,OFAC,Prohibition/Restriction,,01/02/2024,Indefinite,S3,,\n"
        "Firm,,,,,,,Reciprocal,EPA,Prohibition/Restriction,,01/02/2024,Indefinite,S4,,\n"
    )
    told = arrive(tmp_path, "sam", text)
    assert {
        f"{_FIR} described text:Prohibition/Restriction",
        f"{_FIR} described text:Some products only",
        "person:sam/S2 named text:Ida Mustermann",
        "person:sam/S2 described text:Voluntary Exclusion",
    } <= told.triples
    periods = {each.subject: (str(each.valid_from), str(each.valid_until)) for each in told.of("described")}
    assert periods == {_FIR: ("2019-12-13", "None"), "person:sam/S2": ("2024-01-02", "2024-01-03")}
    whole = repr(told.claims)
    assert not [word for word in ("Quiet Lane", "MLT", "1234567890", "daughter", "SHIP") if word in whole]
    assert [each.where.path for each in told.unread] == ["row 5"]


def test_exclusions_of_the_interface(tmp_path: Path) -> None:
    excluded = {
        "exclusionDetails": {"classificationType": "Firm", "exclusionType": "Ineligible", "excludingAgencyCode": "DLA"},
        "exclusionIdentification": {"ueiSAM": "ZQ1WXAMPLE11", "entityName": "Fir Works"},
        "exclusionActions": {
            "listOfActions": [
                {"activateDate": "03-13-2015", "terminationDate": "03-13-2018"},
                {"activateDate": "04-01-2019", "terminationDate": None},
            ]
        },
    }
    told = arrive(tmp_path, "sam", json.dumps({"totalRecords": 1, "excludedEntity": [excluded]}))
    (claim,) = told.of("described")
    assert (claim.qualifier("agency"), str(claim.valid_from), claim.valid_until) == ("DLA", "2019-04-01", None)


@pytest.mark.parametrize(
    "text",
    [
        _BOF + "|" * 100_000 + "\n" + _EOF,
        _BOF + _line({11: "\x1b[31mred\u202e", 24: "99999999", 8: "00000000"}) + _EOF,
        _BOF + "no end\n" * 100 + _EOF,
        '{"entityData": [{"entityRegistration": [], "coreData": 7, "repsAndCerts": {"certifications": []}}]}',
        '{"excludedEntity": [{"exclusionDetails": 1, "exclusionActions": {"listOfActions": [1, {"activateDate": 7}]}}]}',
        '{"entityData": {"a": 1}, "totalRecords": "many"}',
    ],
)
def test_broken_documents_are_contained(tmp_path: Path, text: str) -> None:
    told = arrive(tmp_path, "sam", text)
    assert "\x1b" not in repr([each.object for each in told.claims]).replace("\\x1b", "\x1b")
