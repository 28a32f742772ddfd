"""What a reader must not be misled by: unknown makers, open and later orders, whose words are quoted, how far orders were followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.report.dossier.answers import Stands
from flowdown.report.dossier.cover import cover_of
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.in_words import in_words, verbatim
from flowdown.report.dossier.index import index_sheet
from flowdown.report.dossier.marks import without_marks
from flowdown.report.dossier.meets import answers_by_order, met_orders
from flowdown.report.dossier.template import Templates
from tests.unit.report.papers.organisations import CAMERA, HEAD, build, contract, facts, one, sheets

NAMELESS = contract(
    "FAR 52.204-25 (NOV 2021), FAR 52.204-23 (DEC 2023)",
    more="equipment:\n  - {id: gate, kind: camera, maker: unknown, purpose: watching the gate, serves: [own-business]}\n",
)
SUB = contract("FAR 52.204-25 (NOV 2021)", tier=1).replace("    piid:", "    customer: big\n    piid:") + (
    "customers: [{id: big, name: Big Prime}]\n"
)
USED = contract("FAR 52.204-25 (NOV 2021)", tier=1).replace("    piid:", "    customer: big\n    piid:") + (
    "customers: [{id: big, name: Big Prime}]\nvendors:\n  - {vendor: deepseek, what: DeepSeek API, serves: [job]}\n"
    "  - {vendor: anthropic, what: Claude, serves: [job]}\n"
)
DAY = "2026-11-20"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("firm")


def fill(found: Facts, paper: str) -> str:
    cover = cover_of(found, redacted=False)
    return "\n".join(without_marks(Templates().fill(paper, each, cover)) for each in sheets(found, paper))


def first_page(found: Facts) -> str:
    sheet = index_sheet(found, (), (), ("html",), is_signed=False)
    return without_marks(Templates().fill("index", sheet, cover_of(found, redacted=False)))


def test_a_device_without_a_maker_stands_against_a_certificate_about_makers_of_devices(folder: Path) -> None:
    found = facts(folder, NAMELESS, DAY)
    told = build(found, "certification")["certification--us-889-report"]
    assert [each["what"] for each in told["unknown"]] == ["camera gate, watching the gate"]
    assert "Hikvision" in told["may_be_of"] and "who makes gate" in told["missing"]
    assert "Do not sign before" in fill(found, "certification")
    memo = one(found, "applicability-memo")
    assert any("Section 889 part A" in each for each in memo["turn_on_maker"])
    assert "camera gate" in first_page(found)


def test_nobody_asks_of_a_device_whether_a_maker_of_programs_made_it(folder: Path) -> None:
    found = facts(folder, NAMELESS, DAY)
    asked = {each.order for each in found.check.determinations for ask in each.questions if "who makes" in ask.asks}
    assert not asked & {"us-kasp-bis", "us-far-52-204-23", "us-fascsa-acronis"}
    assert not any("Kaspersky" in each for each in one(found, "applicability-memo")["turn_on_maker"])


def test_no_inquiry_is_said_to_have_been_made_before_one_is_on_record(folder: Path) -> None:
    told = fill(facts(folder, USED, "2026-08-20", ("us-ant-cio",)), "certification")
    assert "no search is in the inquiry log" in told
    assert "\nAfter a reasonable inquiry, and" not in told


def test_the_first_page_names_what_is_seen_and_open_and_whom_to_ask(folder: Path) -> None:
    told = first_page(facts(folder, USED, DAY))
    assert "Seen in use, and open whether it is forbidden: nothing" not in told
    for word in (
        "Anthropic",
        "DeepSeek",
        "us-ant-4713",
        "us-ndaa26-1532",
        "treat what is open as forbidden",
        "the prime (Big Prime)",
    ):
        assert word in told
    assert "followed only until" in told


def test_one_duty_that_binds_by_either_of_two_ways_is_overdue_once(folder: Path) -> None:
    told = first_page(facts(folder, USED, DAY))
    assert told.count("certificate of full compliance") == 1


def test_memo_annex_and_status_sheet_agree_on_what_meets_something(folder: Path) -> None:
    found = facts(folder, NAMELESS, DAY)
    met = met_orders(found)
    sheet, annex = one(found, "status-sheet"), one(found, "applicability-annex")
    assert {each["id"] for each in sheet["orders"]} == met
    assert {each["id"] for each in annex["unmet"]} == {each["id"] for each in sheet["others"]}
    assert one(found, "applicability-memo")["unmet"] == len(sheet["others"])
    by_order = answers_by_order(found)
    opened = {order for order, where in by_order.items() if Stands.OPEN in where.values()}
    assert opened and opened <= met


def test_what_is_open_and_seen_is_not_told_as_nothing_seen(folder: Path) -> None:
    memo = one(facts(folder, USED, DAY), "applicability-memo")
    assert "us-ant-cio" in {each["id"] for each in memo["open_seen"]}
    assert "us-ant-cio" not in {each["id"] for each in memo["open"]}


def test_only_words_of_a_text_that_was_read_stand_in_quotation_marks(folder: Path) -> None:
    found = facts(folder, CAMERA, "2026-07-03")
    known = verbatim(found.library)
    read = "Within 1 business day from the date of such identification or notification"
    assert in_words(read, known) == f"“{read}”"
    assert in_words("within 1 business day of identification/notification", known).startswith("in short: ")
    assert "“" not in fill(found, "deadlines")


def test_a_subcontractor_is_shown_the_firm_above_it_first(folder: Path) -> None:
    clocks = facts(
        folder,
        SUB
        + "discoveries:\n  - {id: it, what: a camera, maker: hikvision, contracts: [job], identified: 2026-07-06T10:00}\n",
        "2026-07-07",
    ).deadlines.clocks
    (first,) = [
        each
        for each in clocks
        if each.found
        and each.action == "report"
        and not each.follows
        and "report_first" in each.name
        and each.applies.truth.value == "yes"
    ][:1]
    assert first.to[0].office == "the firm above us, big"
    assert len(first.to) > 1


def test_the_head_says_nothing_of_following_where_the_orders_were_followed_to_the_day(folder: Path) -> None:
    found = facts(folder, HEAD, "2024-12-31", ("us-889-a",))
    assert cover_of(found, redacted=False).followed == ""
