"""Contract numbers, unique entity identifiers, CAGE codes."""

from __future__ import annotations

import datetime

import pytest

from flowdown.evidence.profile.identifier import examine_cage, examine_piid, examine_uei


@pytest.mark.parametrize("text", ["N00104-26-C-0001", "47QTCA18D0089", "W58RGZ 24 F 01234567", "fa8750-25-c-b001"])
def test_numbers_by_far_4_1603_are_taken(text: str) -> None:
    assert examine_piid(text).fault == ""


def test_a_number_has_one_spelling() -> None:
    assert examine_piid("n00104-26-c-0001").value == "N0010426C0001"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("N00104-26-C-01", "it has 11 characters, not 13 to 17"),
        ("N00104-26-C-012345678", "it has 18 characters"),
        ("N00104-XX-C-0001", "not the two digits of a fiscal year"),
        ("N00104-26-1-0001", "not the letter of a kind of instrument"),
        ("N00104-26-I-0001", "a letter that is not used"),
        ("N00104-26-R-0001", "a request for proposals, not of a contract"),
        ("N00104/26/C/0001", "no contract number"),
        ("", "no contract number"),
    ],
)
def test_what_is_no_contract_number_is_told_why(text: str, said: str) -> None:
    assert said in examine_piid(text).fault


def test_an_older_number_is_taken_with_a_note() -> None:
    verdict = examine_piid("GS-35F-0119Y", datetime.date(2011, 12, 2))
    assert (verdict.fault, "older numbering" in verdict.note) == ("", True)


def test_an_older_number_is_refused_for_a_newer_award() -> None:
    assert examine_piid("GS-35F-0119Y", datetime.date(2017, 10, 1)).fault


def test_a_year_that_is_not_that_of_the_award_is_noted() -> None:
    assert "fiscal year 26" in examine_piid("N00104-26-C-0001", datetime.date(2024, 9, 30)).note


def test_the_fiscal_year_starts_in_october() -> None:
    assert examine_piid("N00104-26-C-0001", datetime.date(2025, 10, 1)).note == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ABC123DEF45", "11 characters"),
        ("OBC123DEF456", "O and I"),
        ("0BC123DEF456", "does not start with 0"),
        ("A123456789BC", "nine digits"),
        ("123456789", "DUNS"),
        ("ABC-23DEF456", "letters and digits"),
    ],
)
def test_what_is_no_uei_is_told_why(text: str, said: str) -> None:
    assert said in examine_uei(text).fault


@pytest.mark.parametrize(("text", "said"), [("1ABC", "4 characters"), ("1ABO5", "O and I"), ("1AB-5", "only letters")])
def test_what_is_no_cage_code_is_told_why(text: str, said: str) -> None:
    assert said in examine_cage(text).fault


def test_sound_identifiers_are_taken_in_capitals() -> None:
    assert (examine_uei("abc123def456").value, examine_cage("1abc5").value) == ("ABC123DEF456", "1ABC5")
