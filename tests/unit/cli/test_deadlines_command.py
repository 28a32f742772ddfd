"""`flowdown deadlines`, from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from flowdown.cli.main import main
from flowdown.report.schema import draw_schema

ORDERS = str(Path(__file__).parents[1] / "reason" / "clocks")
OURS = ("--orders", ORDERS, "--order", "telecom-report", "--order", "exclusion-review", "--as-of", "2026-07-03")
PROFILE = """\
organisation: {id: us-inc, time_zone: America/New_York}
contracts:
  - id: c1
    agency_kind: defense
    tier: 0
    awarded: 2026-05-01
    clauses: [FAR 52.204-25 (NOV 2021), FAR 52.204-30 (DEC 2023)]
    all_clauses_listed: yes
    office: {time_zone: America/New_York}
discoveries:
  - {id: camera, what: gate camera, maker: hikvision, contracts: c1, identified: 2026-07-03T16:00}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flowdown.yaml").write_text(PROFILE)
    return tmp_path


def _run(*words: str) -> int:
    try:
        return main(("deadlines", *words))
    except SystemExit as left:
        return int(left.code or 0)


def test_a_page_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(*OURS) == 0
    out = capsys.readouterr().out
    for said in (
        "Mon 2026-07-06",
        "it binds: c1 carries FAR 52.204-25 (Nov 2021); it speaks of Hikvision",
        "to https://dibnet.dod.mil (for defense contracts)",
        "How it was counted",
        "exclusion-review/counted_notice",
    ):
        assert said in " ".join(out.split())


def test_the_json_is_of_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(*OURS, "--format", "json") == 0
    shown = json.loads(capsys.readouterr().out)
    jsonschema.validate(shown, json.loads(draw_schema("flowdown.deadlines/1")))
    assert {(each["duty"], each["due"]["at"]) for each in shown["clocks"] if each["state"] == "running"} == {
        ("first", "2026-07-06"),
        ("report", "2026-07-08"),
        ("sam_review", "2026-08-01"),
        ("certify", "2026-09-02"),
    }


def test_markdown_by_its_short_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(*OURS, "--format", "md") == 0
    first = capsys.readouterr().out
    assert _run(*OURS, "--format", "markdown") == 0
    assert capsys.readouterr().out == first
    assert "| due |" in first.lower().replace("  ", " ")


def test_a_calendar_is_written_into_a_file(folder: Path) -> None:
    assert _run(*OURS, "--format", "ics", "--out", "due.ics") == 0
    text = (folder / "due.ics").read_bytes().decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == 5


def test_a_review_in_the_log_counts(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("log", "add", "--what", "SAM.gov", "--duty", "exclusion-review/sam_review", "--on", "2026-06-15")
    assert main(words) == 0
    capsys.readouterr()
    assert _run(*OURS, "--format", "json") == 0
    clocks = json.loads(capsys.readouterr().out)["clocks"]
    review = next(each for each in clocks if each["duty"] == "sam_review")
    assert (review["due"]["at"], review["event"]) == ("2026-09-15", "the last time")


def test_without_a_profile_an_event_is_enough(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flowdown.yaml").unlink()
    assert _run(*OURS, "--event", "identification=2026-07-03T16:00", "--vendor", "hikvision") == 0
    out = capsys.readouterr().out
    assert "does the contract that this serves carry FAR 52.204-25 (Nov 2021)?" in " ".join(out.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--event", "found=2026-07-03"), "`found` is no event"),
        (("--event", "identification=tomorrow"), "`tomorrow` is no day or time"),
        (("--event", "identification=2026-07-03", "--contract", "c2"), "`c2` is no contract of the profile"),
        (("--vendor", "hikvision"), "say what an `--event` is about"),
        (("--order", "no-order"), "unknown order `no-order`"),
        (("--profile", "missing.yaml"), "no such file"),
        (("--orders", "missing"), "no such folder of orders"),
        (("--given", "nothing=yes"), "names no open point"),
    ],
)
def test_bad_input_is_told_on_one_line(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(*words) == 2
    err = capsys.readouterr().err.strip()
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_broken_profile_is_told_with_every_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = (
        "  - {id: x, where: nowhere, identified: 2026-99-99, submitted: [{at: soon}]}\nreviews: [{on: 2026-01-01}]\n"
    )
    (folder / "flowdown.yaml").write_text(PROFILE + broken)
    assert _run() == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 5


def test_without_anything_it_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flowdown.yaml").unlink()
    assert _run() == 2
    assert "nothing to count" in capsys.readouterr().err
