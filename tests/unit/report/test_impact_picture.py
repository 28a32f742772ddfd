"""The page that draws what falls: whole in itself, safe, folded, with words for who cannot see it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from flowdown.evidence.claim import Claim
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.source import ClaimSource
from flowdown.graph import open_store
from flowdown.pipeline.impact import Cut, find_impact
from flowdown.report.impact_svg import draw_impact, write_page
from flowdown.report.impact_tree import MOST, grow_tree
from tests.unit.report.contrast import words_of

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
SOURCE = ClaimSource("document:list", "r", "")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    claims = [Claim(f"tree:t{number}", Predicate.USES, "vendor:acme", SOURCE) for number in range(12)]
    claims += [Claim(f"tree:t{number % 12}", Predicate.SERVES, f"system:s{number}", SOURCE) for number in range(60)]
    claims += [Claim(f"system:s{number}", Predicate.SERVES, f"contract:c{number}", SOURCE) for number in range(60)]
    claims.append(Claim("tree:<script>alert(1)</script>\x1b\u202e", Predicate.USES, "vendor:acme", SOURCE))
    file = tmp_path / "claims.sqlite"
    with open_store(file) as opened:
        opened.add(claims, NOON)
    return file


def test_many_nodes_are_folded_and_none_is_lost(store: Path) -> None:
    answer = find_impact(store, Cut(("acme",), NOON.date(), NOON))
    branches = grow_tree(answer)
    assert sum(branch.size() for branch in branches) <= MOST
    waiting, counted = list(branches), 0
    while waiting:
        branch = waiting.pop()
        counted += sum(map(int, re.findall(r"\d+", branch.folded))) if branch.folded else 1
        waiting.extend(branch.below)
    assert counted == answer.impact.counts.reachable == 133


def test_the_picture_is_sound_and_has_words(store: Path) -> None:
    answer = find_impact(store, Cut(("acme",), NOON.date(), NOON))
    root = ElementTree.fromstring(draw_impact(answer))
    assert root.get("role") == "img" and root.get("aria-labelledby") == "impact-title impact-desc"
    desc = root.find(f"{SVG}desc")
    assert desc is not None and "60 contracts, 60 systems and 13 trees fall" in (desc.text or "")
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for box in root.iter(f"{SVG}rect"):
        assert float(box.get("x", 0)) + float(box.get("width", 0)) <= width
        assert float(box.get("y", 0)) + float(box.get("height", 0)) <= height
    boxes = [
        box for box in root.iter(f"{SVG}rect") if box.get("class", "").startswith("box") and box.get("height") == "38"
    ]
    places = {(box.get("x"), box.get("y")) for box in boxes}
    assert len(places) == len(boxes)


def test_the_page_asks_for_nothing_and_runs_nothing(store: Path) -> None:
    page = write_page(find_impact(store, Cut(("acme",), NOON.date(), NOON)))
    assert "default-src 'none'" in page and "prefers-color-scheme: dark" in page
    assert "<script" not in page and "&lt;script&gt;" in page
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import""", page)
    assert "\x1b" not in page and "\u202e" not in page


def test_a_page_without_anything_that_falls_has_no_picture(tmp_path: Path) -> None:
    with open_store(tmp_path / "claims.sqlite") as opened:
        opened.add([Claim("vendor:acme", Predicate.OWNS, "organisation:x", SOURCE, (("share", "10"),))], NOON)
    page = write_page(find_impact(tmp_path / "claims.sqlite", Cut(("acme",), NOON.date(), NOON)))
    assert "<svg" not in page and "nothing falls" in page


@pytest.mark.parametrize("is_dark", [False, True])
def test_words_of_the_picture_stand_out(store: Path, is_dark: bool) -> None:
    told = words_of(draw_impact(find_impact(store, Cut(("acme",), NOON.date(), NOON))), is_dark=is_dark)
    assert told
    assert not [(each.text, each.ink, each.grounds) for each in told if each.contrast < 4.5]
