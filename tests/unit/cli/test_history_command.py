"""`flowdown scan --history` says when vendors came and left, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from flowdown.cli.exit import Exit
from flowdown.cli.main import main
from flowdown.report.schema import read_schema
from tests.unit.gate.repository import commit

CALL = "from openai import OpenAI\n\nclient = OpenAI()\nclient.responses.create(model='gpt-4o', input='hi')\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-01-05T10:00:00Z")
    tree = tmp_path / "tree"
    commit(tree, {"a.py": CALL})
    commit(tree, {"a.py": "x = 1\n"})
    return tree


def test_it_is_told_in_words(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(repository), "--history"]) == Exit.OK
    said = capsys.readouterr().out
    assert "Used once" in said and "OpenAI" in said and "came 2026-01-05 with" in said and "a.py:" in said


def test_its_json_keeps_to_its_schema(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(repository), "--history", "--format", "json"]) == Exit.OK
    said = json.loads(capsys.readouterr().out)
    jsonschema.validate(said, read_schema("flowdown.history/1"))
    periods = said["trees"][0]["periods"]
    assert {each["vendor"] for each in periods} == {"openai"}
    assert all(each["entered"]["day"] == each["left"]["day"] == "2026-01-05" for each in periods)


def test_a_vendor_can_be_asked_for(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["scan", str(repository), "--history", "--vendor", "cohere", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["trees"][0]["periods"] == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--since", "HEAD~1"), "`--since` belongs to `--history`"),
        (("--history", "--changed-since", "HEAD"), "no gate"),
        (("--history", "--format", "sarif"), "cannot be written as sarif"),
        (("--history", "--since=-x"), "no revision"),
    ],
)
def test_what_does_not_go_together_is_refused(
    repository: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    assert main(["scan", str(repository), *words]) == Exit.UNUSABLE
    assert says in capsys.readouterr().err


def test_a_tree_without_a_repository_stops_no_other(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "plain"
    other.mkdir()
    assert main(["scan", str(other), str(repository), "--history", "--format", "json"]) == Exit.UNUSABLE
    shown = capsys.readouterr()
    first, second = json.loads(shown.out)["trees"]
    assert first["gaps"][0]["reason"].endswith("lies in no git repository") and second["periods"]
    assert "plain" in shown.err
