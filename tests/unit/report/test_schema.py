"""Our own schemas: committed as the classes say, and true of what is written."""

from __future__ import annotations

from importlib.resources import files

import jsonschema
import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.report.schema import SCHEMAS, draw_schema, file_name, read_schema


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_what_the_class_says(name: str) -> None:
    committed = files("flowdown.report").joinpath("schemas", file_name(name)).read_text("utf-8")
    assert committed == draw_schema(name)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(read_schema(name))


def test_every_committed_schema_has_a_name() -> None:
    committed = {file.name for file in files("flowdown.report").joinpath("schemas").iterdir()}
    assert committed == {file_name(name) for name in SCHEMAS}


def test_an_unknown_schema_is_refused_with_what_there_is() -> None:
    with pytest.raises(UnusableArgument, match=r"`flowdown.scan/9`; one of flowdown.backup/1, flowdown.check-diff/1"):
        read_schema("flowdown.scan/9")
    with pytest.raises(UnusableArgument):
        draw_schema("flowdown.scan/9")


def test_whose_has_the_keys_that_others_rely_on() -> None:
    answer = {
        "schema": "flowdown.whose/1",
        "query": "mistral",
        "kind": "word",
        "makers": ["mistral"],
        "vendors": ["mistral"],
        "routes": [],
        "basis": "model",
        "ambiguous": True,
        "readings": [
            {"kind": "word", "makers": [], "vendors": [], "routes": [], "basis": None, "why": ["a wind"]},
        ],
        "why": ["a word"],
    }
    jsonschema.Draft202012Validator(read_schema("flowdown.whose/1")).validate(answer)
