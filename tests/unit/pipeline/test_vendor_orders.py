"""The dated sheet of a vendor answers the first two acceptance tests of the users, with its reasons."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.vendor_orders import VendorQuestion, find_vendor_orders
from flowdown.report.format import Look, load_formats
from flowdown.report.orders_v1 import OrderOnDayV1, VendorOrdersV1
from flowdown.report.vendor_orders_page import lay_out_vendor_orders
from tests.unit.orders.order_files import ORDER

KNOWN = datetime.date(2026, 10, 6)
DOD, CIVIL, OWN = "dod_contract_performance", "civilian_contract_performance", "own_business"


KEPT = tempfile.TemporaryDirectory()
"""What was read of catalogue and library is kept there between the tests."""


def ask(vendor: str, day: str, **more: object) -> VendorOrdersV1:
    question = {"vendor": vendor, "as_of": datetime.date.fromisoformat(day), "known_at": KNOWN, **more}
    return find_vendor_orders(VendorQuestion(**question), Path(KEPT.name))  # type: ignore[arg-type]


def order(sheet: VendorOrdersV1, name: str) -> OrderOnDayV1:
    return next(each for each in sheet.orders if each.order == name)


def stands(sheet: VendorOrdersV1) -> dict[str, str]:
    return {each.context: each.stands for each in sheet.contexts}


def test_on_april_10_one_instrument_is_in_force_and_the_others_are_enjoined() -> None:
    sheet = ask("anthropic", "2026-04-10")
    states = {each.order: each.state.status for each in sheet.orders if each.state is not None}
    assert states["us-ant-4713"] == "in-force"
    assert {states[name] for name in ("us-ant-3252", "us-ant-pres", "us-ant-hegseth-post")} == {"enjoined"}


def test_on_april_10_defense_work_is_open_for_what_is_asked_and_other_work_is_not_reached_by_4713() -> None:
    sheet = ask("anthropic", "2026-04-10")
    by = {each.context: each for each in sheet.contexts}
    assert "us-ant-4713" in by[DOD].open_by
    assert {"us-ant-3252", "us-ant-hegseth-post"} <= set(by[DOD].suspended_by)
    for context in (CIVIL, OWN):
        assert by[context].forbidden_by == ()
        # What the vendor's own terms restrict is asked of everybody who uses it.
        assert [name for name in by[context].open_by if not name.startswith("terms-")] == []
        assert by[context].suspended_by == ("us-ant-hegseth-post",)
    told = order(sheet, "us-ant-4713")
    assert {CIVIL, OWN} <= set(told.reaches_nobody_in)
    norm = next(each for each in told.norms if each.norm == "exclusion")
    assert any("Was this use already under way" in question for question in norm.questions)
    assert any("`memo_covers` is false" in reason and "it is forbidden" in reason for reason in norm.because)


def test_a_stay_is_named_with_the_court_and_its_day() -> None:
    norm = next(each for each in order(ask("anthropic", "2026-04-10"), "us-ant-3252").norms if DOD in each.contexts)
    assert norm.stands == "suspended"
    assert any("stay by us_ndca" in reason and "from 2026-04-03" in reason for reason in norm.because)


@pytest.mark.parametrize(
    ("day", "state"),
    [("2026-03-20", "in-force"), ("2026-08-28", "vacated"), ("2026-09-26", "vacated")],
)
def test_3252_changes_with_the_courts_only(day: str, state: str) -> None:
    sheet = ask("anthropic", day)
    shown = order(sheet, "us-ant-3252").state
    assert shown is not None
    assert shown.status == state
    in_force = order(sheet, "us-ant-4713").state
    assert in_force is not None
    assert in_force.status == "in-force"


def test_after_the_180_days_4713_forbids_and_then_the_withheld_mandate_is_open() -> None:
    assert "us-ant-4713" in {each.context: each for each in ask("anthropic", "2026-09-10").contexts}[DOD].forbidden_by
    later = ask("anthropic", "2026-09-26")
    assert "us-ant-4713" in {each.context: each for each in later.contexts}[DOD].open_by
    settled = ask("anthropic", "2026-09-26", readings=("mandate-withheld-changes-nothing",))
    assert "us-ant-4713" in {each.context: each for each in settled.contexts}[DOD].forbidden_by


def test_a_threat_counts_under_its_stance_only() -> None:
    threatened = ask("anthropic", "2026-03-02", stance="as_threatened")
    assert "us-ant-4713" in {each.context: each for each in threatened.contexts}[OWN].forbidden_by
    plain = ask("anthropic", "2026-03-02")
    assert "us-ant-4713" not in {each.context: each for each in plain.contexts}[OWN].forbidden_by


def test_an_order_about_others_is_not_on_the_sheet() -> None:
    assert "us-ndaa26-1532" not in [each.order for each in ask("anthropic", "2026-04-10").orders]
    assert "us-ndaa26-1532" in [each.order for each in ask("deepseek", "2026-04-10").orders]


def test_orders_of_ones_own_are_on_it_with_their_day(tmp_path: Path) -> None:
    (tmp_path / "xx-parts.yaml").write_text(ORDER)
    own = {"order_folders": (tmp_path,), "contexts": (DOD,), "given": {"spare": False}}
    day = {name: stands(ask("huawei", name, **own))[DOD] for name in ("2026-01-15", "2026-03-01", "2026-04-10")}
    assert day["2026-03-01"] == "forbidden"
    assert day["2026-01-15"] != "forbidden" != day["2026-04-10"]
    told = order(ask("huawei", "2026-04-10", **own), "xx-parts")
    assert [norm.stands for norm in told.norms if norm.norm == "no_parts"] == ["suspended"]


def test_a_day_behind_the_last_look_is_warned_of() -> None:
    page = lay_out_vendor_orders(ask("anthropic", "2026-11-20"))
    draw = load_formats()["markdown"].draw
    assert draw is not None
    text = draw(page, Look())
    assert "was followed up to 2026-10-06 only" in text
    assert "Readings, by name" in text


def test_an_unknown_vendor_context_or_reading_is_refused() -> None:
    for wrong in ({"vendor": "nobody"}, {"contexts": ("moon",)}, {"readings": ("odd",)}, {"given": {"odd": True}}):
        with pytest.raises(UnusableArgument):
            ask(**{"vendor": "anthropic", "day": "2026-04-10", **wrong})  # type: ignore[arg-type]


CUSTOMERS = """
organisation: {id: model-shop, name: Model Shop Inc.}
customers:
  - {id: hull, name: Hull Works LLC, works_for: [defense]}
  - {id: parks, name: Parks Data Inc., works_for: [civilian, private]}
  - {id: navy, name: Department of the Navy, works_for: [defense], is_agency: yes}
  - {id: riddle, name: Riddle Ltd}
"""


def test_the_customers_of_a_vendor_fall_into_those_whom_an_order_reaches_and_those_of_whom_it_cannot_be_told(
    tmp_path: Path,
) -> None:
    file = tmp_path / "flowdown.yaml"
    file.write_text(CUSTOMERS, encoding="utf-8")
    sheet = ask("deepseek", "2026-10-01", customers=file)
    reached = {each.id: each.reached for each in sheet.customers}
    assert reached == {"hull": "in-part", "parks": "free", "navy": "forbidden", "riddle": "not-known"}
    [hull] = [each for each in sheet.customers if each.id == "hull"]
    assert {(use.context, use.stands, use.orders) for use in hull.uses} == {
        (DOD, "forbidden", ("us-ndaa26-1532",)),
        (OWN, "free", ()),
    }
    [riddle] = [each for each in sheet.customers if each.id == "riddle"]
    assert "Riddle Ltd" in riddle.questions[0]


def test_the_vendors_own_terms_reach_no_customer_here(tmp_path: Path) -> None:
    file = tmp_path / "flowdown.yaml"
    file.write_text(CUSTOMERS, encoding="utf-8")
    sheet = ask("anthropic", "2026-10-01", customers=file)
    named = {name for each in sheet.customers for use in each.uses for name in use.orders}
    assert named
    assert not {name for name in named if name.startswith("terms-")}
    assert next(each for each in sheet.customers if each.id == "parks").reached == "free"
