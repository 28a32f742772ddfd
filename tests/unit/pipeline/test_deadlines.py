"""Every clock that runs, with what it rests on."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from flowdown.base.errors import UnusableArgument
from flowdown.base.truth import Truth
from flowdown.catalogue import load as load_catalogue
from flowdown.orders.load import load as load_orders
from flowdown.orders.order import Order
from flowdown.pipeline.clock_examples import fail_clock_examples
from flowdown.pipeline.deadlines import DeadlinesRequest, count_deadlines, parse_event
from flowdown.reason.deadlines import Deadlines
from flowdown.reason.running import RunningClock, State
from flowdown.reason.stance import Stance
from flowdown.report.clock_group import group_clocks
from flowdown.report.page import line

Date = datetime.date
ORDERS = Path(__file__).parents[1] / "reason" / "clocks"
LIBRARY = load_orders((ORDERS,))
CATALOGUE = load_catalogue()
OURS = ("exclusion-review", "new-security", "telecom-report")
FRIDAY = Date(2026, 7, 3)

CONTRACTS = """\
organisation: {id: us-inc, time_zone: America/New_York}
contracts:
  - id: old
    piid: N00104-26-C-0001
    agency_kind: defense
    tier: 0
    order_numbers: [N00104-26-F-0007]
    clauses: [FAR 52.204-25 (NOV 2021)]
    all_clauses_listed: yes
    office: {name: Spares Office, time_zone: America/New_York}
  - id: new
    agency_kind: civilian
    tier: 0
    clauses: [FAR 52.240-91 (NOV 2025)]
    all_clauses_listed: yes
    office: {name: Buying Office, email: co@agency.example, time_zone: America/Denver}
  - id: neither
    agency_kind: civilian
    clauses: []
    all_clauses_listed: yes
suppliers:
  - {id: shop, name: Camera Shop Inc., cage: "1ABC5"}
equipment:
  - {id: cam, kind: camera, maker: hikvision, model: DS-2CD, serves: [old, new]}
"""
FOUND = """\
discoveries:
  - {id: camera, what: gate camera, where: cam, supplier: shop, identified: 2026-07-03T16:00%s}
"""


def _ask(folder: Path, profile: str = "", as_of: Date = FRIDAY, **more: object) -> Deadlines:
    file = folder / "flowdown.yaml"
    if profile:
        file.write_text(profile)
    asked = DeadlinesRequest(file if profile else None, as_of, as_of, orders=OURS)
    return count_deadlines(replace(asked, **more), LIBRARY, CATALOGUE)  # type: ignore[arg-type]


def _by_name(deadlines: Deadlines) -> dict[tuple[str, str], RunningClock]:
    return {(each.name, each.contract): each for each in deadlines.clocks}


@pytest.mark.parametrize("order", [LIBRARY.orders[name] for name in OURS])
def test_the_orders_of_these_tests_come_out_as_they_say(order: Order) -> None:
    assert list(fail_clock_examples(order, LIBRARY, CATALOGUE)) == []


def test_a_clock_example_that_is_wrong_is_told() -> None:
    order = LIBRARY.orders["telecom-report"]
    wrong = replace(order.clock_examples[0], due={"first": "2026-07-07"})
    told = list(fail_clock_examples(replace(order, clock_examples=(wrong,)), LIBRARY, CATALOGUE))
    assert told == [(0, "first is due 2026-07-06, not 2026-07-07, after identification at 2026-07-03T16:00")]


# Acceptance test 3: a camera found on Friday 2026-07-03 at 16:00, a day on which Independence Day is observed.


def test_one_find_starts_the_clocks_of_the_clause_in_each_contract(tmp_path: Path) -> None:
    clocks = _by_name(_ask(tmp_path, CONTRACTS + FOUND % ""))
    assert {key: each.end.moment.iso if each.end.moment else "" for key, each in clocks.items() if each.found} == {
        ("telecom-report/first", "old"): "2026-07-06",
        ("telecom-report/second", "old"): "2026-07-20",
        ("new-security/report", "new"): "2026-07-06T14:00-06:00",
    }


def test_the_first_report_says_why_to_whom_and_what(tmp_path: Path) -> None:
    first = _by_name(_ask(tmp_path, CONTRACTS + FOUND % ""))["telecom-report/first", "old"]
    assert first.state is State.RUNNING
    assert first.applies.truth is Truth.YES
    assert first.applies.why == "old carries FAR 52.204-25 (Nov 2021); it speaks of Hikvision"
    assert first.start is not None
    assert first.start.iso == "2026-07-03T16:00-04:00"
    assert (first.length, first.cites) == ("1 business day", "FAR 52.204-25(d)(2)(i)")
    assert first.due.notes == ("left out as federal holidays: 2026-07-03",)
    assert "counting starts the day after" in first.due.convention
    assert first.is_open.startswith("whether the day of the event counts")
    assert [(each.office, each.is_sure) for each in first.to] == [
        ("https://dibnet.dod.mil", True),
        ("both the office of the base contract and of each order", False),
    ]
    assert [(each.name, each.value) for each in first.fields] == [
        ("contract number", "N00104-26-C-0001"),
        ("order number(s)", "N00104-26-F-0007"),
        ("supplier name", "Camera Shop Inc."),
        ("supplier UEI", ""),
        ("CAGE", "1ABC5"),
        ("brand", "hikvision"),
        ("model number", "DS-2CD"),
        ("item description", "gate camera"),
        ("readily available mitigation information", ""),
    ]


def test_the_second_report_waits_for_the_first(tmp_path: Path) -> None:
    second = _by_name(_ask(tmp_path, CONTRACTS + FOUND % ""))["telecom-report/second", "old"]
    assert (second.state, second.due.moment) == (State.WAITING, None)
    assert second.assumption == "if the first report on covered equipment is submitted on 2026-07-06, its last day"


def test_what_starts_the_new_clause_is_not_known_and_said(tmp_path: Path) -> None:
    report = _by_name(_ask(tmp_path, CONTRACTS + FOUND % ""))["new-security/report", "new"]
    assert (report.state, report.due.moment) == (State.NOT_KNOWN, None)
    assert report.assumption == "if identification on 2026-07-03 16:00-04:00 starts it"
    assert report.asks == ("what starts the 72 hours of FAR 52.240-91? (the text was not read)",)
    assert [(each.office, each.email) for each in report.to] == [
        ("the contracting officer, Buying Office", "co@agency.example")
    ]
    assert not report.fields_read


# What was sent, and what was not.


def test_the_second_clock_runs_from_the_submission_of_the_first(tmp_path: Path) -> None:
    sent = ", submitted: {telecom-report: 2026-07-06T10:00}"
    clocks = _by_name(_ask(tmp_path, CONTRACTS + FOUND % sent, Date(2026, 7, 10)))
    first, second = clocks["telecom-report/first", "old"], clocks["telecom-report/second", "old"]
    assert (first.state, first.is_late) == (State.MET, False)
    assert (second.state, str(second.due.earliest)) == (State.RUNNING, "2026-07-20")


def test_a_late_report_is_said_to_be_late(tmp_path: Path) -> None:
    sent = ", submitted: [{report: telecom-report/first, contract: old, at: 2026-07-08, reference: DIB-7}]"
    first = _by_name(_ask(tmp_path, CONTRACTS + FOUND % sent))["telecom-report/first", "old"]
    assert (first.state, first.is_late, first.reference) == (State.MET, True, "DIB-7")


def test_a_submission_at_an_unknown_time_leaves_the_second_open(tmp_path: Path) -> None:
    sent = ", submitted: [{report: telecom-report/first, at: unknown}]"
    second = _by_name(_ask(tmp_path, CONTRACTS + FOUND % sent))["telecom-report/second", "old"]
    assert (second.state, second.due.moment) == (State.NOT_KNOWN, None)
    assert second.asks == ("when was first on gate camera submitted?",)


def test_what_is_overdue_comes_first(tmp_path: Path) -> None:
    deadlines = _ask(tmp_path, CONTRACTS + FOUND % "", Date(2026, 7, 9))
    assert (deadlines.clocks[0].name, deadlines.clocks[0].state) == ("telecom-report/first", State.OVERDUE)
    second = _by_name(deadlines)["telecom-report/second", "old"]
    assert (
        second.assumption == "if the first report on covered equipment is submitted on 2026-07-09, the day asked about"
    )


def test_a_report_under_a_wrong_name_is_told(tmp_path: Path) -> None:
    deadlines = _ask(tmp_path, CONTRACTS + FOUND % ", submitted: {telecom-reprot: 2026-07-06}")
    assert deadlines.notes == ("`telecom-reprot` is no duty of these orders: what was met of it counts for nothing",)


# What is not known.


def test_an_unknown_moment_leaves_the_end_open(tmp_path: Path) -> None:
    found = "discoveries: [{id: camera, what: gate camera, where: cam, identified: unknown}]\n"
    first = _by_name(_ask(tmp_path, CONTRACTS + found))["telecom-report/first", "old"]
    assert (first.state, first.due.moment) == (State.NOT_KNOWN, None)
    assert first.asks == ("when was gate camera identified?",)


def test_the_earlier_of_two_events_starts_the_clock(tmp_path: Path) -> None:
    first = _by_name(_ask(tmp_path, CONTRACTS + FOUND % ", notified: 2026-07-01"))["telecom-report/first", "old"]
    assert (first.event, str(first.due.earliest)) == ("notification", "2026-07-02")


def test_a_contract_whose_clause_version_is_not_known_may_be_bound(tmp_path: Path) -> None:
    profile = CONTRACTS.replace("FAR 52.204-25 (NOV 2021)", "FAR 52.204-25") + FOUND % ""
    first = _by_name(_ask(tmp_path, profile))["telecom-report/first", "old"]
    assert first.applies.truth is Truth.UNKNOWN
    assert first.applies.asks == (
        "which version of FAR 52.204-25 is in contract old? (the month and year in its heading)",
    )


def test_another_version_of_the_clause_starts_no_clock(tmp_path: Path) -> None:
    profile = CONTRACTS.replace("FAR 52.204-25 (NOV 2021)", "FAR 52.204-25 (AUG 2019)") + FOUND % ""
    assert ("telecom-report/first", "old") not in _by_name(_ask(tmp_path, profile))


def test_a_clause_that_came_later_starts_no_clock_for_an_earlier_find(tmp_path: Path) -> None:
    clause = "{clause: FAR 52.204-25, version: 2021-11, modification: P00001, since: 2026-07-10}"
    profile = CONTRACTS.replace("FAR 52.204-25 (NOV 2021)", clause) + FOUND % ""
    assert ("telecom-report/first", "old") not in _by_name(_ask(tmp_path, profile, Date(2026, 7, 20)))


def test_a_maker_that_nobody_named_asks_whose_it_is(tmp_path: Path) -> None:
    profile = CONTRACTS.replace("maker: hikvision", "maker: unknown") + FOUND % ""
    first = _by_name(_ask(tmp_path, profile))["telecom-report/first", "old"]
    assert first.applies.asks == ("whose product is it that was found?",)


def test_another_vendor_starts_no_clock(tmp_path: Path) -> None:
    profile = CONTRACTS.replace("maker: hikvision", "maker: deepseek") + FOUND % ""
    assert [each.name for each in _ask(tmp_path, profile).clocks if each.found] == []


def test_an_unknown_place_leaves_open_which_contracts_it_concerns(tmp_path: Path) -> None:
    profile = CONTRACTS.replace(", serves: [old, new]", "") + FOUND % ""
    first = _by_name(_ask(tmp_path, profile))["telecom-report/first", "old"]
    assert first.applies.asks == ("does cam concern contract old?",)


def test_a_zone_that_is_not_known_is_asked_for(tmp_path: Path) -> None:
    profile = CONTRACTS.replace(", time_zone: America/New_York}\n  - id: new", "}\n  - id: new")
    found = FOUND.replace("2026-07-03T16:00", "2026-07-14T16:00") % ""
    first = _by_name(_ask(tmp_path, profile + found))["telecom-report/first", "old"]
    assert (str(first.due.earliest), str(first.due.latest)) == ("2026-07-15", "2026-07-16")
    assert first.asks == ("in which time zone is the contracting office of contract old?",)


def test_a_subcontractor_is_asked_to_whom_it_reports(tmp_path: Path) -> None:
    profile = CONTRACTS.replace("agency_kind: defense\n    tier: 0", "agency_kind: defense\n    tier: 1") + FOUND % ""
    first = _by_name(_ask(tmp_path, profile))["telecom-report/first", "old"]
    assert first.asks == ("does old, a subcontract, have you report to your customer instead, or as well?",)


def test_a_contract_that_ended_starts_no_clock(tmp_path: Path) -> None:
    profile = CONTRACTS.replace("  - id: old\n", "  - id: old\n    ends: 2026-06-30\n") + FOUND % ""
    assert {each.contract for each in _ask(tmp_path, profile).clocks} == {"new"}


# What comes again, and fixed days.

REVIEWED = """\
organisation: {id: us-inc}
contracts:
  - id: c1
    agency_kind: defense
    tier: 0
    awarded: 2026-01-10
    clauses: [FAR 52.204-30 (DEC 2023)]
    all_clauses_listed: yes
"""


def test_a_review_is_first_due_after_the_award(tmp_path: Path) -> None:
    review = _by_name(_ask(tmp_path, REVIEWED))["exclusion-review/sam_review", "c1"]
    assert (review.state, str(review.due.earliest), review.event) == (State.OVERDUE, "2026-04-10", "award")
    assert review.notes == ("nothing says that it was done: if it was, write it under `reviews`",)


def test_a_review_under_a_clause_that_a_modification_brought_counts_from_then(tmp_path: Path) -> None:
    clause = "{clause: FAR 52.204-30, version: 2023-12, modification: P00007, since: 2026-05-04}"
    review = _by_name(_ask(tmp_path, REVIEWED.replace("FAR 52.204-30 (DEC 2023)", clause)))
    found = review["exclusion-review/sam_review", "c1"]
    assert (found.state, str(found.due.earliest), found.event) == (State.RUNNING, "2026-08-04", "modification")


def test_duties_that_differ_in_the_contract_only_are_told_once(tmp_path: Path) -> None:
    second = "  - {id: c2, agency_kind: civilian, tier: 0, awarded: 2026-01-10, clauses: [FAR 52.204-30 (DEC 2023)]}\n"
    groups = group_clocks(_ask(tmp_path, REVIEWED + second).clocks)
    [group] = [each for each in groups if each.first.name == "exclusion-review/sam_review"]
    assert group.contracts == ("c1", "c2")
    told = ["".join(part.text for part in each) for each in group.lines(lambda clock: [line(clock.applies.why)])]
    assert [each.partition(":")[0] for each in told] == ["c1", "c2"]


def test_a_review_is_due_again_after_the_last_one(tmp_path: Path) -> None:
    reviews = (
        "reviews:\n  - {duty: exclusion-review/sam_review, on: 2026-03-01}\n  - {duty: sam_review, on: 2026-05-20}\n"
    )
    review = _by_name(_ask(tmp_path, REVIEWED + reviews))["exclusion-review/sam_review", "c1"]
    assert (review.state, str(review.due.earliest), review.event) == (State.RUNNING, "2026-08-20", "the last time")


def test_a_review_of_another_contract_does_not_count(tmp_path: Path) -> None:
    more = "  - {id: c2}\nreviews:\n  - {duty: sam_review, contract: c2, on: 2026-05-20}\n"
    review = _by_name(_ask(tmp_path, REVIEWED + more))["exclusion-review/sam_review", "c1"]
    assert review.state is State.OVERDUE


def test_a_review_whose_start_is_not_known_asks(tmp_path: Path) -> None:
    review = _by_name(_ask(tmp_path, REVIEWED.replace("    awarded: 2026-01-10\n", "")))
    clock = review["exclusion-review/sam_review", "c1"]
    assert (clock.state, clock.asks) == (State.NOT_KNOWN, ("when was c1 awarded, or this last done?",))


def test_the_fixed_day_of_a_norm_is_told(tmp_path: Path) -> None:
    certify = _by_name(_ask(tmp_path, REVIEWED))["exclusion-review/certify", "c1"]
    assert (str(certify.due.earliest), certify.event) == ("2026-09-02", "")


def test_a_threat_counts_only_under_its_stance(tmp_path: Path) -> None:
    key = ("exclusion-review/threatened_answer", "c1")
    assert key not in _by_name(_ask(tmp_path, REVIEWED))
    answer = _by_name(_ask(tmp_path, REVIEWED, stance=Stance.AS_THREATENED))[key]
    assert answer.due.moment is not None
    assert answer.due.moment.iso == "2026-08-01T17:01-04:00"


def test_what_starts_only_when_something_happens_is_named(tmp_path: Path) -> None:
    assert _ask(tmp_path, REVIEWED).idle == ("exclusion-review/counted_notice", "exclusion-review/report")


# An event of the command line.


def test_an_event_without_a_profile_may_start_every_clock(tmp_path: Path) -> None:
    deadlines = _ask(tmp_path, events=(parse_event("identification=2026-07-03T16:00"),), vendor="Hikvision")
    first = _by_name(deadlines)["telecom-report/first", "any contract"]
    assert first.applies.truth is Truth.UNKNOWN
    assert first.applies.asks == ("does the contract that this serves carry FAR 52.204-25 (Nov 2021)?",)


def test_an_event_for_one_contract_concerns_no_other(tmp_path: Path) -> None:
    events = (parse_event("identification=2026-07-03T16:00"),)
    deadlines = _ask(tmp_path, CONTRACTS, events=events, vendor="hikvision", contracts=("new",))
    assert {each.contract for each in deadlines.clocks if each.found} == {"new"}


def test_an_open_point_that_is_settled_starts_a_clock_or_not(tmp_path: Path) -> None:
    events = (parse_event("receipt=2026-01-31"),)
    key = ("exclusion-review/counted_notice", "c1")
    open_ = _by_name(_ask(tmp_path, REVIEWED, events=events))[key]
    assert "is the point so?" in open_.applies.asks
    settled = _by_name(_ask(tmp_path, REVIEWED, events=events, contracts=("c1",), given={"point": True}))[key]
    assert settled.applies.truth is Truth.YES
    assert key not in _by_name(_ask(tmp_path, REVIEWED, events=events, given={"point": False}))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "nothing to count"),
        ({"vendor": "hikvision"}, "nothing to count"),
    ],
)
def test_nothing_to_count_is_told(tmp_path: Path, more: dict[str, object], said: str) -> None:
    with pytest.raises(UnusableArgument, match=said):
        _ask(tmp_path, **more)


def test_a_contract_that_is_none_is_told_with_the_nearest(tmp_path: Path) -> None:
    events = (parse_event("identification=2026-07-03"),)
    with pytest.raises(UnusableArgument, match="`od` is no contract of the profile; did you mean `old`"):
        _ask(tmp_path, CONTRACTS, events=events, contracts=("od",))


@pytest.mark.parametrize("text", ["", "identification", "identified=2026-07-03", "unknown=2026-07-03", "award=soon"])
def test_what_is_no_event_is_refused(text: str) -> None:
    with pytest.raises(UnusableArgument):
        parse_event(text)


def test_the_librarys_own_reports_on_covered_equipment_come_out_alike(tmp_path: Path) -> None:
    clocks = _by_name(_ask(tmp_path, CONTRACTS + FOUND % "", orders=("us-889-report",)))
    found = {key: each.end.moment.iso for key, each in clocks.items() if each.found and each.end.moment is not None}
    assert found == {
        ("us-889-report/report_first", "old"): "2026-07-06",
        ("us-889-report/report_second", "old"): "2026-07-20",
    }
