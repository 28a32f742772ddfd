"""Statements of beneficial ownership: what they say, over time, and what cannot harm."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from flowdown.base.errors import FlowdownError
from flowdown.evidence.bods.check import is_day, is_moment, is_uri
from tests.unit.evidence.readers.arrive import Told, arrive

_A, _B = "organisation:fir-works", "organisation:oak-holdings"


def _statement(number: int, record: str, kind: str, day: str, details: dict[str, Any], **more: str) -> dict[str, Any]:
    return {
        "statementId": f"{number:032}",
        "declarationSubject": "a",
        "statementDate": day,
        "recordId": record,
        "recordType": kind,
        "recordDetails": {"isComponent": False, **details},
        **more,
    }


def _entity(number: int, record: str, name: str) -> dict[str, Any]:
    details = {"entityType": {"type": "registeredEntity"}, "name": name}
    return _statement(number, record, "entity", "2020-01-01", details)


def _tie(number: int, day: str, interests: list[dict[str, Any]], **more: str) -> dict[str, Any]:
    details = {"subject": "a", "interestedParty": "b", "interests": interests}
    return _statement(number, "ab", "relationship", day, details, **more)


_ENTITIES = [_entity(1, "a", "Fir Works"), _entity(2, "b", "Oak Holdings")]


def _read(folder: Path, *ties: dict[str, Any], entities: list[dict[str, Any]] = _ENTITIES) -> Told:
    return arrive(folder, "bods", json.dumps([*entities, *ties]))


def _owns(told: Told) -> list[tuple[str, str, str, str]]:
    return sorted(
        (each.qualifier("share"), str(each.valid_from), str(each.valid_until), each.stance.value)
        for each in told.of("owns")
    )


def test_a_range_says_the_least_and_leaves_the_greatest_open(tmp_path: Path) -> None:
    share = {"exclusiveMinimum": 25, "maximum": 50}
    told = _read(tmp_path, _tie(3, "2024-01-01", [{"type": "shareholding", "share": share}]))
    assert _owns(told) == [("25.000000001", "None", "None", "supports"), ("50", "None", "None", "disputes")]


def test_a_new_version_follows_up_or_corrects(tmp_path: Path) -> None:
    def shares(exact: int, start: str) -> list[dict[str, Any]]:
        return [{"type": "shareholding", "share": {"exact": exact}, "startDate": start}]

    told = _read(
        tmp_path,
        _tie(5, "2024-06-01", shares(30, "2024-05-01"), recordStatus="updated"),
        _tie(3, "2020-02-01", shares(80, "2020-01-01"), recordStatus="new"),
        _tie(4, "2020-03-01", shares(60, "2020-01-01"), recordStatus="updated"),
        _tie(6, "2025-01-01", shares(30, "2024-05-01"), recordStatus="closed"),
    )
    assert _owns(told) == [
        ("30", "2024-05-01", "2025-01-01", "supports"),
        ("60", "2020-01-01", "2024-05-01", "supports"),
    ]


def test_votes_of_more_than_half_control(tmp_path: Path) -> None:
    votes = [{"type": "shareholding", "share": {"exact": 10}}, {"type": "votingRights", "share": {"minimum": 75}}]
    told = _read(tmp_path, _tie(3, "2024-01-01", votes))
    assert f"{_B} controls {_A}" in told.triples
    assert [each.qualifier("share") for each in told.of("owns")] == ["10"]
    few = [{"type": "votingRights", "share": {"exact": 40}}]
    told = _read(tmp_path, _tie(3, "2024-01-01", few))
    assert not told.of("controls")
    assert [each.qualifier("class") for each in told.of("owns")] == ["votingRights"]


def test_an_indirect_interest_is_said_by_its_parts(tmp_path: Path) -> None:
    def tie(record: str, subject: str, owner: str, share: int, how: str, parts: list[str]) -> dict[str, Any]:
        interest = {"type": "shareholding", "directOrIndirect": how, "share": {"exact": share}}
        details = {
            "subject": subject,
            "interestedParty": owner,
            "interests": [interest],
            "componentRecords": parts,
            "isComponent": not parts,
        }
        return _statement(zlib.crc32(record.encode()), record, "relationship", "2024-01-01", details)

    entities = [*_ENTITIES, _entity(9, "c", "Elm Trust")]
    parts = [tie("ab", "a", "b", 30, "direct", []), tie("bc", "b", "c", 100, "direct", [])]
    whole = tie("ac", "a", "c", 30, "indirect", ["ab", "b", "bc"])
    told = _read(tmp_path, *parts, whole, entities=entities)
    assert "organisation:elm-trust owns organisation:fir-works" not in told.triples
    told = _read(tmp_path, parts[0], whole, entities=entities)
    assert "organisation:elm-trust owns organisation:fir-works" in told.triples


def test_of_persons_only_the_name_is_taken(tmp_path: Path) -> None:
    details = {
        "personType": "knownPerson",
        "names": [{"fullName": "Ida Mustermann"}],
        "birthDate": "1970-02-03",
        "identifiers": [{"id": "X1234567", "schemeName": "passport"}],
        "addresses": [{"type": "residence", "address": "1 Quiet Lane", "country": {"name": "Malta"}}],
        "nationalities": [{"name": "Malta"}],
    }
    told = _read(
        tmp_path,
        _tie(4, "2024-01-01", [{"type": "boardMember"}, {"type": "shareholding", "share": {"exact": 5}}]),
        entities=[_ENTITIES[0], _statement(3, "b", "person", "2024-01-01", details)],
    )
    whole = repr(told.claims)
    assert "Ida Mustermann" in whole
    assert not [word for word in ("1970", "X1234567", "Quiet Lane", "Malta", "passport") if word in whole]
    assert [each.qualifier("role") for each in told.of("works-for")] == ["boardMember"]
    assert len(told.of("owns")) == 1


def test_violations_quote_nothing_of_persons(tmp_path: Path) -> None:
    details = {"personType": "knownPerson", "birthDate": "3 Feb 1970", "names": [{"fullName": 7}]}
    told = arrive(tmp_path, "bods", json.dumps([_statement(1, "a", "person", "2024-01-01", details)]))
    assert len(told.violations) == 2
    assert {each.where.path for each in told.violations} == {
        "0/recordDetails/birthDate",
        "0/recordDetails/names/0/fullName",
    }
    assert "1970" not in repr(told.violations)


def test_who_is_not_told_is_left_open(tmp_path: Path) -> None:
    details = {"subject": "a", "interestedParty": {"reason": "subjectExemptFromDisclosure"}}
    told = _read(tmp_path, _statement(3, "r", "relationship", "2024-01-01", details))
    (unknown,) = [each for each in told.of("described") if each.qualifier("of") == "owners"]
    assert (unknown.object, unknown.qualifier("reason")) == ("text:unknown", "subjectExemptFromDisclosure")
    assert "not told: subjectExemptFromDisclosure" in told.unread[0].says


@pytest.mark.parametrize("party", ["nobody", 7, None, {"reason": 7}, []])
def test_dangling_and_broken_references_are_told(tmp_path: Path, party: object) -> None:
    details = {"subject": "a", "interestedParty": party}
    told = _read(tmp_path, _statement(3, "r", "relationship", "2024-01-01", details))
    assert not told.of("owns")
    assert told.unread


def test_lines_are_read_with_their_numbers(tmp_path: Path) -> None:
    bad = _tie(3, "2024-01-01", [{"type": "shareholding", "share": {"exact": 101}}])
    lines = "\n".join(json.dumps(each) for each in [*_ENTITIES, bad])
    told = arrive(tmp_path, "bods", lines)
    assert [(each.where.line, each.says) for each in told.violations] == [(3, "is above 100")]
    with pytest.raises(FlowdownError, match="is no JSON") as caught:
        arrive(tmp_path, "bods", lines + "\n{")
    assert caught.value.where
    assert caught.value.where.line == 4


def test_older_versions_are_refused(tmp_path: Path) -> None:
    old = [{"statementID": "1", "statementType": "entityStatement", "name": "Fir Works"}]
    with pytest.raises(FlowdownError, match=r"0\.3 or older"):
        arrive(tmp_path, "bods", json.dumps(old))


@pytest.mark.parametrize(
    "statements",
    [
        [1, None, "x", [], *_ENTITIES],
        [{"recordType": [], "recordId": {}, "declarationSubject": 1, "recordDetails": []}],
        [_tie(3, "2024-01-01", [{"type": "x" * 1000}, {"share": {"exact": 1e400}}]), *_ENTITIES],
        [*_ENTITIES, _tie(3, "2024-01-01", [{"type": "shareholding", "share": {"exact": True}, "startDate": "x"}])],
        [_entity(1, "a", "\u202ename\0"), _entity(1, "a", "n" * 100_000), _entity(2, "b", "")],
    ],
)
def test_broken_statements_are_contained(tmp_path: Path, statements: list[Any]) -> None:
    told = arrive(tmp_path, "bods", json.dumps([*_ENTITIES[:1], *statements]))
    assert told.claims


@pytest.mark.parametrize(
    "text", ["http://a.example/b?c=d#e", "urn:x", "http://[::1]:80/x", "mailto:a@b", "http://a/%41"]
)
def test_uri(text: str) -> None:
    assert is_uri(text)


@pytest.mark.parametrize(
    "text", ["", "a.example", "http://a b", "http://a/%zz", "http://[::1", "1a:b", "http://ü", "a:#b#c"]
)
def test_no_uri(text: str) -> None:
    assert not is_uri(text)


def test_days_and_moments() -> None:
    assert is_day("2024-02-29")
    assert not is_day("2023-02-29")
    assert not is_day("20230228")
    assert is_moment("2024-02-29T23:59:60Z")
    assert is_moment("2024-02-29t01:02:03.5+02:00")
    assert not is_moment("2024-02-29T24:00:00Z")
    assert not is_moment("2024-02-29 01:02:03Z")
