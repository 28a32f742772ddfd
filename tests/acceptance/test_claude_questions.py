"""May a contractor of the Department use Claude, in which work, on which day: each instrument by itself, with reasons.

Two questions that users set (acceptance tests 1 and 2): the answer names every instrument with its state on the day,
and it changes from one day to another only where an instrument changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from itertools import combinations

import pytest

from flowdown.catalogue import load as load_catalogue
from flowdown.orders.load import load as load_orders
from flowdown.pipeline.check import read_as
from flowdown.reason.court import Asked
from flowdown.reason.decide import decide
from flowdown.reason.determination import Check
from flowdown.reason.place import Bench, Place
from flowdown.reason.setting import Setting
from flowdown.reason.uses import Use
from flowdown.scan.sighting import Coverage

CATALOGUE = load_catalogue()
LIBRARY = load_orders()
ORDERS = tuple(order for order in LIBRARY.orders.values() if order.id.startswith("us-ant-"))
DAYS = ("2026-03-20", "2026-04-10", "2026-08-28", "2026-09-26")
DOD, CIVIL, PAYROLL = "dod_contract_performance", "civilian_contract_performance", "own_business"
USES = (Use("anthropic", "model"), Use("anthropic", "service"))

FREE = ("FREE", "CLEAR")
OPEN = ("UNDETERMINED", "UNDETERMINED")
STAYED = ("PERMITTED", "EXEMPT")
BARRED = ("FORBIDDEN", "BREACH")

STATE = {
    "us-ant-3252": ("in-force", "enjoined", "vacated", "vacated"),
    "us-ant-4713": ("in-force", "in-force", "in-force", "in-force"),
    "us-ant-pres": ("in-force", "enjoined", "enjoined", "enjoined"),
    "us-ant-hegseth-post": ("announced", "enjoined", "vacated", "vacated"),
    "us-ant-cio": ("in-force", "in-force", "in-force", "in-force"),
    "us-ant-gsa": ("in-force", "rescinded", "rescinded", "rescinded"),
    "us-ant-dpa": ("threatened", "threatened", "threatened", "threatened"),
    "us-ant-lawfuluse": ("in-force", "in-force", "in-force", "in-force"),
    "us-ant-bis": (None, None, "lifted", "lifted"),
}
"""The state of each instrument on the four days."""

UNBOUND = dict.fromkeys(("us-ant-bis", "us-ant-dpa", "us-ant-gsa", "us-ant-lawfuluse", "us-ant-pres"), (FREE,) * 4)
"""Instruments that bind the vendor or agencies, and no contractor anywhere."""

SAID = {
    DOD: {
        **UNBOUND,
        "us-ant-4713/exclusion": (OPEN, OPEN, OPEN, OPEN),
        "us-ant-3252/exclusion": (OPEN, STAYED, FREE, FREE),
        "us-ant-3252/exclusion_direct_part": (OPEN, STAYED, FREE, FREE),
        "us-ant-hegseth-post/dod_work": (OPEN, STAYED, FREE, FREE),
        "us-ant-cio/certify": (OPEN, OPEN, OPEN, OPEN),
        "us-ant-cio/certify_without_notice": (OPEN, OPEN, OPEN, OPEN),
    },
    CIVIL: {
        **UNBOUND,
        "us-ant-4713": (FREE,) * 4,
        "us-ant-3252": (FREE,) * 4,
        "us-ant-cio": (FREE,) * 4,
        "us-ant-hegseth-post/other_work": (OPEN, STAYED, FREE, FREE),
    },
}
SAID[PAYROLL] = SAID[CIVIL]
"""Position and outcome of each norm that speaks there, on the four days; nothing is known but that Claude is used."""

TURNS_ON = {
    ("us-ant-4713/exclusion", 0): {"use_under_way", "memo_covers"},
    ("us-ant-4713/exclusion", 1): {"use_under_way", "memo_covers"},
    ("us-ant-4713/exclusion", 2): {"use_under_way", "memo_covers"},
    ("us-ant-4713/exclusion", 3): {"withheld_mandate_suspends"},
    ("us-ant-3252/exclusion", 0): {"covered_system"},
    ("us-ant-3252/exclusion_direct_part", 0): {"beyond_covered_systems"},
    ("us-ant-hegseth-post/dod_work", 0): {"post_operative"},
    ("us-ant-hegseth-post/other_work", 0): {"post_operative", "beyond_dod_performance", "does_military_business"},
    ("us-ant-cio/certify", 0): {"notice_received"},
    ("us-ant-cio/certify", 1): {"notice_received"},
    ("us-ant-cio/certify", 2): {"notice_received"},
    ("us-ant-cio/certify", 3): {"notice_received"},
    ("us-ant-cio/certify_without_notice", 0): {"notice_received"},
    ("us-ant-cio/certify_without_notice", 1): {"notice_received"},
    ("us-ant-cio/certify_without_notice", 2): {"notice_received"},
    ("us-ant-cio/certify_without_notice", 3): {"notice_received"},
}
"""On which open points of its order an undetermined answer turns, by norm and number of the day; the gating one of a duty."""

CHANGED = {
    DOD: [
        {"us-ant-3252", "us-ant-hegseth-post"},
        {"us-ant-3252", "us-ant-hegseth-post"},
        {"us-ant-4713"},
    ],
    CIVIL: [{"us-ant-hegseth-post"}, {"us-ant-hegseth-post"}, set()],
    PAYROLL: [{"us-ant-hegseth-post"}, {"us-ant-hegseth-post"}, set()],
}
"""The orders whose answer is another one than on the day before it in the list."""


def ask(day: str, context: str, *, given: Mapping[str, bool] | None = None, known_at: str = "") -> Check:
    as_of = datetime.date.fromisoformat(day)
    known = datetime.date.fromisoformat(known_at) if known_at else as_of
    place = Place("tree:ours", "ours", dict.fromkeys(USES, ()))
    bench = Bench("ours", Setting("ours", (context,), None, is_open=True), (place,))
    asked = Asked(as_of, known, contexts=(context,), given=given or {})
    return decide(ORDERS, LIBRARY, CATALOGUE, (bench,), asked, Coverage(1, 1, 1, (), ()))


def told(check: Check) -> dict[str, tuple[str, str]]:
    return {each.norm: (each.position.value, each.outcome.value) for each in check.determinations}


def points(check: Check, norm: str) -> set[str]:
    """The open points of its own order that a determination asks about."""
    order = norm.partition("/")[0]
    return {
        question.id.partition("/")[2]
        for each in check.determinations
        if each.norm == norm
        for question in each.questions
        if question.id.startswith(f"{order}/")
    }


@pytest.mark.parametrize("context", [DOD, CIVIL, PAYROLL])
@pytest.mark.parametrize("number", range(4), ids=DAYS)
def test_each_instrument_says_its_own(number: int, context: str) -> None:
    check = ask(DAYS[number], context)
    assert told(check) == {norm: answers[number] for norm, answers in SAID[context].items()}
    for each in check.determinations:
        if each.outcome.value in ("UNDETERMINED", "EXEMPT"):
            assert each.norm in each.because
        assert points(check, each.norm) == TURNS_ON.get((each.norm, number), set())


@pytest.mark.parametrize("context", [DOD, CIVIL, PAYROLL])
@pytest.mark.parametrize("day", DAYS)
def test_what_was_learned_later_changes_no_answer_about_these_days(day: str, context: str) -> None:
    assert told(ask(day, context)) == told(ask(day, context, known_at="2026-10-06"))


@pytest.mark.parametrize("number", range(4), ids=DAYS)
def test_the_answer_names_the_state_of_every_instrument(number: int) -> None:
    check = ask(DAYS[number], DOD)
    shown = {each.order: each.status for each in check.cited}
    assert set(shown) == set(STATE)
    for order, states in STATE.items():
        assert shown[order].startswith(f"{states[number]} since " if states[number] else "not yet issued"), order


def test_on_2026_04_10_it_names_the_stay_denied_the_injunction_and_the_contested_post() -> None:
    shown = {each.order: each.status for each in ask("2026-04-10", DOD).cited}
    assert "stay denied" in shown["us-ant-4713"]
    assert "enjoined since 2026-04-03" in shown["us-ant-3252"]
    assert "enjoined since 2026-04-03" in shown["us-ant-pres"]
    assert "enjoined since 2026-03-26" in shown["us-ant-hegseth-post"]


def test_on_2026_09_26_it_names_the_withheld_mandate_and_both_readings_of_it() -> None:
    check = ask("2026-09-26", DOD)
    assert "mandate withheld" in next(each.status for each in check.cited if each.order == "us-ant-4713")
    exclusion = next(each for each in check.determinations if each.norm == "us-ant-4713/exclusion")
    assert {(reading.id, reading.outcome.value) for reading in exclusion.readings} == {
        ("us-ant-4713/withheld_mandate_suspends=yes", "EXEMPT"),
        ("us-ant-4713/withheld_mandate_suspends=no", "BREACH"),
    }


@pytest.mark.parametrize("context", [DOD, CIVIL, PAYROLL])
def test_answers_change_only_where_an_instrument_changed(context: str) -> None:
    answers = [answers_by_order(day, context) for day in DAYS]
    for number, changed in enumerate(CHANGED[context]):
        before, after = answers[number], answers[number + 1]
        assert {order for order in before if before[order] != after[order]} == changed, DAYS[number + 1]
    for one, other in combinations(range(4), 2):
        for order in answers[one]:
            if answers[one][order] != answers[other][order]:
                assert has_event(order, DAYS[one], DAYS[other]), (order, DAYS[one], DAYS[other])


def answers_by_order(day: str, context: str) -> dict[str, set[tuple[str, str, str, frozenset[str]]]]:
    """Norm, position, outcome and open points, for each order."""
    check = ask(day, context)
    found: dict[str, set[tuple[str, str, str, frozenset[str]]]] = {order.id: set() for order in ORDERS}
    for each in check.determinations:
        answer = (each.norm, each.position.value, each.outcome.value, frozenset(points(check, each.norm)))
        found[each.order].add(answer)
    return found


def has_event(order: str, after: str, until: str) -> bool:
    """Whether something happened to an order, or to one that it rests on, after one day and by another."""
    concerned = (order, *LIBRARY.orders[order].related)
    events = [event for name in concerned for event in LIBRARY.orders[name].status]
    return any(after < event.day.isoformat() <= until for event in events)


READ = {
    "us-ant-4713/barred-from-the-first-day": ("us-ant-4713/exclusion", (BARRED, BARRED, BARRED, OPEN)),
    "us-ant-4713/mandate-withheld-changes-nothing": ("us-ant-4713/exclusion", (OPEN, OPEN, OPEN, BARRED)),
    "us-ant-4713/mandate-withheld-suspends": ("us-ant-4713/exclusion", (OPEN, OPEN, OPEN, STAYED)),
    "us-ant-3252/direct-part-of-any-dod-contract": (
        "us-ant-3252/exclusion_direct_part",
        (BARRED, STAYED, FREE, FREE),
    ),
    "us-ant-hegseth-post/post-in-dod-work-only": ("us-ant-hegseth-post/dod_work", (BARRED, STAYED, FREE, FREE)),
    "us-ant-hegseth-post/announcement-only": ("us-ant-hegseth-post/dod_work", (FREE, FREE, FREE, FREE)),
}


@pytest.mark.parametrize("reading", READ)
def test_a_named_reading_settles_what_it_is_about(reading: str) -> None:
    norm, answers = READ[reading]
    given = read_as(ORDERS, (reading,))
    assert tuple(told(ask(day, DOD, given=given))[norm] for day in DAYS) == answers


def test_the_post_as_written_reaches_the_payroll_until_it_is_enjoined() -> None:
    given = {
        **read_as(ORDERS, ("us-ant-hegseth-post/post-as-written",)),
        "us-ant-hegseth-post/does_military_business": True,
    }
    answers = [told(ask(day, PAYROLL, given=given))["us-ant-hegseth-post/other_work"] for day in DAYS]
    assert answers == [BARRED, STAYED, FREE, FREE]


def test_a_new_use_of_a_contractor_who_knows_its_facts_is_barred_in_dod_work_on_all_four_days() -> None:
    given = {
        "us-ant-4713/use_under_way": False,
        "us-ant-4713/withheld_mandate_suspends": False,
        "us-ant-3252/covered_system": True,
    }
    by_day = [told(ask(day, DOD, given=given)) for day in DAYS]
    assert [each["us-ant-4713/exclusion"] for each in by_day] == [BARRED] * 4
    assert [each["us-ant-3252/exclusion"] for each in by_day] == [BARRED, STAYED, FREE, FREE]
