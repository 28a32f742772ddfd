"""The steps of the Action and of the templates, run in a plain shell on a real repository with a real change."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CI = ROOT / "ci"
WHO = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
CLIENT = "from openai import OpenAI\n\nclient = OpenAI(base_url='https://api.deepseek.com')\n"
ORDER = {
    "FLOWDOWN_ORDERS": "us-ndaa26-1532",
    "FLOWDOWN_CONTEXTS": "dod_contract_performance",
    "FLOWDOWN_AS_OF": "2026-03-01",
}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *WHO, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def merge(tmp_path: Path) -> Path:
    """What a pull request's job checks out: the merge of a topic that adds a client, two commits deep."""
    origin = tmp_path / "origin"
    origin.mkdir()
    (origin / "app.py").write_text("print()\n")
    git(origin, "init", "-q", "-b", "main")
    for message, name, text, branch in (
        ("first", "app.py", "print()\n", "main"),
        ("topic", "chat.py", CLIENT, "topic"),
        ("meanwhile", "other.py", "import anthropic\n", "main"),
    ):
        git(origin, "checkout", "-q", *(["-b"] if branch == "topic" else []), branch) if message != "first" else None
        (origin / name).write_text(text)
        git(origin, "add", "-A")
        git(origin, "commit", "-q", "-m", message)
    git(origin, "merge", "-q", "--no-ff", "-m", "merge", "topic")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=2", f"file://{origin}", str(clone)], check=True)
    return clone


def run(folder: Path, script: str, tmp_path: Path, *arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a script as a service does, with nothing of the developer's environment."""
    command = tmp_path / "flowdown"
    command.write_text(
        f"#!/bin/sh\nPYTHONPATH='{ROOT / 'src'}' exec '{sys.executable}' -P -s -m flowdown \"$@\"\n", encoding="utf-8"
    )
    command.chmod(0o755)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "FLOWDOWN_COMMAND": str(command),
        "FLOWDOWN_OUT": str(tmp_path / "out"),
        "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
        **given,
    }
    return subprocess.run(
        ["bash", str(CI / script), *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_a_pull_request_on_github_is_told_in_every_way(merge: Path, tmp_path: Path) -> None:
    given = {
        **ORDER,
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_BASE_REF": "main",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }
    done = run(merge, "gate.sh", tmp_path, **given)
    assert done.returncode == 1, done.stderr
    assert "::error file=chat.py,line=3," in done.stderr
    assert "anthropic" not in done.stdout.lower()
    assert "**BREACH**" in (tmp_path / "summary.md").read_text()
    assert (tmp_path / "output").read_text() == f"exit-code=1\nsarif={tmp_path / 'out'}/flowdown.sarif\n"
    results = json.loads((tmp_path / "out" / "flowdown.sarif").read_text())["runs"][0]["results"]
    assert {result["level"] for result in results} == {"error"}


def test_a_merge_request_on_gitlab_gets_its_report(merge: Path, tmp_path: Path) -> None:
    base = git(merge, "rev-parse", "HEAD^1")
    done = run(merge, "gate.sh", tmp_path, CI_MERGE_REQUEST_DIFF_BASE_SHA=base, **ORDER)
    (entry,) = json.loads((tmp_path / "out" / "gl-code-quality-report.json").read_text())
    assert (done.returncode, entry["severity"], entry["location"]["path"]) == (1, "blocker", "chat.py")


def test_azure_gets_its_summary(merge: Path, tmp_path: Path) -> None:
    done = run(merge, "gate.sh", tmp_path, SYSTEM_PULLREQUEST_TARGETBRANCH="refs/heads/main", TF_BUILD="True", **ORDER)
    assert done.returncode == 1
    assert f"##vso[task.uploadsummary]{tmp_path / 'out'}/summary.md" in done.stdout


def test_without_orders_a_change_is_shown_and_passes(merge: Path, tmp_path: Path) -> None:
    done = run(merge, "gate.sh", tmp_path, FLOWDOWN_BASE="HEAD^1")
    assert done.returncode == 0
    assert "Added: DeepSeek" in done.stdout


def test_without_a_base_the_whole_tree_is_looked_at(merge: Path, tmp_path: Path) -> None:
    done = run(merge, "gate.sh", tmp_path)
    assert done.returncode == 0
    assert "Scanned clone" in done.stdout


def test_a_report_in_the_checkout_is_not_looked_at(merge: Path, tmp_path: Path) -> None:
    given = {"FLOWDOWN_OUT": "report", "FLOWDOWN_BASE": "HEAD^1"}
    first = run(merge, "gate.sh", tmp_path, **given).stdout
    assert run(merge, "gate.sh", tmp_path, **given).stdout == first


@pytest.mark.parametrize("word", ["--help", "; touch evil", "$(touch evil)", "*", "no-such-order"])
def test_inputs_are_never_commands(merge: Path, tmp_path: Path, word: str) -> None:
    done = run(merge, "gate.sh", tmp_path, FLOWDOWN_ORDERS=word, FLOWDOWN_BASE="none")
    assert done.returncode == 2
    assert "unknown order" in done.stderr
    assert not (merge / "evil").exists()


def test_nothing_of_the_checkout_is_imported(merge: Path, tmp_path: Path) -> None:
    for name in ("yaml.py", "sitecustomize.py", "flowdown/__init__.py", "subprocess.py"):
        (merge / name).parent.mkdir(exist_ok=True)
        (merge / name).write_text(f"open({str(tmp_path / 'evil')!r}, 'w')\n")
    assert run(merge, "gate.sh", tmp_path, FLOWDOWN_BASE="HEAD^1").returncode == 0
    assert not (tmp_path / "evil").exists()


def test_a_long_summary_is_cut_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "summary.md").write_text("a line of a summary, long\n" * 60_000)
    done = run(tmp_path, "tell.sh", tmp_path, str(out), "0", GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    text = (tmp_path / "summary.md").read_text()
    assert done.returncode == 0
    assert len(text) < 1024 * 1024
    assert "Cut here" in text.splitlines()[-1]


def _steps(file: str) -> list[dict[str, Any]]:
    document = yaml.safe_load((ROOT / file).read_text())
    if "runs" in document:
        found: list[dict[str, Any]] = document["runs"]["steps"]
        return found
    return [step for job in document["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("file", ["action.yml", ".github/workflows/flowdown.yml"])
def test_actions_are_pinned_by_hash_with_their_version_beside_it(file: str) -> None:
    used = re.findall(r"uses: (\S+)(.*)", (ROOT / file).read_text())
    outside = [(name, rest) for name, rest in used if not name.startswith("./")]
    assert outside
    assert [name for name, rest in outside if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name)] == []
    assert [name for name, rest in outside if not re.fullmatch(r" # v\d+(\.\d+)*", rest)] == []


@pytest.mark.parametrize("file", ["action.yml", ".github/workflows/flowdown.yml"])
def test_no_step_writes_an_expression_into_a_command(file: str) -> None:
    assert [step["run"] for step in _steps(file) if "${{" in step.get("run", "")] == []


def test_the_workflow_asks_for_no_more_than_it_needs() -> None:
    document = yaml.safe_load((ROOT / ".github/workflows/flowdown.yml").read_text())
    assert document["permissions"] == {}
    assert document["jobs"]["flowdown"]["permissions"] == {"contents": "read", "security-events": "write"}


def test_the_workflow_hands_the_action_only_inputs_it_has() -> None:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
    (call,) = [step for step in _steps(".github/workflows/flowdown.yml") if step.get("uses") == "./.flowdown/tool"]
    assert set(call["with"]) <= set(inputs)


def test_only_what_is_merged_is_pushed_and_the_token_is_shown_nowhere(merge: Path, tmp_path: Path) -> None:
    """The server is one that nobody serves: what is tried is seen by what it says."""
    server = {"FLOWDOWN_SERVER": "http://127.0.0.1:1/x y", "FLOWDOWN_TOKEN": "fld_secret"}
    assert run(merge, "push.sh", tmp_path).returncode == 0
    change = run(merge, "push.sh", tmp_path, **server, SYSTEM_PULLREQUEST_TARGETBRANCH="refs/heads/main")
    assert (change.returncode, "not merged" in change.stderr) == (0, True)
    no_token = run(merge, "push.sh", tmp_path, FLOWDOWN_SERVER="https://flowdown.example")
    assert (no_token.returncode, "holds no token" in no_token.stderr) == (2, True)
    done = run(merge, "push.sh", tmp_path, **{**server, "FLOWDOWN_SERVER": "http://flowdown.example"})
    assert (done.returncode, "by https only" in done.stderr) == (2, True)
    assert "fld_secret" not in done.stdout + done.stderr


@pytest.mark.parametrize("file", ["ci/gitlab/flowdown.gitlab-ci.yml", "ci/azure/azure-pipelines.yml"])
def test_templates_run_scripts_that_are_there(file: str) -> None:
    named = set(re.findall(r"/ci/(\w+\.sh)", (ROOT / file).read_text()))
    assert named == {"install.sh", "gate.sh", "push.sh"}
    assert all(os.access(CI / name, os.X_OK) for name in named)


def test_hooks_call_commands_that_are_there() -> None:
    from flowdown.cli.parser import build_parser

    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text()):
        program, *arguments = hook["entry"].split()
        assert program == "flowdown"
        assert build_parser(arguments).parse_args(arguments).staged
