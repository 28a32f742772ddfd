"""The words of every drawing stand out from their ground, on a light page, a dark one and in print."""

from __future__ import annotations

import datetime

import pytest

from flowdown.orders.load import load as load_orders
from flowdown.pipeline.order_timeline import trace_orders
from flowdown.report.dossier.pdf_file import for_print
from flowdown.report.timeline_svg import draw_timeline
from tests.unit.report.contrast import words_of
from tests.unit.report.papers.organisations import CAMERA, contract, facts, sheets

LEAST = 4.5
"""By the Web Content Accessibility Guidelines, level AA, for text of any size."""
THREAT = (contract("DFARS 252.239-7018 (DEC 2022)"), "2026-03-06", ("us-ant-3252", "us-ant-dpa"), "as_threatened")


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("firm")
    camera, threat = facts(folder, CAMERA, "2026-07-03"), facts(folder, *THREAT)
    found = {
        f"{name} of {paper}": drawing.svg
        for told, paper in (
            (camera, "inventory"),
            (camera, "status-sheet"),
            (camera, "way-out"),
            (threat, "conflict-memo"),
            (threat, "status-sheet"),
        )
        for sheet in sheets(told, paper)
        for name, drawing in sheet.drawings.items()
    }
    day = datetime.date(2026, 7, 3)
    orders = tuple(each for _, each in sorted(load_orders().orders.items()))
    return {**found, "every order over time": draw_timeline(trace_orders(orders, day, day))}


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_words_stand_out_from_their_ground(drawings: dict[str, str], scheme: str) -> None:
    assert len(drawings) >= 5
    for name, svg in drawings.items():
        told = words_of(for_print(svg) if scheme == "print" else svg, is_dark=scheme == "dark")
        assert len(told) > 3, name
        faint = [(each.text, each.ink, each.grounds) for each in told if each.contrast < LEAST]
        assert not faint, name


def test_words_on_a_ground_of_their_own_colour_are_noticed() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><style>\n.a .on { fill: #ffffff; } .b { fill: #eeeeee; }\n'
        "@media (prefers-color-scheme: dark) {\n.b { fill: #0d1117; }\n}\n</style>"
        '<g class="a"><rect class="b" x="0" y="0" width="90" height="20"/><text class="on" x="4" y="14">faint</text></g></svg>'
    )
    (light,), (dark,) = words_of(svg, is_dark=False), words_of(svg, is_dark=True)
    assert light.grounds == ("#eeeeee",)
    assert light.contrast < LEAST < dark.contrast
