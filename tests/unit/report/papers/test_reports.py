"""The reports: every field, office and day, against orders-facts.md (sections 1 to 5), in the words of that page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.report.papers.organisations import CAMERA, build, contract, facts, find, one, why_absent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("firm")


def fields(context: dict[str, Any]) -> dict[str, Any]:
    """The fields of a report in their order."""
    return {each["name"]: each["value"] for each in context["clock"]["fields"]}


def blank(value: Any) -> bool:
    """Whether something is to be filled in."""
    return isinstance(value, dict) and set(value) == {"to_be_filled_in"}


def test_camera_gives_all_deadlines_and_both_papers(folder: Path) -> None:
    found = facts(folder, CAMERA, "2026-07-03")
    due = {
        (each["contract"], each["order"], each["title"]): (each["due"], each["perhaps"])
        for each in one(found, "deadlines")["clocks"]
        if each["found"] == "gate" and each["binds"]
    }
    # Friday 2026-07-03 is the day on which Independence Day is observed: one business day later is Monday.
    assert due[("old", "us-889-report", "First report of covered equipment")][0] == "Mon 2026-07-06"
    assert due[("old", "us-889-report", "Second report")][0] == "Mon 2026-07-20"
    day, condition = due[("new", "us-far-52-240-91", "One report")]
    assert day == "Mon 2026-07-06 16:00 (America/New_York)"
    assert "if identification on 2026-07-03 16:00" in condition
    assert len(due) == 3
    assert sorted(name.split("--")[1] for name in build(found, "first-report")) == ["new", "old"]
    assert [name.split("--")[1] for name in build(found, "second-report")] == ["old"]


def test_889_first_report_has_the_fields_of_the_clause(folder: Path) -> None:
    found = facts(folder, CAMERA, "2026-07-03")
    context = next(each for name, each in build(found, "first-report").items() if "--old--" in name)
    told = fields(context)
    assert list(told) == [
        "contract number",
        "order number(s)",
        "supplier name",
        "supplier UEI",
        "supplier CAGE",
        "brand",
        "model number",
        "item description",
        "readily available mitigation information",
    ]
    assert told["contract number"] == "N00104-25-C-0007"
    assert told["order number(s)"] == "N00104-26-F-0044"
    assert told["supplier name"] == "Wire Co, Inc."
    assert told["supplier UEI"] == {"to_be_filled_in": "supplier UEI, if known"}
    assert told["supplier CAGE"] == "9ZZZ1"
    assert told["brand"] == "Hikvision"
    assert told["model number"] == "DS-77"
    assert "camera at the gate" in told["item description"]
    assert told["readily available mitigation information"] == "unplugged at 16:40"
    assert context["clock"]["fields_read"]
    assert not context["clock"]["is_conditional"]
    assert [each["office"] for each in context["clock"]["to"]] == ["https://dibnet.dod.mil"]
    assert context["identified"] == "Fri 2026-07-03 16:00 (America/New_York)"
    assert "FAR 52.204-25 (Nov 2021) in old" in [each["at"] for each in context["evidence"]]
    assert any(each["at"].startswith("flowdown.yaml:") for each in context["evidence"])


def test_889_second_report_has_the_fields_of_the_clause(folder: Path) -> None:
    context = one(facts(folder, CAMERA, "2026-07-03"), "second-report")
    told = fields(context)
    assert list(told) == [
        "further mitigation information",
        "efforts made to prevent use or submission",
        "further efforts planned",
    ]
    assert all(map(blank, told.values()))
    assert context["clock"]["length"] == "10 business days"
    assert blank(context["first_sent"])


def test_new_clause_prints_that_its_fields_are_not_verified(folder: Path) -> None:
    found = facts(folder, CAMERA, "2026-07-03")
    context = next(each for name, each in build(found, "first-report").items() if "--new--" in name)
    assert not context["clock"]["fields_read"]
    assert context["clock"]["is_conditional"]
    assert context["clock"]["length"] == "72 hours"
    assert [each["office"] for each in context["clock"]["to"]] == ["contracting officer, Buying Office"]
    assert any("what starts the 72 hours" in each.lower() for each in context["clock"]["asks"])


def test_second_report_counts_from_the_first(folder: Path) -> None:
    sent = "submitted: [{report: us-889-report/report_first, contract: old, at: 2026-07-08T09:00, reference: DIB-5}]"
    profile = CAMERA.replace("mitigation: unplugged at 16:40", f"mitigation: unplugged, {sent}")
    found = facts(folder, profile, "2026-07-09")
    # Ten business days after Wednesday 2026-07-08.
    assert one(found, "second-report")["clock"]["due"] == "Wed 2026-07-22"
    first = next(each for name, each in build(found, "first-report").items() if "--old--" in name)
    assert first["sent"].startswith("Wed 2026-07-08 09:00")
    assert first["reference"] == "DIB-5"


def test_kaspersky_has_three_and_ten_business_days(folder: Path) -> None:
    found = facts(folder, contract("FAR 52.204-23 (DEC 2023)", more=find("kaspersky")))
    first, second = one(found, "first-report"), one(found, "second-report")
    assert (first["clock"]["length"], first["clock"]["due"]) == ("3 business days", "Thu 2026-07-09")
    assert second["clock"]["length"] == "10 business days"
    assert [each["office"] for each in first["clock"]["to"]] == ["https://dibnet.dod.mil"]
    assert not first["clock"]["fields_read"]


def test_kaspersky_of_2018_has_one_business_day(folder: Path) -> None:
    found = facts(folder, contract("FAR 52.204-23 (JUL 2018)", more=find("kaspersky")))
    assert one(found, "first-report")["clock"]["due"] == "Tue 2026-07-07"


def test_fascsa_has_the_fields_a_to_i(folder: Path) -> None:
    profile = contract("FAR 52.204-30 (DEC 2023)", "intelligence", find("acronis"))
    found = facts(folder, profile.replace("orders: []", "orders: [us-fascsa-acronis]"))
    reports = build(found, "first-report")
    context = next(each for name, each in reports.items() if "us-fascsa-acronis" in name)
    told = " | ".join(fields(context)).lower()
    for word in (
        "contract number",
        "order number",
        "name of",
        "covered article",
        "vendor",
        "cage",
        "unique entity",
        "brand",
        "model number",
        "description",
        "mitigation",
    ):
        assert word in told or (word == "unique entity" and "uei" in told), word
    assert context["clock"]["length"] == "3 business days"
    assert context["clock"]["due"] == "Thu 2026-07-09"
    assert context["clock"]["fields_read"]
    second = next(each for name, each in build(found, "second-report").items() if "us-fascsa-acronis" in name)
    assert second["clock"]["length"] == "10 business days"
    assert len(fields(second)) == 2


def test_fascsa_of_a_civil_agency_goes_to_the_contracting_officer(folder: Path) -> None:
    found = facts(folder, contract("FAR 52.204-30 (DEC 2023)", "civilian", find("acronis")))
    offices = {each["office"] for context in build(found, "first-report").values() for each in context["clock"]["to"]}
    assert offices == {"contracting officer, Buying Office"}


def test_defense_telecom_has_three_business_days_and_thirty_of_which_kind_is_open(folder: Path) -> None:
    found = facts(folder, contract("DFARS 252.204-7018 (JAN 2021)", more=find("huawei")))
    first = one(found, "first-report")
    assert (first["clock"]["length"], first["clock"]["due"]) == ("3 business days", "Thu 2026-07-09")
    assert [each["office"] for each in first["clock"]["to"]] == ["https://dibnet.dod.mil"]
    assert not first["clock"]["fields_read"]
    lengths = {each["clock"]["length"]: each["clock"]["binds"] for each in build(found, "second-report").values()}
    assert lengths == {"30 days": False, "30 business days": False}


def test_gsa_clause_has_72_hours_of_which_the_start_was_not_read(folder: Path) -> None:
    profile = contract("GSAR 552.239-7001 (OCT 2026)", "civilian", find("openai", "2026-11-10T10:00"))
    found = facts(folder, profile, "2026-11-11")
    context = one(found, "first-report")
    assert context["clock"]["length"] == "72 hours"
    assert context["clock"]["due"].startswith("Fri 2026-11-13 10:00")
    assert context["clock"]["is_conditional"]
    assert not context["clock"]["fields_read"]


def test_nothing_found_leaves_the_reports_out(folder: Path) -> None:
    found = facts(folder, contract("FAR 52.204-25 (NOV 2021)"))
    assert "nothing found" in why_absent(found, "first-report")
    assert "no first report" in why_absent(found, "second-report")


def test_find_that_concerns_no_clause_starts_no_report(folder: Path) -> None:
    found = facts(folder, contract("FAR 52.204-25 (NOV 2021)", more=find("openai")))
    assert "starts no report" in why_absent(found, "first-report")
