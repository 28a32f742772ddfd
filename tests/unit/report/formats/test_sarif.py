"""SARIF: valid against the standard's schema, stable when lines move, free of this machine's paths."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema

from flowdown.report.format import Look
from flowdown.report.formats.sarif import FORMAT, SCHEMA
from flowdown.report.report import Report
from flowdown.scan.sighting import Sighting, Strength

from ..samples import (
    CLAUDE_ID,
    EVIL_PATH,
    SERVICE,
    check_of,
    check_report,
    hostile_report,
    report_of,
    scan_of,
    scan_report,
    two_tree_report,
)

OFFICIAL = Path(__file__).parents[3] / "schemas" / "sarif-schema-2.1.0.json"


@cache
def validator() -> jsonschema.Draft4Validator:
    schema = json.loads(OFFICIAL.read_text("utf-8"))
    jsonschema.Draft4Validator.check_schema(schema)
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


def run_of(report: Report) -> Any:
    log = json.loads(FORMAT.render(report, Look()))
    (run,) = log["runs"]
    return run


def with_sightings(*sightings: Sighting) -> Report:
    return report_of(scan_of(sightings, (SERVICE,)))


def test_every_report_is_valid(any_report: Report) -> None:
    validator().validate(json.loads(FORMAT.render(any_report, Look())))


def test_the_schema_named_is_the_schema_tested() -> None:
    assert json.loads(OFFICIAL.read_text("utf-8"))["id"] == SCHEMA


def test_every_result_names_its_rule(any_report: Report) -> None:
    run = run_of(any_report)
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_a_scan_has_one_rule_for_each_vendor_and_basis() -> None:
    rules = [rule["id"] for rule in run_of(scan_report())["tool"]["driver"]["rules"]]
    assert rules == [
        "undetermined/model",
        "amazon/host",
        "anthropic/model",
        "deepseek/model",
        "deepseek/service",
        "meta/model",
        "openai/library",
    ]


def test_uses_are_for_review() -> None:
    results = run_of(scan_report())["results"]
    assert {result["kind"] for result in results} == {"review"}


def test_mentions_are_no_results_of_a_scan_and_are_counted() -> None:
    run = run_of(scan_report())
    mentions = [each for each in scan_report().scan.sightings if each.strength is Strength.MENTION_ONLY]
    assert {result["properties"]["strength"] for result in run["results"]}.isdisjoint({"mention-only"})
    assert run["properties"]["mentions"] == len(mentions) > 0


def test_a_result_that_is_no_failure_states_no_level_of_its_own(any_report: Report) -> None:
    for result in run_of(any_report)["results"]:
        assert result["kind"] == "fail" or result.get("level", "none") == "none"


def test_outcomes_become_levels_and_clear_is_no_result() -> None:
    results = run_of(check_report())["results"]
    found = {(result["properties"]["outcome"], result["kind"], result.get("level")) for result in results}
    assert found == {("BREACH", "fail", "error"), ("UNDETERMINED", "open", None), ("EXEMPT", "fail", "note")}


def test_readers_without_kinds_show_what_is_open_as_a_warning() -> None:
    rules = run_of(check_report())["tool"]["driver"]["rules"]
    assert {rule["defaultConfiguration"]["level"] for rule in rules} == {"warning"}


def test_a_norm_is_quoted_and_cited_in_its_help() -> None:
    rules = {rule["id"]: rule for rule in run_of(check_report())["tool"]["driver"]["rules"]}
    text = rules["us-ndaa26-1532/a-3-A"]["help"]["text"]
    assert "no contractor may use covered AI" in text
    assert "Pub. L. 119-60, s.1532(a)(3)(A)" in text
    assert "S (a single secondary source)" in text


def test_mentions_are_no_results_of_a_check() -> None:
    results = run_of(check_report())["results"]
    assert {result["properties"].get("sighting", {}).get("strength") for result in results} == {
        None,
        "runtime-default",
        "runtime-optional",
    }


def test_every_result_has_a_place_even_without_a_sighting(any_report: Report) -> None:
    for result in run_of(any_report)["results"]:
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_fingerprints_do_not_move_with_lines() -> None:
    moved = replace(CLAUDE_ID, place=replace(CLAUDE_ID.place, line=99, column=1))
    prints = [run_of(with_sightings(each))["results"][0]["partialFingerprints"] for each in (CLAUDE_ID, moved)]
    assert prints[0] == prints[1]


def test_fingerprints_tell_occurrences_values_and_files_apart() -> None:
    place = CLAUDE_ID.place
    sightings = (
        CLAUDE_ID,
        replace(CLAUDE_ID, place=replace(place, line=13)),
        replace(CLAUDE_ID, value="claude-3"),
        replace(CLAUDE_ID, place=replace(place, path="other.py")),
    )
    results = run_of(with_sightings(*sightings))["results"]
    assert len({result["partialFingerprints"]["flowdownSighting/v1"] for result in results}) == len(sightings)


def test_fingerprints_are_unique_in_every_run(any_report: Report) -> None:
    prints = [result["partialFingerprints"]["flowdownSighting/v1"] for result in run_of(any_report)["results"]]
    assert len(set(prints)) == len(prints)


def test_addresses_are_relative_and_decode_to_the_path() -> None:
    result = run_of(hostile_report())["results"][0]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii() and " " not in uri
    assert unquote(uri) == EVIL_PATH


def test_no_path_of_the_machine_is_told(any_report: Report) -> None:
    text = FORMAT.render(any_report, Look())
    assert not [tree.root for tree in any_report.scan.trees if tree.root in text]
    assert all("uri" not in base for base in run_of(any_report)["originalUriBaseIds"].values())


def test_every_base_that_is_used_is_declared(any_report: Report) -> None:
    run = run_of(any_report)
    used = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uriBaseId"] for result in run["results"]}
    assert used <= set(run["originalUriBaseIds"])


def test_two_trees_have_two_bases() -> None:
    assert list(run_of(two_tree_report())["originalUriBaseIds"]) == ["%TREE:service%", "%TREE:infra%"]


def test_gaps_are_notifications_and_an_interruption_is_no_success() -> None:
    (invocation,) = run_of(two_tree_report())["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [each["message"]["text"] for each in invocation["toolExecutionNotifications"]] == [
        "Not read: README.md: unreadable",
        "Not read (yaml): config/broken.yaml: not valid YAML: a tab begins line 3",
    ]


def test_columns_are_code_points() -> None:
    assert run_of(scan_report())["columnKind"] == "unicodeCodePoints"


def test_messages_hold_no_link_of_the_scanned_text() -> None:
    texts = [result["message"]["text"] for result in run_of(hostile_report())["results"]]
    assert not [text for text in texts if "](" in text]


def test_the_same_norm_for_two_subjects_gives_two_fingerprints() -> None:
    check = check_of()
    twice = tuple(replace(check.determinations[1], subject=subject) for subject in ("service", "infra"))
    report = replace(check_report(), check=replace(check, determinations=twice))
    prints = {result["partialFingerprints"]["flowdownSighting/v1"] for result in run_of(report)["results"]}
    assert len(prints) == 2
