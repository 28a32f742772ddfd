"""`flowdown log`, and what `scan` and `check` write into it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flowdown.cli.main import main

CALL = 'from openai import OpenAI\n\nclient = OpenAI()\nclient.chat.completions.create(model="gpt-4o")\n'
PROFILE = "organisation: {id: us-inc}\nrepositories: [{id: service, path: service, serves: own-business}]\n"
LOG = Path(".flowdown") / "log.jsonl"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FLOWDOWN_BY", "Ann Example")
    (tmp_path / "flowdown.yaml").write_text(PROFILE)
    (tmp_path / "service").mkdir()
    (tmp_path / "service" / "call.py").write_text(CALL)
    return tmp_path


def _run(*words: str) -> int:
    try:
        return main(words)
    except SystemExit as left:
        return int(left.code or 0)


def _entries() -> list[dict[str, object]]:
    return [json.loads(line) for line in LOG.read_text().splitlines()]


def test_scan_and_check_are_logged_with_what_they_read_and_found() -> None:
    assert _run("scan", "service") == 0
    _run("check", "service", "--order", "us-ndaa26-1532", "--as-of", "2026-03-01", "--known-at", "2026-03-02")
    scan, check = _entries()
    assert (scan["act"], scan["what"], scan["by"]) == ("scan", "scan of service", "Ann Example")
    assert "openai (model, runtime-default)" in str(scan["result"])
    assert check["act"] == "check"
    details = check["details"]
    assert isinstance(details, dict)
    assert (details["as_of"], details["known_at"], details["orders"]) == (
        "2026-03-01",
        "2026-03-02",
        ["us-ndaa26-1532"],
    )
    assert set(details["outcomes"]) <= {"BREACH", "CLEAR", "EXEMPT", "UNDETERMINED"}
    assert all(str(details[name]).startswith("sha256:") for name in ("catalogue", "library", "profile"))
    assert [tree["root"] for tree in details["trees"]] == ["service"]


@pytest.mark.parametrize("option", ["--no-log", "--no-record"])
def test_a_run_can_decline_the_log(option: str) -> None:
    assert _run("scan", "service", option) == 0
    assert not LOG.exists()


def test_without_a_profile_nothing_is_logged(folder: Path) -> None:
    (folder / "flowdown.yaml").unlink()
    assert _run("scan", "service") == 0
    assert not LOG.exists()


def test_a_log_that_cannot_be_written_is_told_once_and_stops_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".flowdown").mkdir()
    LOG.mkdir()
    assert _run("scan", "service") == 0
    said = capsys.readouterr().err
    assert said.count("not logged: .flowdown/log.jsonl: cannot be written") == 1


def test_a_search_by_hand_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("log", "add", "--what", "SAM.gov, FASCSA order", "--result", "none", "--by", "Bo") == 0
    assert capsys.readouterr().out == "entry 1 of .flowdown/log.jsonl\n"
    assert _run("log", "--format", "json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["schema"] == "flowdown.log/1"
    assert [(each["what"], each["result"], each["by"], each["act"]) for each in shown["entries"]] == [
        ("SAM.gov, FASCSA order", "none", "Bo", "by hand")
    ]
    assert _run("log", "--format", "markdown") == 0
    assert "SAM.gov, FASCSA order" in capsys.readouterr().out


def test_a_search_of_another_day_says_when_it_was_written_down() -> None:
    assert _run("log", "add", "--what", "SAM.gov", "--on", "2026-01-05") == 0
    assert _entries()[0]["at"] == "2026-01-05T00:00:00Z"
    assert str(_entries()[0]["written"]) > "2026-01-05"


def test_credentials_are_left_out() -> None:
    secret = (
        "https://ann:hunter2@sam.example/x?token=abc password: tellnobody sk-abcdefghijklmnopqrst AKIAABCDEFGHIJKLMNOP"
    )
    assert _run("log", "add", "--what", secret, "--result", "key ghp_abcdefghijklmnopqrstuvwxyz0123") == 0
    text = LOG.read_text()
    assert not [each for each in ("hunter2", "abc ", "tellnobody", "sk-abc", "AKIAABC", "ghp_abc") if each in text]
    assert "https://sam.example/x" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add",), "says not what was searched"),
        (("add", "--what", "  "), "says not what was searched"),
        (("add", "--what", "x" * 3000), "longer than 2000 characters"),
        (("add", "--what", "x", "--on", "2999-01-01"), "has not come yet"),
        (("add", "--what", "x", "--on", "soon"), "is no day written YYYY-MM-DD"),
        (("verify",), "no such log"),
        ((), "no such log"),
        (("show",), "invalid choice"),
    ],
)
def test_bad_input_is_told_on_one_line(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("log", *words) == 2
    err = capsys.readouterr().err.strip()
    assert said in err
    assert len(err.splitlines()) == 1


def test_verify_names_the_place_of_a_change(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        _run("log", "add", "--what", f"search {number}")
    capsys.readouterr()
    assert _run("log", "verify") == 0
    assert capsys.readouterr().out.startswith(
        "3 entries, none changed, added between or taken out; the last is sha256:"
    )
    LOG.write_text(LOG.read_text().replace("search 1", "search 9"))
    assert _run("log", "verify") == 1
    assert capsys.readouterr().out == (
        ".flowdown/log.jsonl:2: the entry was changed: it does not have the digest that it tells\n"
    )
    assert _run("log") == 1


def test_a_cut_end_shows_by_a_digest_that_was_kept(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        _run("log", "add", "--what", f"search {number}")
    head = str(_entries()[-1]["digest"])
    assert _run("log", "verify", "--head", head) == 0
    LOG.write_text("".join(LOG.read_text().splitlines(keepends=True)[:-1]))
    assert _run("log", "verify") == 0
    capsys.readouterr()
    assert _run("log", "verify", "--head", head) == 1
    assert f"no entry has the digest {head}" in capsys.readouterr().out
