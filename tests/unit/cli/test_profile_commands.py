"""`flowdown init` and `flowdown profile`, from the outside."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path

import pytest

from flowdown.cli import terminal
from flowdown.cli.main import main

CALL = 'from openai import OpenAI\n\nclient = OpenAI()\nclient.chat.completions.create(model="gpt-4o")\n'
SOUND = "organisation: {id: us-inc, name: Us Inc}\ncontracts: [{id: c1, solicited: unknown}]\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return tmp_path


def _run(*words: str) -> int:
    try:
        return main(words)
    except SystemExit as left:
        return int(left.code or 0)


def test_first_profile_is_read_back(folder: Path) -> None:
    assert _run("init", "--no-scan") == 0
    assert _run("profile") == 0


def test_init_writes_over_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flowdown.yaml").write_text("waivers: []\n")
    assert _run("init", "--no-scan") == 2
    assert "is there already" in capsys.readouterr().err
    assert (folder / "flowdown.yaml").read_text() == "waivers: []\n"


def test_force_keeps_the_old_file_and_carries_its_waivers_over(folder: Path) -> None:
    old = "people: [{name: Ann}]\nwaivers:\n  # why\n  - {vendor: openai}\n\n  - {vendor: xai}\nfirms: []\n"
    (folder / "flowdown.yaml").write_text(old)
    assert _run("init", "--no-scan", "--force") == 0
    assert (folder / "flowdown.yaml.old").read_text() == old
    assert "waivers:\n  # why\n  - {vendor: openai}\n\n  - {vendor: xai}\n" in (folder / "flowdown.yaml").read_text()


def test_print_writes_no_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("init", "--no-scan", "--print") == 0
    assert "organisation:" in capsys.readouterr().out
    assert list(folder.iterdir()) == []


def test_folder_of_the_store_is_private(folder: Path) -> None:
    _run("init", "--no-scan")
    assert stat.S_IMODE((folder / ".flowdown").stat().st_mode) == 0o700
    assert (folder / ".flowdown" / ".gitignore").read_text() == "*\n"


def test_vendors_in_the_code_are_comments(folder: Path) -> None:
    (folder / "main.py").write_text(CALL)
    _run("init")
    assert "#   - {vendor: openai, serves: unknown}  # OpenAI, runtime-default: main.py:1" in (
        folder / "flowdown.yaml"
    ).read_text().replace("main.py:2", "main.py:1").replace("main.py:3", "main.py:1")


def test_repository_is_named_by_its_remote(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text(
        '[remote "origin"]\n\turl = https://bob:secret@host.example/acme/portal.git\n'
    )
    _run("init", "--no-scan")
    text = (folder / "flowdown.yaml").read_text()
    assert "id: portal" in text
    assert "id: acme" in text
    assert "secret" not in text


def test_repository_is_named_by_its_manifest(folder: Path) -> None:
    (folder / "package.json").write_text('{"name": "@acme/shop"}')
    _run("init", "--no-scan")
    assert "id: shop" in (folder / "flowdown.yaml").read_text()


def test_repositories_below_are_found(folder: Path) -> None:
    for name in ("one", "two"):
        (folder / name / ".git").mkdir(parents=True)
    _run("init", "--no-scan")
    text = (folder / "flowdown.yaml").read_text()
    assert ("path: one" in text, "path: two" in text) == (True, True)


def test_bad_rows_are_told_and_the_rest_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.csv").write_text("PIID;Award Date\nN0010426C0001;2025-11-14\nXX;\n")
    assert _run("init", "--no-scan", "--contracts", "a.csv") == 2
    assert "a.csv:3: `XX` is no contract number" in capsys.readouterr().err
    assert "N0010426C0001" in (folder / "flowdown.yaml").read_text()


def test_what_is_no_table_leaves_nothing_behind(folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(b"PK\x03\x04")
    assert _run("init", "--no-scan", "--suppliers", "a.xlsx") == 2
    assert [each.name for each in folder.iterdir()] == ["a.xlsx"]


def test_an_identifier_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("init", "--uei", "short") == 2
    assert "no unique entity identifier" in capsys.readouterr().err


def test_answers_are_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["Us, Inc.", "bad", "", "1abc5", "PO 7", "Big Prime", "d", "1", "Nov 14, 2025", "2026-01-01", ""]
    answers += ["N00104-26-C-0001", "FAR 52.204-25 (NOV 2021)", "", "", "Ann Lee", "po-7"]
    _answer(monkeypatch, answers)
    (folder / ".git").mkdir()
    assert _run("init", "--no-scan") == 0
    text = (folder / "flowdown.yaml").read_text()
    assert [part for part in _WRITTEN if part not in text] == []


_WRITTEN = (
    'name: "Us, Inc."', 'cage: "1ABC5"', "id: po-7", "customer: big-prime", "agency_kind: defense", "kind: subcontract",
    "tier: 1", "awarded: 2025-11-14", "piid: N00104-26-C-0001", "- FAR 52.204-25 (NOV 2021)", "name: Ann Lee",
    "serves: [po-7]", "solicited: unknown",
)  # fmt: skip


def test_who_stops_answering_keeps_what_was_answered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _answer(monkeypatch, ["Us, Inc.", "", "", "PO 7", "Big Prime"])
    assert _run("init", "--no-scan") == 0
    assert "customer: big-prime" in (folder / "flowdown.yaml").read_text()


def test_interrupted_questions_leave_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(terminal, "can_ask", lambda: True)
    monkeypatch.setattr(terminal, "ask", interrupt)
    assert _run("init", "--no-scan") == 130
    assert list(folder.iterdir()) == []


def _answer(monkeypatch: pytest.MonkeyPatch, answers: list[str]) -> None:
    """Answer as a person at a terminal would; after the last one the input ends."""
    monkeypatch.setattr(terminal, "can_ask", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in answers)))


def test_a_profile_is_kept_and_says_what_is_open(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flowdown.yaml").write_text(SOUND)
    assert _run("profile") == 0
    said = capsys.readouterr().out
    assert "Us Inc: 1 contract." in said
    assert "When was the solicitation of contract c1 issued? flowdown.yaml:2" in said
    assert _run("claims", "fsck") == 0


def test_reading_it_again_adds_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flowdown.yaml").write_text(SOUND)
    _run("profile")
    capsys.readouterr()
    _run("profile")
    assert "nothing is new" in capsys.readouterr().out


def test_a_changed_profile_replaces_the_old_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flowdown.yaml").write_text(SOUND)
    _run("profile")
    (folder / "flowdown.yaml").write_text(SOUND.replace("solicited: unknown", "solicited: 2025-05-02"))
    _run("profile")
    capsys.readouterr()
    _run("claims", "list", "--node", "contract:c1", "--include-disputed", "--format", "json")
    claims = json.loads(capsys.readouterr().out)["claims"]
    assert [each["object"] for each in claims if each["predicate"] == "dated"] == ["day:2025-05-02"]
    assert not [each for each in claims if each["qualifiers"].get("of") == "solicited"]


def test_a_broken_profile_keeps_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flowdown.yaml").write_text(SOUND + "people: [{id: c1}]\nowner: x\n")
    assert _run("profile") == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert not (folder / ".flowdown").exists()


def test_json_names_each_open_fact_with_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flowdown.yaml").write_text(SOUND)
    assert _run("profile", "--no-record", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "flowdown.profile/1"
    assert told["new"] is None
    assert {"subject": "contract:c1", "fact": "solicited", "path": "contracts[0].solicited", "line": 2} in [
        {key: value for key, value in each.items() if key != "asks"} for each in told["open"]
    ]


def test_many_contracts_are_not_all_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = "".join(f"  - {{id: d{number}}}\n" for number in range(30))
    (folder / "flowdown.yaml").write_text("organisation: {id: us-inc}\ncontracts:\n" + many)
    _run("profile", "--no-record")
    said = capsys.readouterr().out
    assert ("and 10 contracts more (`--all`)" in said, "d29" in said) == (True, False)
    _run("profile", "--no-record", "--all")
    assert "d29" in capsys.readouterr().out


def test_no_profile_is_told_with_what_helps(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("profile") == 2
    assert "`flowdown init` writes one" in capsys.readouterr().err


def test_scan_with_a_profile_keeps_claims(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flowdown.yaml").write_text(SOUND)
    (folder / "main.py").write_text(CALL)
    assert _run("scan", ".", "--format", "json") == 0
    assert "recorded" in capsys.readouterr().err
    _run("claims", "list", "--node", "vendor:openai")
    assert "uses vendor:openai" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("extra", [("--no-record",), ("--quiet",)])
def test_nothing_is_said_where_nothing_is_to_be(
    folder: Path, capsys: pytest.CaptureFixture[str], extra: tuple[str]
) -> None:
    (folder / "flowdown.yaml").write_text(SOUND)
    _run("scan", ".", "--format", "json", *extra)
    assert capsys.readouterr().err == ""


def test_scan_without_a_profile_keeps_nothing(folder: Path) -> None:
    (folder / "flowdown.yaml").write_text("waivers: []\n")
    _run("scan", ".", "--format", "json")
    assert not (folder / ".flowdown").exists()


def test_no_record_does_not_read_the_profile(folder: Path) -> None:
    (folder / "flowdown.yaml").write_text("organisation: 1\n")
    assert (_run("scan", ".", "--format", "json"), _run("scan", ".", "--format", "json", "--no-record")) == (2, 0)


def test_a_link_is_not_followed_to_a_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "flowdown.yaml").write_text(SOUND)
    (folder / "elsewhere").mkdir()
    (folder / ".flowdown").symlink_to(folder / "elsewhere")
    assert _run("scan", ".", "--format", "json") == 2
    assert "is a link" in capsys.readouterr().err
    assert list((folder / "elsewhere").iterdir()) == []
