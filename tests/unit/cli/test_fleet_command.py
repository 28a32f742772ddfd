"""`flowdown fleet` says what it did, for people and for programs, and leaves with the code that fits."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from flowdown.cli.exit import Exit
from flowdown.cli.main import main
from flowdown.report.schema import read_schema
from tests.unit.gate.repository import commit, write

CALL = "from openai import OpenAI\n\nclient = OpenAI()\nclient.responses.create(model='gpt-4o', input='hi')\n"


@pytest.fixture
def trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    commit(tmp_path / "trees" / "a", {"a.py": CALL})
    write(tmp_path / "trees" / "b", {"b.py": "x = 1\n"})
    monkeypatch.setenv("FLOWDOWN_FLEET", str(tmp_path / "fleet"))
    return tmp_path / "trees"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["fleet", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_sweep_is_told_in_words_and_as_json(trees: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "scan", "--from", str(trees))
    assert code == Exit.OK and "2 trees: 2 done." in out and "2 scanned" in out
    code, out, _ = run(capsys, "scan", "--from", str(trees), "--format", "json")
    said = json.loads(out)
    jsonschema.validate(said, read_schema("flowdown.fleet/1"))
    assert (said["done"], said["sweep"]["unchanged"]) == (2, 2)


def test_status_says_what_has_changed(trees: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "scan", "--from", str(trees))
    assert "none changed since" in run(capsys, "status")[1]
    commit(trees / "a", {"c.py": CALL})
    assert "1 changed since" in run(capsys, "status")[1]


def test_a_tree_that_fails_is_named_and_can_be_tried_again(trees: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = trees / "a" / ".git" / "HEAD"
    head.write_text("ref: refs/heads/none\n")
    code, out, _ = run(capsys, "scan", "--from", str(trees))
    assert code == Exit.UNUSABLE and "a: `HEAD` is no commit of this repository" in out
    code, out, _ = run(capsys, "report", "--format", "json")
    assert code == Exit.UNUSABLE and [each["tree"] for each in json.loads(out)["failures"]] == ["a"]
    head.write_text("ref: refs/heads/main\n")
    code, out, _ = run(capsys, "retry")
    assert code == Exit.OK and "2 done" in out and "1 scanned" in out


def test_lines_that_are_unusable_are_told_and_the_rest_is_done(
    trees: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.txt").write_text("trees/a\ntrees/a\ngone\n")
    code, out, _ = run(capsys, "scan", "--from", str(tmp_path / "list.txt"))
    assert code == Exit.UNUSABLE and "1 tree: 1 done." in out
    told = " ".join(out.split())
    assert "list.txt:2: `trees/a` is in line 1 already" in told and "list.txt:3: cannot read `gone`" in told
    code, out, err = run(capsys, "scan", "--from", str(tmp_path / "list.txt"), "--strict")
    assert (code, out) == (Exit.UNUSABLE, "")
    assert len(err.splitlines()) == 2


def test_who_uses_a_vendor(trees: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("duckdb", reason="the extra `fleet` is not installed")
    run(capsys, "scan", "--from", str(trees))
    code, out, _ = run(capsys, "impact", "openai")
    assert code == Exit.OK and "1 tree of 2 use openai" in out
    said = json.loads(run(capsys, "impact", "openai", "--format", "json")[1])
    jsonschema.validate(said, read_schema("flowdown.fleet-impact/1"))
    assert said["using"][0]["place"] == "a.py:1"
    assert run(capsys, "impact", "nobody-at-all")[0] == Exit.UNUSABLE


def test_what_orders_mean(trees: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "scan", "--from", str(trees))
    words = ("check", "--order", "us-ndaa26-1532", "--as-of", "2026-04-10", "--context", "dod_contract_performance")
    code, out, _ = run(capsys, *words, "--format", "json")
    said = json.loads(out)
    jsonschema.validate(said, read_schema("flowdown.fleet-check/1"))
    assert code in (Exit.OK, Exit.UNDETERMINED) and said["decided"] == 2
    assert "2 trees, 2 different contents decided" in run(capsys, *words)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("scan",), "which trees?"),
        (("impact",), "which vendor?"),
        (("status", "openai"), "takes no vendor"),
        (("status", "--from", "x"), "does not go with"),
        (("scan", "--from", "gone"), "cannot read `gone`"),
        (("scan", "--from", ".", "--engine", "elsewhere"), "is no engine"),
        (("retry",), "is no fleet"),
        (("check", "--order", "none"), "unknown order"),
    ],
)
def test_what_is_asked_wrongly_is_one_line(
    trees: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(trees)
    code, out, err = run(capsys, *words)
    assert (code, out) == (Exit.UNUSABLE, "")
    assert said in err and len(err.splitlines()) == 1
