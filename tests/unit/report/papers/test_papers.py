"""The other papers: what each says, and of what it keeps silent."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from flowdown.report.dossier.paper import Absent, load_papers
from tests.unit.report.papers.organisations import CAMERA, HEAD, build, contract, facts, one, sheets, why_absent

IDS = {
    "applicability-annex",
    "applicability-memo",
    "attestation-form",
    "attestation-tracker",
    "certification",
    "conflict-memo",
    "cost-ledger",
    "customer-notice",
    "deadlines",
    "first-report",
    "flow-down-letter",
    "flow-down-matrix",
    "inquiry-record",
    "inventory",
    "sam-review",
    "second-report",
    "status-sheet",
    "waiver-request",
}
BOTH = contract(
    "FAR 52.204-25 (NOV 2021), FAR 52.204-30 (DEC 2023)",
    "civilian",
    "suppliers:\n  - {id: wire, name: Wire Co, subcontractor: yes, supplies: [{what: cables, to: [job]}]}\n"
    "  - {id: old, name: Old Co, subcontractor: yes, attested: 2025-01-10, supplies: [{what: nails, to: [job]}]}\n",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("firm")


def test_every_paper_is_there_and_says_for_whom() -> None:
    papers = load_papers()
    assert set(papers) >= IDS
    assert all(each.for_whom and each.about and each.title for each in papers.values())


def test_no_context_hides_what_every_template_has(folder: Path) -> None:
    found = facts(folder, CAMERA, "2026-07-03")
    for paper in load_papers().values():
        built = paper.build(found)
        for sheet in () if isinstance(built, Absent) else built:
            assert not {"title", "cover", "drawings"} & {each.name for each in dataclasses.fields(sheet.context)}  # type: ignore[arg-type]


def test_annex_says_clause_version_and_where_it_is_stated(folder: Path) -> None:
    memo = one(facts(folder, CAMERA, "2026-07-03"), "applicability-annex")
    old, new, own = memo["settings"]
    assert (old["number"], old["role"], old["value"]) == ("N00104-25-C-0007", "prime", "USD 1,200,000")
    assert old["clauses"][0]["clause"] == "FAR 52.204-25 (Nov 2021)"
    assert old["clauses"][0]["stands"] == "in the contract"
    assert old["clauses"][0]["at"].startswith("flowdown.yaml:")
    assert "FAR 52.204-30" in old["clauses"][1]["clause"]
    assert old["clauses"][1]["stands"] == "not in the contract"
    assert new["clauses"][0]["how"].endswith("the month in its heading is not known")
    assert own["id"] == "own-business"
    part_a = next(each for each in old["answers"] if each["id"] == "us-889-a")
    assert part_a["stands"] == "seen in use; whether it is forbidden is open"
    assert part_a["clauses"] == ["FAR 52.204-25 (Nov 2021) in old"]
    texts = {each["id"]: each for each in memo["texts"]}
    assert all(texts[name]["mark"] in "PLNSU" and texts[name]["quote"] for name in part_a["texts"])


def test_annex_asks_for_what_a_contract_leaves_open(folder: Path) -> None:
    profile = HEAD + "contracts: [{id: riddle, tier: unknown}]\n"
    (setting, _) = one(facts(folder, profile), "applicability-annex")["settings"]
    assert setting["number"] == {"to_be_filled_in": "contract number (PIID) of riddle"}
    assert setting["solicited"] == {"to_be_filled_in": "day of the solicitation of riddle"}
    assert setting["clauses"][0]["stands"].startswith("not known")


def test_status_sheet_changes_with_the_day(folder: Path) -> None:
    orders = ("us-ant-3252", "us-ant-4713")
    told = {}
    for day in ("2026-03-10", "2026-04-10", "2026-08-28"):
        sheet = one(facts(folder, contract("FAR 52.204-25 (NOV 2021)"), day, orders), "status-sheet")
        rows = [*sheet["orders"], *sheet["others"]]
        told[day] = {each["id"]: each["status"].split(" since ")[0] for each in rows}
    # orders-facts 7.3: enjoined from 2026-04-03, vacated on 2026-08-27; the exclusion under 4713 stands throughout.
    assert told["2026-04-10"] == {"us-ant-3252": "enjoined", "us-ant-4713": "in force"}
    assert told["2026-08-28"]["us-ant-3252"] == "vacated"
    assert {each["us-ant-4713"] for each in told.values()} == {"in force"}


def test_status_sheet_draws_the_orders_with_words_for_those_who_do_not_see(folder: Path) -> None:
    (sheet,) = sheets(
        facts(folder, contract("FAR 52.204-25 (NOV 2021)"), "2026-04-10", ("us-ant-3252",)), "status-sheet"
    )
    drawing = sheet.drawings["status-over-time"]
    assert "us-ant-3252" in drawing.alt
    assert "<title" in drawing.svg
    assert "<desc" in drawing.svg


def test_inventory_names_the_line_of_each_statement(folder: Path) -> None:
    inventory = one(facts(folder, CAMERA, "2026-07-03"), "inventory")
    (camera,) = inventory["devices"]
    assert (camera["vendor"], camera["serves"]) == ("Hikvision", "old, new")
    assert camera["at"].startswith("flowdown.yaml:")
    assert inventory["suppliers"][0]["vendor"] == {"to_be_filled_in": "what Wire Co, Inc. uses underneath"}


def test_part_b_stays_and_the_quarterly_search_stays(folder: Path) -> None:
    matrix = one(facts(folder, BOTH), "flow-down-matrix")
    rows = {
        (each["number"], row["paragraph"]): row["passes"] for each in matrix["clauses"] for row in each["paragraphs"]
    }
    # orders-facts sections 1 and 3.
    assert rows["52.204-25", "(b)(1)"] == "yes"
    assert rows["52.204-25", "(d)"] == "yes"
    assert rows["52.204-25", "(b)(2)"] == "no"
    assert rows["52.204-30", "(b)"] == "yes"
    assert rows["52.204-30", "(c)(1)"] == "no"
    assert rows["52.204-30", "notice of orders not in SAM"] == "yes"


def test_letter_carries_no_part_b_and_tells_of_orders_outside_sam(folder: Path) -> None:
    letters = build(facts(folder, BOTH), "flow-down-letter")
    assert sorted(letters) == ["flow-down-letter--old", "flow-down-letter--wire"]
    letter = letters["flow-down-letter--wire"]
    assert letter["works"][0]["number"] == "N00104-25-C-0009"
    assert letter["has_fascsa"]
    assert letter["not_in_sam"] == "none (our contract names no order)"
    telecom = next(each for each in letter["clauses"] if each["number"] == "52.204-25")
    assert telecom["makers"] == ["Dahua", "Hikvision", "Huawei", "Hytera", "ZTE"]
    assert [each["says"] for each in telecom["reports"]] == [
        "First report of covered equipment: within 1 business day after identification or notification",
        "Second report: within 10 business days after submission",
    ]


def test_supplier_of_unknown_kind_gets_no_letter_but_is_asked_about(folder: Path) -> None:
    found = facts(folder, CAMERA, "2026-07-03")
    assert list(build(found, "flow-down-letter")) == ["flow-down-letter--wire"]
    assert [each["id"] for each in one(found, "flow-down-matrix")["unsettled"]] == ["maybe"]


def test_tracker_knows_who_did_not_answer_and_whose_answer_is_old(folder: Path) -> None:
    tracker = one(facts(folder, BOTH), "attestation-tracker")
    assert tracker["missing"] == ["Wire Co"]
    assert tracker["old"] == ["Old Co"]
    assert next(each["next"] for each in tracker["rows"]) == "send the letter and the form"


def test_attestation_form_asks_by_clause(folder: Path) -> None:
    forms = build(facts(folder, BOTH), "attestation-form")
    clauses = [each["stands"] for each in forms["attestation-form--wire"]["clauses"]]
    assert clauses == ["FAR 52.204-25 (Nov 2021)", "FAR 52.204-30 (Dec 2023)"]


def test_prime_searches_sam_every_three_months_and_a_subcontractor_does_not(folder: Path) -> None:
    prime = one(facts(folder, contract("FAR 52.204-30 (DEC 2023)")), "sam-review")
    (clock,) = prime["clocks"]
    # Awarded 2025-02-03: three months later.
    assert (clock["due"], clock["state"]) == ("Sat 2025-05-03", "overdue")
    below = one(facts(folder, contract("FAR 52.204-30 (DEC 2023)", tier=1)), "sam-review")
    assert below["clocks"] == []
    assert "does not go into subcontracts" in below["carrying"][0]["role"]


def test_sam_review_takes_reviews_of_the_profile(folder: Path) -> None:
    review = (
        "reviews: [{duty: us-fascsa-clause/review, contract: job, on: 2026-06-01, by: Ann Example, note: one order}]\n"
    )
    record = one(facts(folder, contract("FAR 52.204-30 (DEC 2023)", more=review)), "sam-review")
    assert record["done"][0]["result"] == "one order"
    assert record["clocks"][0]["due"] == "Tue 2026-09-01"


def test_waiver_request_under_fascsa_has_the_fields_of_the_clause(folder: Path) -> None:
    use = "vendors: [{vendor: acronis, what: backups, serves: [job]}]\n"
    profile = contract("FAR 52.204-30 (DEC 2023)", "intelligence", use).replace(
        "orders: []", "orders: [us-fascsa-acronis]"
    )
    requests = build(facts(folder, profile, orders=("us-fascsa-acronis",)), "waiver-request")
    request = requests["waiver-request--us-fascsa-acronis--job"]
    names = " | ".join(each["name"] for each in request["fields"]).lower()
    for word in ("product", "source", "vendor", "cage", "uei", "brand", "model", "description", "reason"):
        assert word in names, word
    assert request["fields_read"]
    assert request["seen"] == [f"stated: Acronis (`{request['seen'][0].split('`')[1]}`)"]


def test_waiver_request_says_what_was_not_read(folder: Path) -> None:
    requests = build(facts(folder, CAMERA, "2026-07-03"), "waiver-request")
    request = requests["waiver-request--us-889-a--old"]
    assert not request["fields_read"]
    assert request["relief"].startswith("FAR 4.2104")


def test_certification_shows_what_speaks_against_signing(folder: Path) -> None:
    certificates = build(facts(folder, CAMERA, "2026-07-03"), "certification")
    certificate = certificates["certification--us-889-report"]
    assert any("Hikvision" in each["what"] for each in certificate["against"])
    assert certificate["signer"] == "Ann Example"
    assert {each["title"] for each in certificate["clocks"]} == {"Yearly representation"}


def test_conflict_memo_shows_both_sides_and_what_it_hangs_on(folder: Path) -> None:
    orders = ("us-ant-3252", "us-ant-dpa")
    profile = contract("DFARS 252.239-7018 (DEC 2022)")
    assert "none" not in why_absent(facts(folder, profile, "2026-03-06", orders), "conflict-memo")
    memo = one(facts(folder, profile, "2026-03-06", orders, "as_threatened"), "conflict-memo")
    first = memo["conflicts"][0]
    assert {side["order"] for side in first["sides"]} == {"us-ant-3252", "us-ant-dpa"}
    assert all(side["quote"] and side["issuer"] for side in first["sides"])
    assert any(each["asks"] for conflict in memo["conflicts"] for each in conflict["conditions"])


def test_deadlines_say_what_a_find_would_start(folder: Path) -> None:
    page = one(facts(folder, contract("FAR 52.204-25 (NOV 2021), FAR 52.204-23 (DEC 2023)")), "deadlines")
    ready = {each["number"]: [report["says"] for report in each["reports"]] for each in page["ready"]}
    assert "within 1 business day after identification or notification" in ready["52.204-25"][0]
    assert (
        "within 3 business days after identification or notification (field list not verified)" in ready["52.204-23"][0]
    )
    first = next(each for each in page["owed"] if each["clause"] == "FAR 52.204-25 (Nov 2021)")
    assert "https://dibnet.dod.mil (defense contracts)" in first["to"]
    assert "supplier CAGE" in first["fields"]


def test_clocks_that_differ_in_the_contract_only_share_a_row(folder: Path) -> None:
    page = one(facts(folder, CAMERA, "2026-07-03"), "deadlines")
    yearly = [each["contract"] for each in page["table"] if each["title"] == "Yearly representation"]
    assert sorted(yearly[0].split(", ")) == ["new", "old"]
    assert len(yearly) == 1


def test_ledger_has_a_code_for_each_contract_that_is_touched(folder: Path) -> None:
    ledger = one(facts(folder, CAMERA, "2026-07-03"), "cost-ledger")
    assert [(each["id"], each["code"]) for each in ledger["contracts"]] == [("old", "FD-OLD"), ("new", "FD-NEW")]
    assert "no order touches" in why_absent(facts(folder, contract("FAR 52.204-25 (NOV 2021)")), "cost-ledger")


def test_vendor_is_told_whom_it_may_serve(folder: Path) -> None:
    profile = HEAD.replace("Pier Works LLC", "Anthropic")
    notice = one(facts(folder, profile, "2026-03-20"), "customer-notice")
    stands = {each["id"]: word for word in ("forbidden", "suspended", "open", "free") for each in notice[word]}
    assert set(stands) >= {"dod_contract_performance", "own_business"}
    assert stands["dod_contract_performance"] != "free"
    assert {"us-ant-4713", "us-ant-3252"} <= {each["id"] for each in notice["orders"]}
    assert "is no vendor" in why_absent(facts(folder, contract("FAR 52.204-25 (NOV 2021)")), "customer-notice")


def test_memo_tells_each_order_once_for_all_contracts_in_which_it_stands_alike(folder: Path) -> None:
    memo = one(facts(folder, CAMERA, "2026-07-03"), "applicability-memo")
    assert [each["id"] for each in memo["contracts"]] == ["old", "new", "own business"]
    met = [(each["order"], each["contracts"]) for each in memo["met"]]
    assert ("us-889-a", "old") in met
    assert len(met) == len(set(met))
    told = next(each for each in memo["met"] if each["order"] == "us-889-a")
    assert told["by"] == ["FAR 52.204-25 (Nov 2021)"]
    assert told["since"] == "in force since 2019-08-13; in old since 2025-02-03"
    assert told["quotes"]


def test_order_that_reaches_nothing_is_told_with_whom_it_binds(folder: Path) -> None:
    annex = one(facts(folder, CAMERA, "2026-07-03"), "applicability-annex")
    unmet = {each["id"]: each for each in annex["unmet"]}
    assert unmet["it-garante-deepseek"]["binds"]
    assert all(each["status"] for each in unmet.values())


def test_inventory_draws_the_path_from_contract_to_maker(folder: Path) -> None:
    (sheet,) = sheets(facts(folder, CAMERA, "2026-07-03"), "inventory")
    drawing = sheet.drawings["paths"]
    assert "old by equipment cam: Hikvision: device" in drawing.alt
    assert "<title" in drawing.svg
    assert "<desc" in drawing.svg
    assert "http" not in drawing.svg.replace("http://www.w3.org/2000/svg", "")


def test_conflict_memo_draws_what_both_sides_share(folder: Path) -> None:
    profile = contract("DFARS 252.239-7018 (DEC 2022)")
    found = facts(folder, profile, "2026-03-06", ("us-ant-3252", "us-ant-dpa"), "as_threatened")
    (sheet,) = sheets(found, "conflict-memo")
    first = one(found, "conflict-memo")["conflicts"][0]
    drawing = sheet.drawings[first["drawing"]]
    assert all(side["order"] in drawing.svg for side in first["sides"])
    assert first["period"] in drawing.alt
    assert "<desc" in drawing.svg


def test_way_out_is_planned_with_days_dates_and_the_way_back(folder: Path) -> None:
    found = one(facts(folder, CAMERA, "2026-07-03"), "way-out")
    assert [each["id"] for each in found["uses"]]
    assert {each["kind"] for each in found["options"]} >= {"leave the contract"}
    assert found["limits"]
