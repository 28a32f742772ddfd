"""`flowdown explain` from the outside: formats, exit codes, nothing harmful on the screen."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from flowdown.cli.main import main
from flowdown.report.schema import read_schema


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "chat.py").write_text('import anthropic\n\nMODEL = "claude-3-haiku"\n')
    (tmp_path / "evil\x1b[31m.md").write_text("# Claude\n")
    return tmp_path


def test_json_is_of_the_published_schema(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["explain", "chat.py:1", "chat.py", "--root", str(tree), "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, read_schema("flowdown.explain/1"))
    assert (code, [place["line"] for place in document["places"]]) == (0, [1, 0])


def test_the_answer_stands_first(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", "chat.py:1", "--root", str(tree)])
    assert capsys.readouterr().out.split("\n")[1].startswith("Anthropic (service, runtime-default) is used.")


def test_markdown_numbers_the_steps(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", "chat.py:1", "--root", str(tree), "--format", "markdown"])
    said = capsys.readouterr().out
    assert said.startswith("# Flowdown: explain\n")
    assert "\n1. chat.py:1:8: import: `anthropic`\n1. imports" in said


def test_what_is_not_there_is_an_unusable_argument(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["explain", "absent.py:1", "--root", str(tree)])
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_names_cannot_steer_the_terminal(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["explain", "evil\x1b[31m.md:1", "--root", str(tree)])
    assert "\x1b" not in capsys.readouterr().out


def test_a_scan_can_be_restricted_to_vendors(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["scan", str(tree), "--vendor", "claude", "--vendor", "openai", "--format", "json"])
    error = capsys.readouterr().err
    assert error.startswith("flowdown: unknown vendor `claude`")


def test_a_restricted_scan_says_what_it_leaves_out(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["scan", str(tree), "--vendor", "openai", "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    assert (document["only_vendors"], document["sightings"]) == (["openai"], [])
    assert document["left_out"] > 0


@pytest.mark.parametrize("arguments", [["vendors", "show", "xai"], ["orders", "show", "us-ndaa26-1532"]])
def test_pages_of_libraries_are_drawn_and_not_written_as_markdown(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(arguments)
    said = capsys.readouterr().out
    assert not [line for line in said.splitlines() if line.startswith(("#", "**")) or "`" in line]


@pytest.mark.parametrize("arguments", [["vendors", "show", "xai"], ["orders", "show", "us-ndaa26-1532"]])
def test_pages_of_libraries_are_markdown_when_asked(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main([*arguments, "--format", "markdown"])
    assert capsys.readouterr().out.startswith("# ")
