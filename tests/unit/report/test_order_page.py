"""The page of an order leaves out nothing that its file says."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator

from flowdown.base.strict_yaml import load
from flowdown.base.structure import decode
from flowdown.orders.duty import Clock, Event
from flowdown.orders.load import HERE
from flowdown.orders.norm import Bearer, PartyTo
from flowdown.orders.order import ClockExample, Order, OrderBearer, OrderTarget
from flowdown.report.format import Look, load_formats
from flowdown.report.norm_words import say_bearer, say_clock, say_object
from flowdown.report.order_page import lay_out_order

TEMPLATE = decode(Order, load((HERE / "template.yaml").read_bytes(), "template.yaml"))
DAY = datetime.date(2026, 4, 10)
TOLD_IN_WORDS = {"kind", "modality", "action", "status", "passes", "role", "reach", "when", "time_zone", "stance"}


def shown(order: Order, day: datetime.date = DAY) -> str:
    draw = load_formats()["terminal"].draw
    assert draw is not None
    return " ".join(draw(lay_out_order(order, day, day), Look(width=160)).split())


def texts(value: object, name: str = "") -> Iterator[str]:
    """Every text of an order but its vocabulary's own words and the examples."""
    if isinstance(value, str) and not isinstance(value, Event) and name not in TOLD_IN_WORDS:
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each, name)
    elif dataclasses.is_dataclass(value) and not isinstance(value, ClockExample):
        for field in dataclasses.fields(value):
            if field.name not in ("examples", "clock_examples", "contexts", "context"):
                yield from texts(getattr(value, field.name), field.name)


def test_every_text_of_the_file_is_on_the_page() -> None:
    page = shown(TEMPLATE).replace(" ", "")
    missing = {
        text for text in texts(TEMPLATE) if text.strip() and "".join(text.split()).removeprefix("not") not in page
    }
    assert {text for text in missing if text.replace("_", "").replace("-", "") not in page} == set()


def test_duties_are_told_with_clock_fields_and_offices() -> None:
    page = shown(TEMPLATE)
    assert "clock: within 3 business days after identification (America/New_York)" in page
    assert "2. model number (if known)" in page
    assert "to: the contracting officer" in page
    assert "the clock starts when `report` was submitted" in page


def test_a_day_behind_the_last_look_is_warned_of() -> None:
    assert "Warning: the library followed this order until 2026-06-01 only" in shown(
        TEMPLATE, datetime.date(2026, 6, 2)
    )
    assert "Warning" not in shown(TEMPLATE, datetime.date(2026, 6, 1))


def test_bearers_objects_and_clocks_in_words() -> None:
    term = PartyTo(clause="FAR 52.204-25", versions=("2021-11",), role="prime", reach="company")
    words = say_bearer(OrderBearer(party_to=term))
    assert words == "the prime of a contract that carries FAR 52.204-25 (2021-11), in everything it does,"
    assert (
        say_bearer(Bearer(kind="ic_element", except_=("a",))) == "an element of the intelligence community (except a)"
    )
    target = OrderTarget(developed_by=("x", "y"), derivatives=True, holds_at_least=20)
    assert (
        say_object(target)
        == "what x or y developed, derivatives included (also of whomever they hold to at least 20 %)"
    )
    assert say_object(OrderTarget(anything=True)) == ""
    assert say_clock(Clock(hours=72, after=(Event.INCIDENT,))) == "within 72 hours after incident"
    assert say_clock(Clock(by=DAY, at="17:00", time_zone="UTC")) == "by 2026-04-10 at 17:00 (UTC)"
