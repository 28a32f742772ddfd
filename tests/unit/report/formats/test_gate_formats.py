"""What formats for code hosts say of waived, known and too many sightings."""

from __future__ import annotations

import datetime
import json
import zlib
from dataclasses import replace
from typing import Any

from flowdown.base.canonical import digest
from flowdown.base.errors import Where
from flowdown.gate.compare import compare
from flowdown.gate.standing import stand
from flowdown.gate.waiver import Waiver
from flowdown.report import annotations, sarif_gate
from flowdown.report.format import Look
from flowdown.report.formats import gitlab, sarif
from flowdown.report.report import Report
from flowdown.report.sarif_gate import keep
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import Place

from ..samples import CLAUDE_CALL, CLAUDE_ID, DEEPSEEK_HOST, SERVICE, check_report, report_of, scan_of
from .test_sarif import validator

DAY = datetime.date(2026, 6, 1)
WAIVER = Waiver("deepseek", "src/", 0, "a demo", "Jo", DAY, Where("src/a.py", 3), "service")


def gated(*sightings: Sighting, before: tuple[Sighting, ...] = (), waivers: tuple[Waiver, ...] = ()) -> Report:
    report = report_of(scan_of(sightings, (SERVICE,)))
    shifts = compare(before, sightings, {})
    return replace(report, standing=stand(sightings, waivers, DAY, shifts, against="the baseline b.json"))


def results_of(report: Report) -> list[Any]:
    log = json.loads(sarif.FORMAT.render(report, Look()))
    validator().validate(log)
    found: list[Any] = log["runs"][0]["results"]
    return found


def test_a_waived_result_is_suppressed_with_the_reason() -> None:
    (result,) = results_of(gated(DEEPSEEK_HOST, waivers=(WAIVER,)))
    assert result["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "a demo (Jo, until 2026-06-01)"}
    ]


def test_a_result_is_new_or_unchanged() -> None:
    report = gated(CLAUDE_ID, DEEPSEEK_HOST, before=(CLAUDE_ID,))
    states = {result["properties"]["vendor"]: result["baselineState"] for result in results_of(report)}
    assert states == {"anthropic": "unchanged", "deepseek": "new"}


def test_what_a_reason_names_is_a_related_location() -> None:
    because = (
        "`client` is built at src/agents/clients.py:12",
        "`URL` is set at infra/main.tf:7, a default",
        "at noon: 12",
    )
    (result,) = results_of(gated(replace(DEEPSEEK_HOST, because=because)))
    found = [
        (each["physicalLocation"]["artifactLocation"]["uri"], each["physicalLocation"]["region"]["startLine"])
        for each in result["relatedLocations"]
    ]
    assert found == [("src/agents/clients.py", 12), ("infra/main.tf", 7)]


def test_fingerprints_outlast_moved_lines_versions_and_other_clones() -> None:
    moved = replace(CLAUDE_ID, place=Place(CLAUDE_ID.place.path, 400, 2))
    elsewhere = replace(moved, tree="other-clone")
    one, two = results_of(gated(CLAUDE_ID)), results_of(gated(moved))
    three = results_of(report_of(scan_of((elsewhere,), (replace(SERVICE, id="other-clone"),))))
    prints = {each[0]["partialFingerprints"]["flowdownSighting/v1"] for each in (one, two, three)}
    assert len(prints) == 1


def test_where_not_all_results_fit_the_strongest_are_kept() -> None:
    assert keep([2, 0, 1, 0], 3) == {1, 2, 3}


def test_what_is_cut_is_said(monkeypatch: Any) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 1)
    log = json.loads(sarif.FORMAT.render(gated(CLAUDE_ID, CLAUDE_CALL, DEEPSEEK_HOST), Look()))
    validator().validate(log)
    run = log["runs"][0]
    (note,) = [
        each
        for each in run["invocations"][0]["toolExecutionNotifications"]
        if each["descriptor"]["id"] == "results-cut"
    ]
    assert len(run["results"]) == 1
    assert note["message"]["text"].startswith("2 results of 3 left out")


def test_no_more_results_are_kept_than_readers_take() -> None:
    assert len(keep([0] * 25_001)) == 25_000


def test_a_log_of_too_many_bytes_is_cut_until_it_fits_and_says_so(monkeypatch: Any) -> None:
    monkeypatch.setattr(sarif_gate, "MOST_BYTES", 6_000)
    monkeypatch.setattr(sarif, "_FEWEST_RESULTS", 2)
    many = tuple(
        replace(CLAUDE_CALL, place=Place("src/a.py", line, 1), value=digest(line), strength=Strength.RUNTIME_OPTIONAL)
        for line in range(1, 201)
    )
    strong = replace(DEEPSEEK_HOST, place=Place("src/z.py", 1, 1), strength=Strength.RUNTIME_DEFAULT)
    text = sarif.FORMAT.render(gated(*many, strong), Look())
    run = json.loads(text)["runs"][0]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert len(zlib.compress(text.encode(), 6)) <= 6_000
    assert 2 < len(run["results"]) < 201
    assert note["message"]["text"].startswith(f"{201 - len(run['results'])} results of 201 left out")
    assert "deepseek" in {result["properties"]["vendor"] for result in run["results"]}, "the strongest are kept"


def test_a_result_refers_to_no_more_places_than_readers_show() -> None:
    because = tuple(f"`client{line}` is built at src/clients.py:{line}" for line in range(1, 31))
    run = json.loads(sarif.FORMAT.render(gated(replace(DEEPSEEK_HOST, because=because)), Look()))["runs"][0]
    (result,) = run["results"]
    assert [each["id"] for each in result["relatedLocations"]] == list(range(1, sarif_gate.MOST_RELATED + 1))
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("10 related places of 1 result left out")
    assert run["tool"]["driver"]["notifications"][note["descriptor"]["index"]]["id"] == note["descriptor"]["id"]


def test_a_waiver_of_the_settings_file_is_external() -> None:
    where = Where("flowdown.yaml", 3, path="waivers[0]")
    (result,) = results_of(gated(DEEPSEEK_HOST, waivers=(replace(WAIVER, where=where),)))
    assert [each["kind"] for each in result["suppressions"]] == ["external"]


def test_a_rule_says_order_quotation_and_ways_out() -> None:
    log = json.loads(sarif.FORMAT.render(check_report(), Look()))
    rule = next(rule for rule in log["runs"][0]["tool"]["driver"]["rules"] if "1532" in rule["id"])
    assert "> no contractor may use covered AI" in rule["help"]["markdown"]
    assert "Ways out:" in rule["help"]["markdown"]


def test_gitlab_gets_what_counts_with_every_key_it_needs() -> None:
    report = gated(CLAUDE_ID, DEEPSEEK_HOST, before=(CLAUDE_ID,))
    (entry,) = json.loads(gitlab.FORMAT.render(report, Look()))
    assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert entry["location"]["lines"]["begin"] == DEEPSEEK_HOST.place.line
    assert entry["severity"] == "minor"


def test_gitlab_tells_alike_entries_apart(any_report: Report) -> None:
    prints = [entry["fingerprint"] for entry in json.loads(gitlab.FORMAT.render(any_report, Look()))]
    assert len(prints) == len(set(prints))


def test_github_shows_ten_notes_of_a_level_and_says_how_many_more() -> None:
    many = tuple(replace(DEEPSEEK_HOST, place=Place("src/a.py", line, 1), value=f"v{line}") for line in range(1, 31))
    lines = annotations.annotate_github(gated(*many), ()).splitlines()
    assert len(lines) == 10
    assert lines[-1].endswith("::21 more of this kind are in the report, and not shown here")


def test_no_text_from_outside_makes_a_command_for_the_runner() -> None:
    evil = replace(
        DEEPSEEK_HOST, place=Place("a,line=9::x%0A\n::error::b.py", 1, 1), value="x\n::set-output name=a::b\r"
    )
    lines = annotations.annotate_github(gated(evil), ()).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("::warning file=")
    assert lines[0].split(",line=")[0].count("::") == 1
