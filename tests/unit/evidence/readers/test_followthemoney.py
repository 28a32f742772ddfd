"""FollowTheMoney entities: what joins them, what of persons is left out, and what cannot harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flowdown.base.errors import FlowdownError
from tests.unit.evidence.readers.arrive import Told, arrive

_OAK, _FIR = "organisation:ftm/oak", "organisation:ftm/fir"


def _entity(identity: str, schema: str, **properties: Any) -> dict[str, Any]:
    return {"id": identity, "schema": schema, "properties": properties}


_FIRMS = [_entity("oak", "Company", name=["Oak Holdings"]), _entity("fir", "LegalEntity", name=["Fir Works"])]


def _read(folder: Path, *entities: Any) -> Told:
    return arrive(folder, "followthemoney", "\n".join(json.dumps(each) for each in entities))


@pytest.mark.parametrize(
    ("told", "shares"),
    [
        (["49"], ["49"]),
        (["49.50 %"], ["49.5"]),
        (["0,5"], ["0.5"]),
        (["25-50"], ["25", "50"]),
        (["60", "40"], ["40", "60"]),
        ([">50%"], [""]),
        (["250"], [""]),
        ([], [""]),
    ],
)
def test_shares(tmp_path: Path, told: list[str], shares: list[str]) -> None:
    owns = _entity("o", "Ownership", owner=["oak"], asset=["fir"], percentage=told)
    found = _read(tmp_path, *_FIRMS, owns).of("owns")
    assert [each.qualifier("share") for each in found] == shares
    assert [each.stance for each in found] == ["supports", "disputes"][: len(shares)]


@pytest.mark.parametrize(
    ("start", "end", "period"),
    [
        (["2016-03-29"], ["2020-01-01"], ("2016-03-29", "2020-01-01")),
        (["2016"], ["2019"], ("2016-01-01", "2020-01-01")),
        (["2016-03", "2015-12"], ["2019-12"], ("2015-12-01", "2020-01-01")),
        (["2016-03-29"], ["2016-03-29"], ("2016-03-29", "2016-03-30")),
        (["soon"], ["2016-13-40"], ("None", "None")),
    ],
)
def test_dates(tmp_path: Path, start: list[str], end: list[str], period: tuple[str, str]) -> None:
    owns = _entity("o", "Ownership", owner=["oak"], asset=["fir"], startDate=start, endDate=end)
    (found,) = _read(tmp_path, *_FIRMS, owns).of("owns")
    assert (str(found.valid_from), str(found.valid_until)) == period


def test_of_persons_only_names_and_listings_are_taken(tmp_path: Path) -> None:
    person = _entity(
        "NK-ida",
        "Person",
        name=["Ida Mustermann"],
        birthDate=["1970-02-03"],
        passportNumber=["X1234567"],
        email=["ida@example.com"],
        topics=["sanction", "role.pep"],
    )
    passport = _entity("p", "Identification", holder=["NK-ida"], number=["Y7654321"], type=["passport"])
    member = _entity("m", "Membership", member=["NK-ida"], organization=["fir"])
    directs = _entity("d", "Directorship", director=["NK-ida"], organization=["fir"], role=["CEO"])
    told = _read(tmp_path, *_FIRMS, person, passport, member, directs)
    whole = repr(told.claims)
    assert "person:ftm/NK-ida works-for organisation:ftm/fir" in told.triples
    assert "person:ftm/NK-ida described text:sanction" in told.triples
    assert not [word for word in ("1970", "X1234567", "Y7654321", "example.com", "role.pep") if word in whole]


def test_ids_of_persons_may_be_numbers_of_theirs(tmp_path: Path) -> None:
    told = _read(tmp_path, _entity("mt-tax-1234567", "Person", name=["Ida Mustermann"]))
    (named,) = told.claims
    assert named.subject.startswith("person:ftm/")
    assert "1234567" not in repr(told.claims)


def test_a_firm_that_directs_leaves_open_whether_it_controls(tmp_path: Path) -> None:
    (found,) = _read(tmp_path, *_FIRMS, _entity("d", "Directorship", director=["oak"], organization=["fir"])).of(
        "controls"
    )
    assert found.stance == "disputes"


def test_a_number_of_its_own_names_a_firm_and_several_do_not(tmp_path: Path) -> None:
    one = _entity("one", "Company", name=["One"], uniqueEntityId=["zq1wxample11"])
    many = _entity("many", "Company", name=["Many"], uniqueEntityId=["ZQ1WXAMPLE22", "ZQ1WXAMPLE33"])
    told = _read(tmp_path, one, many)
    assert {"organisation:uei/ZQ1WXAMPLE11 named text:One", "organisation:ftm/many named text:Many"} <= told.triples
    assert "organisation:ftm/many identified-by identifier:uei/ZQ1WXAMPLE33" in told.triples


def test_contracts_and_awards(tmp_path: Path) -> None:
    told = _read(
        tmp_path,
        *_FIRMS,
        _entity("c", "Contract", title=["Bridges"], authority=["oak"], amount=["12.50"], currency=["eur"]),
        _entity("a", "ContractAward", contract=["c"], supplier=["fir"], amount=["7"], currency=["eur"]),
    )
    assert {
        "contract:ftm/c awarded-by organisation:ftm/oak",
        "organisation:ftm/fir party-to contract:ftm/c",
        "contract:ftm/c valued amount:12.50",
    } <= told.triples


def test_entities_within_entities_and_deltas(tmp_path: Path) -> None:
    owns = _entity("o", "Ownership", owner=[_FIRMS[0]], asset=[_FIRMS[1]], percentage=["49"])
    assert f"{_OAK} owns {_FIR}" in _read(tmp_path, owns).triples
    told = _read(tmp_path, {"op": "ADD", "entity": _FIRMS[0]}, {"op": "DEL", "entity": {"id": "fir"}})
    assert f"{_OAK} named text:Oak Holdings" in told.triples
    assert "takes `fir` back" in told.unread[0].says


def test_who_is_not_there_is_told(tmp_path: Path) -> None:
    told = _read(tmp_path, *_FIRMS, _entity("o", "Ownership", owner=["gone"], asset=["fir"]))
    assert not told.of("owns")
    assert "the owner is not in the document" in told.unread[0].says


def test_ships_are_passed_over(tmp_path: Path) -> None:
    ship = _entity("ship", "Vessel", name=["Ship"])
    told = _read(tmp_path, *_FIRMS, ship, _entity("o", "Ownership", owner=["oak"], asset=["ship"]))
    assert not told.of("owns")
    assert not told.unread


@pytest.mark.parametrize(
    "entity",
    [
        1,
        [],
        {"id": 3, "schema": "Company", "properties": {}},
        {"id": "x", "schema": [], "properties": {}},
        {"id": "x", "schema": "Company", "properties": [1]},
        {"op": "ADD"},
    ],
)
def test_broken_entities_are_violations(tmp_path: Path, entity: object) -> None:
    told = _read(tmp_path, *_FIRMS, entity)
    assert [each.where.line for each in told.violations] == [3]
    assert told.claims


def test_hostile_entities_are_contained(tmp_path: Path) -> None:
    deep: dict[str, Any] = _entity("e0", "Company", name=["E"])
    for level in range(30):
        deep = _entity(f"d{level}", "Company", parent=[deep])
    wide = _entity("o", "Ownership", owner=["oak"] * 5000, asset=["fir"] * 5000)
    odd = _entity("odd", "Company", name=["\u202e\0", "n" * 100_000, 7, None, {}], jurisdiction=[""])
    itself = _entity("i", "Ownership", owner=["oak"], asset=["oak"])
    told = _read(tmp_path, *_FIRMS, deep, wide, odd, itself)
    assert len(told.of("owns")) < 20
    assert "nested too deeply" in " ".join(each.says for each in told.unread)


def test_a_line_that_is_no_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FlowdownError, match="is no JSON") as caught:
        arrive(tmp_path, "followthemoney", json.dumps(_FIRMS[0]) + "\n{]\n")
    assert caught.value.where
    assert caught.value.where.line == 2


def test_statements_as_lines(tmp_path: Path) -> None:
    def row(identity: str, schema: str, name: str, value: str) -> str:
        statement = {"canonical_id": identity, "entity_id": "x", "schema": schema, "prop": name, "value": value}
        return json.dumps({**statement, "dataset": "list", "first_seen": "2024-01-01"})

    rows = [
        row("oak", "LegalEntity", "name", "Oak Holdings"),
        row("oak", "Company", "id", "abc"),
        row("NK-ida", "Person", "name", "Ida Mustermann"),
        row("NK-ida", "LegalEntity", "country", "mt"),
        row("d", "Directorship", "director", "NK-ida"),
        row("d", "Directorship", "organization", "oak"),
    ]
    told = arrive(tmp_path, "followthemoney", "\n".join(rows))
    assert f"person:ftm/NK-ida works-for {_OAK}" in told.triples
    assert told.of("works-for")[0].attribution == ("document:dataset/list",)
