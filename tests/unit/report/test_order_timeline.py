"""Timelines of orders: periods of states, and a picture that is well-formed and safe."""

from __future__ import annotations

import datetime
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from flowdown.base.strict_yaml import load
from flowdown.base.structure import decode
from flowdown.orders.order import Order, StatusEvent, StatusWord
from flowdown.pipeline.order_timeline import trace_orders
from flowdown.report.format import Look, load_formats
from flowdown.report.order_events import phase_of
from flowdown.report.timeline_page import lay_out_timeline
from flowdown.report.timeline_svg import draw_timeline
from tests.unit.orders.order_files import ORDER

DAY = datetime.date(2026, 4, 10)
PARTS = decode(Order, load(ORDER, "xx-parts.yaml"))
SVG = "{http://www.w3.org/2000/svg}"


def picture(
    *orders: Order, day: datetime.date = DAY, known_at: datetime.date = datetime.date(2026, 6, 1)
) -> ET.Element:
    return ET.fromstring(draw_timeline(trace_orders(orders, day, known_at)))


def words(root: ET.Element) -> str:
    return " ".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))


def test_states_follow_one_another_without_gaps() -> None:
    (lane,) = trace_orders((PARTS,), DAY, datetime.date(2026, 6, 1)).lanes
    assert [(period.state, period.phase) for period in lane.periods] == [
        ("announced", "not-yet"),
        ("in-force", "in-force"),
        ("enjoined", "halted"),
    ]
    assert [period.to for period in lane.periods] == [period.from_ for period in lane.periods[1:]] + [None]


def test_a_step_is_no_period_and_of_two_states_on_a_day_the_last_counts() -> None:
    day = datetime.date(2026, 4, 1)
    more = (
        StatusEvent(
            day=datetime.date(2026, 3, 1), status=StatusWord.CHALLENGED, what="a suit", source="text", mark="P"
        ),
        *PARTS.status,
        StatusEvent(day=day, status=StatusWord.VACATED, what="set aside", source="text", mark="P"),
    )
    (lane,) = trace_orders((replace(PARTS, status=more),), DAY, datetime.date(2026, 6, 1)).lanes
    assert [period.state for period in lane.periods] == ["announced", "in-force", "vacated"]
    assert [step.status for step in lane.steps] == ["challenged"]


def test_what_is_not_known_yet_is_not_drawn() -> None:
    (lane,) = trace_orders((PARTS,), DAY, datetime.date(2026, 3, 1)).lanes
    assert [period.state for period in lane.periods] == ["announced", "in-force"]


@pytest.mark.parametrize("status", StatusWord)
def test_every_state_has_a_phase(status: StatusWord) -> None:
    assert phase_of(status) in ("not-yet", "in-force", "halted", "ended")


def test_the_picture_has_title_description_legend_day_and_numbered_courts() -> None:
    root = picture(PARTS)
    assert "2026-04-10" in (root.findtext(f"{SVG}title") or "")
    assert "xx-parts: enjoined" in (root.findtext(f"{SVG}desc") or "")
    told = words(root)
    for word in (
        "in force",
        "halted by a court",
        "not followed any more",
        "as of 2026-04-10",
        "xx-parts",
        "a court halts it",
    ):
        assert word in told
    classes = {each.get("class") for each in root.iter(f"{SVG}rect")}
    assert {"halted edge", "in-force edge", "not-yet edge"} <= classes
    assert len(list(root.iter(f"{SVG}circle"))) == 2


def test_text_from_a_file_cannot_break_out() -> None:
    hostile = replace(PARTS, title='</text><script>alert(1)</script>\x1b[31m\u202e & "x" \'', id="xx-parts")
    text = draw_timeline(trace_orders((hostile,), DAY, DAY))
    root = ET.fromstring(text)
    assert not list(root.iter(f"{SVG}script"))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_nothing_lies_outside_the_paper() -> None:
    long_ago = replace(
        PARTS,
        status=(
            StatusEvent(day=datetime.date(1950, 9, 8), status=StatusWord.IN_FORCE, what="old", source="text", mark="P"),
            *PARTS.status,
        ),
    )
    root = picture(long_ago, PARTS)
    width, height = float(root.get("width") or 0), float(root.get("height") or 0)
    for bar in root.iter(f"{SVG}rect"):
        assert 0 <= float(bar.get("x") or 0) <= width
        assert float(bar.get("x") or 0) + float(bar.get("width") or 0) <= width
        assert float(bar.get("y") or 0) <= height
    assert "since 1950-09-08" in words(root)


def test_without_orders_or_events_it_is_still_a_picture() -> None:
    assert words(picture(replace(PARTS, status=()))).count("no state is known") == 1
    assert picture().get("role") == "img"


def test_the_page_says_the_same_in_words() -> None:
    draw = load_formats()["markdown"].draw
    assert draw is not None
    text = draw(lay_out_timeline(trace_orders((PARTS,), DAY, DAY)), Look())
    assert "2026-02-01" in text
    assert "2026-03-31" in text
    assert "this day" in text
