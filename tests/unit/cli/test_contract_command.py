"""`flowdown contract`, from the outside."""

from __future__ import annotations

import io
import json
from pathlib import Path

import jsonschema
import pytest

from flowdown.cli import terminal
from flowdown.cli.main import main
from flowdown.report.schema import read_schema
from tests.unit.evidence.documents import pdf, scanned

PROFILE = "organisation: {id: us-inc, name: Us Inc}  # we\n"
PAGES = [
    ["Contract No. N00104-26-C-0001", "Award Date: 14 November 2025"],
    ["The following clauses are incorporated by reference:", "52.204-25 Prohibition (NOV 2021)", "52.202-1 Definitions (JUN 2020)"],
]  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    (tmp_path / "a.pdf").write_bytes(pdf(PAGES))
    (tmp_path / "flowdown.yaml").write_text(PROFILE)
    return tmp_path


def _run(*words: str) -> int:
    try:
        return main(words)
    except SystemExit as left:
        return int(left.code or 0)


def test_page_shows_what_is_proposed_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("contract", "read", "a.pdf") == 0
    shown = capsys.readouterr().out
    assert "FAR 52.204-25 (Nov 2021): incorporated (listed as incorporated)  page 2" in shown
    assert "N00104-26-C-0001  page 1" in shown
    assert "1 other clause: 1 incorporated (`--all` lists them)." in shown
    assert "52.202-1" not in shown


def test_all_lists_every_clause(capsys: pytest.CaptureFixture[str]) -> None:
    _run("contract", "read", "a.pdf", "--all")
    assert "FAR 52.202-1 (Jun 2020) Definitions: incorporated  page 2" in capsys.readouterr().out


def test_json_follows_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("contract", "read", "a.pdf", "--format", "json") == 0
    shown = json.loads(capsys.readouterr().out)
    jsonschema.validate(shown, read_schema("flowdown.contract/1"))
    assert [(each["clause"], each["relevant"]) for each in shown["clauses"]] == [
        ("FAR 52.204-25", True),
        ("FAR 52.202-1", False),
    ]


def test_draft_is_read_as_part_of_a_profile(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("contract", "read", "a.pdf", "--format", "yaml") == 0
    (folder / "flowdown.yaml").write_text(PROFILE + capsys.readouterr().out)
    assert _run("profile", "--no-record") == 0


def test_nothing_is_put_in_where_nobody_confirms(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("contract", "read", "a.pdf", "--into", "flowdown.yaml") == 2
    assert "nobody is there to confirm" in capsys.readouterr().err
    assert (folder / "flowdown.yaml").read_text() == PROFILE


def test_yes_puts_all_of_it_in(folder: Path) -> None:
    assert _run("contract", "read", "a.pdf", "--into", "flowdown.yaml", "--contract", "pumps", "--yes") == 0
    text = (folder / "flowdown.yaml").read_text()
    assert text.startswith(PROFILE)
    assert "  - id: pumps\n" in text
    assert "{clause: FAR 52.204-25, version: Nov 2021, document: a.pdf, place: page 2}" in text
    assert _run("profile") == 0


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ("y\ny\ny\n", ("N00104", "52.204-25")),
        ("a\n", ("N00104", "52.204-25")),
        ("n\nn\ny\n", ("52.204-25",)),
        ("y\ny\nq\n", ()),
        ("y\n", ()),
        ("n\nn\nn\n", ()),
    ],
)
def test_person_confirms_each(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answers: str, holds: tuple[str, ...]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    monkeypatch.setattr(terminal, "can_ask", lambda: True)
    assert _run("contract", "read", "a.pdf", "--into", "flowdown.yaml") == 0
    text = (folder / "flowdown.yaml").read_text()
    assert tuple(each for each in ("N00104", "52.204-25") if each in text.replace("n00104", "")) == holds
    assert (text == PROFILE) is (holds == ())


def test_scanned_document_is_answered_in_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "b.pdf").write_bytes(scanned(2))
    assert _run("contract", "read", "b.pdf") == 2
    assert capsys.readouterr().err == (
        "flowdown: b.pdf: holds no text: 2 pages of images; run text recognition first, as `ocrmypdf in.pdf out.pdf`\n"
    )


def test_nothing_of_the_document_steers_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "c.txt").write_text("52.204-25 \x1b]0;x\x07Prohibition\u202e (NOV 2021)\n")
    assert _run("contract", "read", "c.txt") == 0
    assert all(each.isprintable() or each == "\n" for each in capsys.readouterr().out)


def test_missing_file_and_missing_profile_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("contract", "read", "none.pdf") == 2
    assert capsys.readouterr().err == "flowdown: none.pdf: no such file\n"
    assert _run("contract", "read", "a.pdf", "--into", "none.yaml", "--yes") == 2
    assert "none.yaml: no such file" in capsys.readouterr().err
