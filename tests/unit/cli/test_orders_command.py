"""`flowdown orders`: every act in every format, its exit codes, and what does not go together."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from flowdown.cli.main import main
from flowdown.report.schema import read_schema

DAY = ("--as-of", "2026-04-10", "--known-at", "2026-10-06")


def say(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["orders", *arguments]) == code, capsys.readouterr().err
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "schema"),
    [
        (("show", "us-ant-4713", *DAY), "flowdown.order/1"),
        (("status", "anthropic", "--context", "own_business", *DAY), "flowdown.vendor-orders/1"),
        (("timeline", "us-ant-4713", *DAY), "flowdown.order-timeline/1"),
        (("diff", "us-ant-3252", "--from", "2026-03-20", "--to", "2026-04-10"), "flowdown.order-changes/1"),
    ],
)
def test_json_is_as_its_schema_says_and_pages_are_drawn(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], schema: str
) -> None:
    answer = json.loads(say(capsys, *arguments, "--format", "json"))
    assert answer["schema"] == schema
    jsonschema.Draft202012Validator(read_schema(schema)).validate(answer)
    for form in ("text", "terminal", "markdown"):
        assert "us-ant-" in say(capsys, *arguments, "--format", form)


def test_the_file_that_is_shown_is_an_order_file(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(say(capsys, "show", "us-ant-4713", *DAY, "--format", "json"))
    jsonschema.Draft202012Validator(read_schema("flowdown.order-file/1")).validate(answer["order"])
    assert answer["order"]["norms"][0]["from"] == "2026-03-05"


def test_options_may_stand_between_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    first = say(capsys, "show", *DAY, "us-ant-4713", "--format", "text")
    assert first == say(capsys, "show", "us-ant-4713", *DAY, "--format", "text")
    many = say(capsys, "timeline", "us-ant-4713", "--format", "text", "us-ant-3252")
    assert many == say(capsys, "timeline", "us-ant-4713", "us-ant-3252", "--format", "text")


def test_a_picture_goes_into_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "orders.svg"
    assert say(capsys, "timeline", "--vendor", "anthropic", "--format", "svg", "--out", str(file)) == ""
    assert file.read_text(encoding="utf-8").startswith("<svg ")


def test_a_new_file_is_valid_and_a_wrong_one_ends_with_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "my-order.yaml"
    say(capsys, "new", "--out", str(file))
    assert "my-order.yaml: valid" in say(capsys, "validate", str(file))
    file.write_text(file.read_text(encoding="utf-8").replace("modality: must_not", "modality: shall"), encoding="utf-8")
    told = say(capsys, "validate", str(file), code=2)
    assert "(norms[0].modality): `shall` is not known here" in told
    answer = json.loads(say(capsys, "validate", str(file), "--format", "json", code=2))
    jsonschema.Draft202012Validator(read_schema("flowdown.order-files/1")).validate(answer)
    assert answer["files"][0]["faults"][0]["path"] == "norms[0].modality"


def test_nobodys_file_is_written_over(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "my-order.yaml"
    file.write_text("mine", encoding="utf-8")
    say(capsys, "new", "--out", str(file), code=2)
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("status", "nobody"),
        ("show",),
        ("show", "us-nothing"),
        ("validate",),
        ("diff", "--from", "2026-01-01"),
        ("timeline", "--vendor", "nobody"),
        ("list", "--vendor", "anthropic"),
        ("show", "us-ant-4713", "--format", "svg"),
        ("status", "anthropic", "--from", "2026-01-01"),
        ("new", "a", "b"),
    ],
)
def test_what_cannot_be_answered_is_one_line_and_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert main(["orders", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("flowdown: ")
    assert told.err.count("\n") == 1
