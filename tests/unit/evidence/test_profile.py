"""Reading a profile: what it takes, what it refuses, and that it says everything at once."""

from __future__ import annotations

import datetime

import pytest

from flowdown.base.errors import Problems
from flowdown.evidence.profile.field import Answer, Unknown
from flowdown.evidence.profile.read_profile import make_id, read_profile, states_profile
from tests.unit.evidence.profiles import US, catalogue, contract, faults, read

IMPOSSIBLE = """\
organisation: {id: us-inc, uei: OBC123DEF456, cage: 123}
contracts:
  - id: c1
    piid: N00104-26-X
    value: -1
    awarded: 2025-11-14
    starts: 2025-12-01
    ends: 2025-11-30
    clauses: [FAR 52.204-25 (MAR 2020)]
  - id: c1
    custmer: prime
    solicited: 2 May 2025
systems:
  - {id: s1, serves: c3}
ownership:
  - {owner: us, owned: openai, percent: 60}
  - {owner: deepseek, owned: openai, percent: 50}
"""


def test_everything_impossible_is_told_at_once_with_its_place() -> None:
    told = faults(IMPOSSIBLE)
    assert [each.split(" (", 1)[0] for each in told] == [
        "flowdown.yaml:1:28",
        "flowdown.yaml:1:47",
        "flowdown.yaml:4:5",
        "flowdown.yaml:5:5",
        "flowdown.yaml:8:5",
        "flowdown.yaml:9:15",
        "flowdown.yaml:10:5",
        "flowdown.yaml:11:5",
        "flowdown.yaml:12:5",
        "flowdown.yaml:14:14",
        "flowdown.yaml:17:5",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (contract(starts="2026-02-01", ends="2026-01-01"), "`ends` (2026-01-01) is before `starts` (2026-02-01)"),
        (contract(solicited="2026-02-01", awarded="2026-01-01"), "is before `solicited`"),
        (contract(awarded="2026-02-30"), "`2026-02-30` is not a day of the calendar"),
        (contract(awarded="last May"), "expected a date or `unknown`, found `last May`; dates are written YYYY-MM-DD"),
        (contract(awarded="1066-10-14"), "`1066-10-14` is no likely day"),
        (contract(value="-5"), "the value -5 is below zero"),
        (contract(tier="-1"), "a tier of -1 cannot be"),
        (contract(currency="dollars"), "`dollars` is no currency in three letters"),
        (contract(agency_kind="defence"), "did you mean `defense`?"),
        (contract(customer="prime"), "`prime` is no customer of this file"),
        (contract(clauses="[telecom]"), "`telecom` is no clause number"),
        (contract(clauses="[FAR 52.204-25 (MAR 2020)]"), "has no version of Mar 2020; there are Aug 2019, Aug 2020"),
        (contract(clauses="[FAR 52.204-30 (JAN 2015)]"), "its first is of Dec 2023"),
        (contract(clauses="[{clause: 52.204-25, version: soon}]"), "`soon` is no month and year"),
        (contract(clauses="[52.204-25, FAR 52.204-25]"), "the clause 52.204-25 is listed already, in line 4"),
        (contract(awarded="2026-02-01", orders="[{order: x, since: 2026-01-01}]"), "older than the award"),
        (contract(office="{time_zone: America/New_Yrok}"), "did you mean `America/New_York`?"),
        (contract(value="1, 2: 3"), "not valid YAML"),
        (US + "contracts: [{title: ' '}]", "nothing but spaces"),
        (US + "systems: [{id: a b}]", "`a b` is no id"),
        (US + "systems: [{id: s, paths: [src]}]", "`paths` are folders of a repository: say which"),
        (US + "repositories: [{id: r}]\nsystems: [{id: s, repository: r, paths: [../x]}]", "does not lie in the"),
        (US + "systems: [{id: s, depends_on: s}]", "`s` is no other system of this file"),
        (US + "equipment: [{id: e, quantity: 0}]", "a quantity of 0 cannot be"),
        (US + "equipment: [{id: e, acquired: 2025-01-02, removed: 2025-01-01}]", "is before `acquired`"),
        (US + "vendors: [opnai]", "did you mean `openai`?"),
        (US + "vendors: [{vendor: openai, since: 2025-01-01, until: 2025-01-01}]", "cannot be `since`"),
        (US + "alternatives: [{to: openai, vendor: openai}]", "something is no alternative to itself"),
        (US + "alternatives: [{to: openai, vendor: mistral, days: -1}]", "`days` is below zero"),
        (US + "ownership: [{owner: us, owned: us}]", "`us` does not own itself"),
        (US + "ownership: [{owner: us, owned: openai, percent: 101}]", "101 per cent is no share"),
        (US + "customers: [{id: a}]\nfirms: [{id: a}]", "the id `a` is there already, in line 2"),
        (US + "suppliers: [{id: us}]", "the id `us` means something else here"),
        (US + "suppliers: [{uei: ABC123DEF456}]", "has no `id`"),
        (US + "suppliers: [{id: a, country: USA}]", "`USA` is no country in two letters"),
        (US + "suppliers: [{id: a, note: " + "x" * 241 + "}]", "longer than 240 characters"),
        (US + 'suppliers: [{id: a, note: "\\e[2J"}]', "holds a character that cannot be shown"),
        (US + "people: [{id: a, firm: b}]", "`b` is no firm of this file"),
        (US + "contract: []", "unknown key `contract`; did you mean `contracts`?"),
        ("contracts: []", "says not who you are"),
        ("- a", "expected keys and values"),
        ("", "empty file"),
    ],
)
def test_what_cannot_be_is_refused(text: str, said: str) -> None:
    told = faults(text)
    assert [each for each in told if said in each], told


def test_one_fault_is_told_once() -> None:
    assert len(faults(contract(awarded="2026-02-30"))) == 1


def test_faults_of_yaml_and_of_content_are_told_together() -> None:
    told = faults(US + "contracts:\n  - id: c1\n    id: c2\n    value: -1\n")
    assert ["duplicate key `id`" in told[0], "below zero" in told[1]] == [True, True]


def test_circle_of_firms_that_own_each_other_whole_is_refused() -> None:
    text = US + "firms: [{id: a}, {id: b}]\nownership:\n"
    circle = "  - {owner: a, owned: b, percent: 100}\n  - {owner: b, owned: a, percent: 100}\n"
    assert ["`a`, `b` own each other whole" in each for each in faults(text + circle)] == [True]
    assert faults(text + circle.replace("100", "60")) == []


def test_shares_are_added_day_by_day() -> None:
    text = (
        US
        + "firms: [{id: a}, {id: b}, {id: c}]\nownership:\n  - {owner: a, owned: c, percent: 80, until: 2025-01-01}\n"
    )
    assert faults(text + "  - {owner: b, owned: c, percent: 80, since: 2025-01-01}\n") == []
    told = faults(text + "  - {owner: b, owned: c, percent: 80, since: 2024-12-31}\n")
    assert ["make 160 per cent from 2024-12-31 (a 80, b 80)" in each for each in told] == [True]


def test_everything_may_be_unknown() -> None:
    fields = ("piid", "customer", "agency", "agency_kind", "kind", "tier", "value", "solicited", "awarded", "starts")
    fields += ("ends", "clauses", "orders", "all_clauses_listed", "all_orders_listed", "controlled_information")
    stated = read(contract(**dict.fromkeys(fields, "unknown"))).profile.contracts[0]
    assert (stated.piid, stated.solicited, stated.clauses) == (Unknown.UNKNOWN,) * 3
    assert stated.controlled_information is Answer.UNKNOWN


def test_values_are_taken_as_people_write_them() -> None:
    text = contract(
        awarded='"2025-11-14"', number="4711", orders="[us-fascsa-acronis]", clauses="[52.204-30 (Dec 2023)]"
    )
    stated = read(text + "systems:\n  - {id: 7, serves: own-business, federal: true}\nvendors: [OpenAI]\n").profile
    held = stated.contracts[0]
    assert held.awarded == datetime.date(2025, 11, 14)
    assert held.number == "4711"
    assert [(each.clause, each.version) for each in held.clauses] == [("52.204-30", "Dec 2023")]  # type: ignore[union-attr]
    assert [(each.id, each.serves, each.federal) for each in stated.systems] == [("7", ("own-business",), Answer.YES)]
    assert [each.vendor for each in stated.vendors] == ["OpenAI"]


def test_a_number_that_would_lose_its_end_is_asked_for_in_quotes() -> None:
    told = faults(US + "equipment: [{id: e, installed: [{name: a, version: 1.10}]}]")
    assert ["expected text, found `1.1`; put it in quotes" in each for each in told] == [True]


def test_ids_are_made_of_names() -> None:
    stated = read("organisation: {name: 'Us, Inc.'}\nsuppliers: [{name: Äcme GmbH & Co}]\n").profile
    assert (stated.organisation.id, stated.suppliers[0].id) == ("us-inc", "cme-gmbh-co")


def test_id_of_a_name_without_letters_is_empty() -> None:
    assert make_id("???") == ""


def test_version_that_is_printed_is_taken_with_a_note() -> None:
    stated = read(contract(clauses="[{clause: 52.204-25, version: 2020-03, as_printed: true}]"))
    assert len(stated.notes) == 1
    assert "no version of Mar 2020" in stated.notes[0]


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("FAR 52.999-1 (NOV 2021)", "are not known here: Nov 2021 was not checked"),
        ("FAR 52.204-25 (DEC 2099)", "is newer than what is known here"),
        ("DFARS 252.239-7018 (JAN 2016)", "was not checked"),
    ],
)
def test_what_is_not_known_of_clauses_is_taken_and_said(clause: str, said: str) -> None:
    assert said in " ".join(read(contract(clauses=f"[{clause}]")).notes)


def test_clause_younger_than_the_award_asks_for_its_modification() -> None:
    text = contract(awarded="2020-01-15", clauses="[FAR 52.204-25 (NOV 2021)]")
    assert "which modification brought it?" in read(text).notes[0]


def test_waivers_are_left_to_their_own_reader() -> None:
    assert faults(US + "waivers: [{vendor: x}]\n") == []


@pytest.mark.parametrize(
    ("text", "is_profile"),
    [
        ("waivers: []\n", False),
        ("# a: b\nwaivers:\n  - vendor: x\n    who: y\n", False),
        ("organisation: {}\n", True),
        ("waivers: []\ncontract: []\n", True),
    ],
)
def test_a_file_of_waivers_alone_is_no_profile(text: str, is_profile: bool) -> None:
    assert states_profile(text.encode()) is is_profile


def test_a_file_of_100_megabytes_is_refused_by_its_size() -> None:
    content = b"organisation: {id: us}\n#" + b"x" * (100 * 1024 * 1024)
    with pytest.raises(Exception, match="larger than 16 MiB"):
        read_profile(content, "flowdown.yaml", catalogue())


def test_a_bomb_of_aliases_is_not_followed() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    with pytest.raises(Problems, match="anchors and aliases are not allowed"):
        read("\n".join(rows))


@pytest.mark.parametrize("text", ["[" * 100_000, US + "contracts: " + "[" * 900 + "]" * 900, "\0", "\ufffe"])
def test_hostile_text_gives_a_clear_line(text: str) -> None:
    assert all(each.startswith("flowdown.yaml") for each in faults(text))
    assert faults(text)
