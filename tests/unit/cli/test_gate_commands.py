"""`scan`, `check` and `baseline` as gates, from the outside: exit codes, what is said, where it goes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest

from flowdown.cli.main import main
from flowdown.report.schema import read_schema

WHO = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
CLIENT = "from openai import OpenAI\n\nclient = OpenAI(base_url='https://api.deepseek.com')\n"
ORDER = ("--order", "us-ndaa26-1532", "--as-of", "2026-03-01", "--context", "dod_contract_performance")
WAIVER = 'flowdown: waive deepseek reason="a demo" by=Jo until={}'


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *WHO, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, and the current folder."""
    (tmp_path / "app.py").write_text("print()\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a run says that ends with 2."""
    try:
        code = main(list(arguments))
    except SystemExit as stop:
        code = int(stop.code or 0)
    assert code == 2
    return capsys.readouterr().err


def test_a_change_that_adds_nothing_passes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "app.py").write_text("print('more')\n")
    code, out, _ = run(capsys, "check", ".", *ORDER, "--changed-since", "HEAD")
    assert code == 0
    assert "Nothing changes in whom this depends on." in out


def test_a_change_that_breaks_an_order_fails_and_says_where(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "chat.py").write_text(CLIENT)
    code, out, _ = run(capsys, "check", ".", *ORDER, "--changed-since", "HEAD")
    assert code == 1
    assert "chat.py:3" in out
    assert "Added: DeepSeek" in out


def test_what_was_there_before_does_not_fail(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "chat.py").write_text(CLIENT)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "debt")
    (root / "chat.py").write_text("# moved\n\n\n" + CLIENT)
    assert run(capsys, "check", ".", *ORDER, "--changed-since", "HEAD")[0] == 0


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("breach", 1), ("undetermined", 1), ("exempt", 1)])
def test_what_fails_can_be_chosen(root: Path, capsys: pytest.CaptureFixture[str], fail_on: str, code: int) -> None:
    (root / "chat.py").write_text(CLIENT)
    assert run(capsys, "check", ".", *ORDER, "--changed-since", "HEAD", "--fail-on", fail_on)[0] == code


@pytest.mark.parametrize(
    ("fail_on", "code"), [("never", 0), ("runtime-default", 1), ("runtime-optional", 1), ("mention-only", 1)]
)
def test_a_scan_fails_on_a_strength(root: Path, capsys: pytest.CaptureFixture[str], fail_on: str, code: int) -> None:
    (root / "chat.py").write_text(CLIENT)
    assert run(capsys, "scan", ".", "--changed-since", "HEAD", "--fail-on", fail_on)[0] == code


def test_a_scan_of_tests_does_not_fail_on_what_runs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "tests").mkdir()
    (root / "tests" / "test_chat.py").write_text(CLIENT)
    assert run(capsys, "scan", ".", "--changed-since", "HEAD", "--fail-on", "runtime-optional")[0] == 0
    assert run(capsys, "scan", ".", "--changed-since", "HEAD", "--fail-on", "test-only")[0] == 1


def test_quiet_says_nothing_unless_something_fails(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "chat.py").write_text(CLIENT)
    arguments = ("scan", ".", "--changed-since", "HEAD", "--quiet")
    assert run(capsys, *arguments) == (0, "", "")
    assert "DeepSeek" in run(capsys, *arguments, "--fail-on", "runtime-optional")[1]


def test_a_baseline_holds_what_is_there(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "chat.py").write_text(CLIENT)
    assert run(capsys, "baseline", ".", "--write", "known.json") == (0, "", "")
    assert run(capsys, "check", ".", *ORDER, "--baseline", "known.json")[0] == 0
    (root / "more.py").write_text(CLIENT)
    code, out, _ = run(capsys, "check", ".", *ORDER, "--baseline", "known.json", "--format", "sarif")
    states = {
        (result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], result["baselineState"])
        for result in json.loads(out)["runs"][0]["results"]
    }
    assert (code, states) == (1, {("chat.py", "unchanged"), ("more.py", "new")})


def test_a_waiver_takes_a_breach_out_of_the_count_and_stays_in_the_report(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = CLIENT.splitlines()[2]
    (root / "chat.py").write_text(CLIENT.replace(line, f"# {WAIVER.format('2999-01-01')}\n{line}"))
    code, out, _ = run(capsys, "check", ".", *ORDER)
    assert code == 0
    assert "Waived, and counted apart" in out
    assert "“a demo”, Jo, until 2999-01-01" in out
    assert "BREACH" in out


def test_a_waiver_that_is_over_counts_again_and_says_so(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = CLIENT.splitlines()[2]
    (root / "chat.py").write_text(CLIENT.replace(line, f"# {WAIVER.format('2020-01-01')}\n{line}"))
    code, out, _ = run(capsys, "check", ".", *ORDER)
    assert code == 1
    assert "Waiver over, counts again" in out


def test_the_file_waives_by_pattern(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "chat.py").write_text(CLIENT)
    (root / "flowdown.yaml").write_text(
        "waivers:\n  - {pattern: '*.py', vendor: deepseek, reason: demo, who: Jo, until: 2999-01-01}\n"
    )
    assert run(capsys, "check", ".", *ORDER)[0] == 0


def test_every_broken_waiver_is_told_with_file_and_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "chat.py").write_text(CLIENT + "# flowdown: waive deepseek\nx = 1\n")
    (root / "flowdown.yaml").write_text(
        "waivers:\n  - {place: a.py, vendor: deepsek, reason: demo, who: Jo, until: 2999-01-01}\n"
    )
    told = refused(capsys, "scan", ".")
    assert "chat.py:4: a waiver without reason" in told
    assert "flowdown.yaml:2" in told
    assert "did you mean `deepseek`?" in told


def test_json_of_a_gate_is_of_the_published_schema(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "chat.py").write_text(CLIENT)
    _, out, _ = run(capsys, "scan", ".", "--changed-since", "HEAD", "--format", "json")
    document = json.loads(out)
    jsonschema.validate(document, read_schema("flowdown.scan/1"))
    assert {shift["vendor"] for shift in document["standing"]["shifts"]} >= {"deepseek"}


def test_notes_for_github_go_beside_the_report(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "chat.py").write_text(CLIENT)
    _, out, err = run(
        capsys, "check", ".", *ORDER, "--changed-since", "HEAD", "--annotations", "github", "--format", "json"
    )
    json.loads(out)
    assert err.startswith("::error file=chat.py,line=3,col=")


def test_several_formats_come_of_one_run(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "chat.py").write_text(CLIENT)
    run(capsys, "scan", ".", "--also", "json=a.json", "--also", "markdown=a.md", "--quiet")
    assert json.loads((root / "a.json").read_text())["schema"] == "flowdown.scan/1"
    assert (root / "a.md").read_text().startswith("# Flowdown")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("scan", ".", "--changed-since", "nope"), "`nope` is no commit of this repository"),
        (("scan", ".", "--changed-since", "HEAD", "--staged"), "not allowed with"),
        (("scan", ".", "--baseline", "none.json"), "cannot read the baseline `none.json`"),
        (("scan", ".", "app.py", "--staged"), "one folder at a time"),
        (("scan", "none", "--staged"), "no such file or folder `none`"),
        (("scan", ".", "--also", "yaml=x"), "`yaml=x` is not of the form FORMAT=FILE"),
        (("scan", ".", "--fail-on", "breach"), "invalid choice"),
    ],
)
def test_unusable_arguments_are_one_line(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    told = refused(capsys, *arguments)
    assert says in told
    assert told.count("\n") == 1
