from __future__ import annotations

import json
import subprocess
import sys

import jsonschema
import pytest

from flowdown.report.schema import read_schema


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", "from flowdown.cli.main import entry; entry()", "whose", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
    )


@pytest.fixture(scope="module")
def lines() -> list[dict[str, object]]:
    stdin = b"gpt-4o\n\n\xff\xfe\x00 bad\r\n" + b"a" * (3 << 20) + b"\nclaude-sonnet-4-5"
    done = run("--format", "json", stdin=stdin)
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_line_that_is_not_blank_is_answered(lines: list[dict[str, object]]) -> None:
    assert [line["makers"] for line in lines] == [["openai"], [], [], ["anthropic"]]


def test_the_output_is_of_the_published_schema(lines: list[dict[str, object]]) -> None:
    schema = read_schema("flowdown.whose/1")
    for line in lines:
        jsonschema.validate(line, schema)


def test_bytes_that_are_no_text_are_written_out(lines: list[dict[str, object]]) -> None:
    assert lines[1]["query"] == "\\xff\\xfe\x00 bad"


def test_the_text_shows_no_control_characters() -> None:
    done = run("evil\x1b[31m", "mistral")
    text = done.stdout.decode()
    assert "\x1b" not in text
    assert "evil\\x1b[31m: not known to the catalogue" in text
    assert "mistral: could be several things" in text
