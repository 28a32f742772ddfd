"""Our own JSON: valid, complete, and with the keys that others rely on."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

from flowdown.report.format import Look
from flowdown.report.formats.json import FORMAT
from flowdown.report.report import Report
from flowdown.report.schema import read_schema

from ..samples import check_report, scan_report, two_tree_report


def read(report: Report) -> Any:
    return json.loads(FORMAT.render(report, Look()))


def validate(document: Any) -> None:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(read_schema(document["schema"]), format_checker=checker).validate(document)


def test_every_report_is_valid(any_report: Report) -> None:
    validate(read(any_report))


def test_a_scan_has_the_keys_of_the_contract() -> None:
    scan = read(scan_report())
    assert " ".join(scan) == (
        "schema tool catalogue trees sightings dependences questions gaps coverage incomplete only_vendors left_out standing"
    )
    assert " ".join(scan["sightings"][0]) == (
        "tree vendor product basis route kind path line column end_line role use strength value signature because ancestor"
    )
    assert " ".join(scan["dependences"][0]) == "tree vendor basis strength routes uses mentions places"
    assert " ".join(scan["questions"][0]) == "id about asks because settles"
    assert list(scan["trees"][0]) == ["id", "root", "revision"]
    assert list(scan["catalogue"]) == ["digest"]


def test_a_check_has_the_keys_of_the_contract() -> None:
    check = read(check_report())
    assert (
        " ".join(check) == "schema as_of known_at stance determinations conflicts checked_until coverage standing free"
    )
    assert " ".join(check["determinations"][0]) == (
        "order norm subject context position outcome because sightings claims readings questions deadlines says clauses places"
    )
    assert check["as_of"] == "2026-12-01"
    assert check["checked_until"] == {"us-ant-4713": "2026-10-06", "us-ndaa26-1532": "2026-12-31"}


def test_sightings_of_a_determination_are_whole() -> None:
    determination = read(check_report())["determinations"][2]
    assert [sighting["path"] for sighting in determination["sightings"]] == ["src/agents/chat.py", "deploy/vllm.yaml"]
    assert determination["sightings"][0]["use"] is True


def test_a_vendor_that_is_not_determined_is_null() -> None:
    (unknown,) = [each for each in read(scan_report())["sightings"] if each["vendor"] is None]
    assert (unknown["route"], unknown["use"]) == ("openrouter", True)


def test_a_sighting_ends_where_it_begins_unless_it_is_longer() -> None:
    assert all(each["end_line"] >= each["line"] >= 1 for each in read(scan_report())["sightings"])


def test_nothing_is_dropped() -> None:
    report = two_tree_report()
    scan = read(report)
    assert len(scan["sightings"]) == len(report.scan.sightings)
    assert [(gap["tree"], gap["path"]) for gap in scan["gaps"]] == [
        ("infra", "README.md"),
        ("service", "config/broken.yaml"),
    ]
    assert scan["incomplete"] is True
