"""What suppliers attest is what they said, by them, within its scope, for its days."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError
from flowdown.evidence.claim import Stance
from tests.unit.evidence.usage_logs import broken, claims_of, read_all

TABLE = "says,uei,about,vendor,answer,scope,date,signed_by,valid_until\n"
FIRM = "supplier:brightfold-llc"


def test_a_no_is_a_denial_by_its_speaker_until_the_end_of_its_last_day(tmp_path: Path) -> None:
    told = read_all(tmp_path, TABLE + "Brightfold LLC,,,DeepSeek,No,,2026-01-15,Ann Lee ann@example.com,2026-12-31\n")
    claim = claims_of(told)[f"{FIRM} uses vendor:deepseek"]
    assert claim.stance is Stance.DENIES
    assert claim.attribution == ("person:ann-lee", FIRM)
    assert (claim.valid_from, claim.valid_until) == (datetime.date(2026, 1, 15), datetime.date(2027, 1, 1))
    assert "example.com" not in repr(told)


def test_an_unknown_is_open_and_a_yes_supports(tmp_path: Path) -> None:
    rows = "Brightfold LLC,,,DeepSeek,unknown,,2026-01-15,,\nBrightfold LLC,,,OpenAI,yes,,2026-01-15,,\n"
    told = claims_of(read_all(tmp_path, TABLE + rows))
    assert told[f"{FIRM} uses vendor:deepseek"].stance is Stance.DISPUTES
    assert told[f"{FIRM} uses vendor:openai"].stance is Stance.SUPPORTS


def test_a_scope_narrows_what_is_said(tmp_path: Path) -> None:
    told = claims_of(read_all(tmp_path, TABLE + "Brightfold LLC,,,DeepSeek,no,customer portal,2026-01-15,,\n"))
    assert told["service:brightfold-llc/customer-portal uses vendor:deepseek"].stance is Stance.DENIES
    assert f"{FIRM} uses vendor:deepseek" not in told
    assert f"{FIRM} contains service:brightfold-llc/customer-portal" in told


def test_who_speaks_of_another_is_named_for_it(tmp_path: Path) -> None:
    told = claims_of(read_all(tmp_path, TABLE + "Brightfold LLC,,Copperline Inc,Kaspersky,yes,,2026-01-15,,\n"))
    assert told["supplier:copperline-inc uses vendor:kaspersky"].attribution == (FIRM,)


def test_a_model_is_kept_as_the_model(tmp_path: Path) -> None:
    told = claims_of(read_all(tmp_path, TABLE + "Brightfold LLC,,,qwen2.5-72b-instruct,yes,,2026-01-15,,\n"))
    assert f"{FIRM} uses model:qwen2.5-72b-instruct" in told
    assert "model:qwen2.5-72b-instruct made-by vendor:alibaba" in told


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Brightfold LLC,,,DeepSeek,we think not,,2026-01-15,,", "the answer is yes, no or unknown"),
        ("Brightfold LLC,,,DeepSeek,no,,,,", "it does not say `date`"),
        ("Brightfold LLC,,,DeepSeek,no,,soon,,", "date: "),
        (",,,DeepSeek,no,,2026-01-15,,", "it does not say `says`"),
        ("Brightfold LLC,,,DeepSeek,no,,2026-01-15,,2025-01-01", "valid-until lies before date"),
    ],
)
def test_what_breaks_the_form_is_told(tmp_path: Path, row: str, words: str) -> None:
    told = broken(read_all(tmp_path, TABLE + row + "\n"))
    assert len(told) == 1
    assert words in told[0]


def test_yaml_says_the_same(tmp_path: Path) -> None:
    text = (
        "form: flowdown.attestation/1\nsays: Brightfold LLC\ndate: 2026-01-15\nvalid-until: 2026-12-31\n"
        "signed-by: Ann Lee\nmood: good\nstatements:\n- {vendor: DeepSeek, answer: no}\n"
    )
    table = TABLE + "Brightfold LLC,,,DeepSeek,no,,2026-01-15,Ann Lee,2026-12-31\n"
    told = read_all(tmp_path, text)
    assert broken(told) == ["`mood` is no part of an attestation"]
    assert set(claims_of(told)) == set(claims_of(read_all(tmp_path, table)))


def test_yaml_with_aliases_is_refused(tmp_path: Path) -> None:
    text = "form: flowdown.attestation/1\nsays: &a [x, x]\nstatements: [*a, *a]\n"
    with pytest.raises(FlowdownError):
        read_all(tmp_path, text)


def test_the_example_of_the_page_is_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[4] / "docs" / "attestation.md").read_text("utf-8")
    blocks = [
        each.partition("\n")[2].partition("```")[0] for each in page.split("```yaml")[1:] + page.split("```csv")[1:]
    ]
    assert len(blocks) == 2
    for block in blocks:
        told = read_all(tmp_path, block)
        assert not broken(told)
        assert f"{FIRM.replace('brightfold', 'brightfold-widgets')} uses vendor:deepseek" in claims_of(told)
