"""The page, the file and the JSON of a plan: everything loads from itself, and says what the plan says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from flowdown.cli.main import main
from flowdown.report.schema import read_schema

PROFILE = """
organisation: {id: hull-works, name: "Hull <b>Works</b>"}
contracts:
  - {id: navy, agency_kind: defense, tier: 0, clauses: [], all_clauses_listed: yes, all_orders_listed: yes}
repositories:
  - {id: code, path: code, serves: [navy]}
"""
CODE = "from openai import OpenAI\nOpenAI(base_url='https://api.deepseek.com').chat.completions.create(model='deepseek-chat')\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "flowdown.yaml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "main.py").write_text(CODE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> int:
    days = ("--as-of", "2026-03-02", "--known-at", "2026-10-01", "--order", "us-ndaa26-1532")
    return main(["plan", *days, *words])


def test_the_json_is_of_its_schema(folder: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    assert run("--format", "json", "--out", "plan.json") == 0
    told = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    jsonschema.validate(told, read_schema("flowdown.plan/1"))
    assert told["uses"][0]["takes"] in {each["id"] for each in told["uses"][0]["options"]}
    assert told["days"] == pytest.approx(sum(step["days"] for step in told["steps"]))


def test_the_file_loads_nothing_and_draws_the_steps(folder: Path) -> None:
    assert run("--format", "html", "--explain", "--out", "plan.html") == 0
    text = (folder / "plan.html").read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=\"(?!#)", text)
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")
    assert "<b>Works" not in text
    assert re.search(r'<svg class="gantt".*?<title id="gantt-title">.*?</title><desc id="gantt-desc">', text, re.S)
    assert text.count("<h1>") == 1
    assert "main.py:2" in text


def test_the_page_answers_and_explains(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--explain") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "1 use to leave" in told
    assert "no plan takes fewer" in told
    assert "Forbidden already" in told
    assert "The way back" in told
    assert "Traps" in told and "deepseek" in told.partition("Traps")[2]
    assert "loses more" in told.partition("Why this option")[2]


def test_a_date_that_cannot_be_met_exits_with_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--by", "2026-03-02", "--team-days-per-week", "0.5") == 1
    told = capsys.readouterr().out
    assert "What cannot be met together" in told and "What would have to give" in told


def test_a_tree_needs_a_vendor(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "code"]) == 2
    assert "needs `--vendor`" in capsys.readouterr().err
    assert main(["plan", "code", "--vendor", "deepseek", "--as-of", "2026-03-02", "--format", "markdown"]) == 0
