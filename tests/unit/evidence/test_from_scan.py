"""A scan as claims: what was seen, and that the tree was read."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.evidence.claim import content_of
from flowdown.evidence.from_scan import (
    Gathered,
    claim_of,
    content_of_sighting,
    gather,
    gather_with_readings,
    name_editions,
)
from flowdown.evidence.predicate import Predicate
from flowdown.graph import open_store
from flowdown.scan.run import scan
from flowdown.scan.sighting import Scan

MONDAY = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
FRIDAY = datetime.datetime(2026, 3, 6, 12, tzinfo=datetime.UTC)
CALL = 'from openai import OpenAI\n\nclient = OpenAI()\nclient.chat.completions.create(model="gpt-4o")\n'


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "main.py").write_text(CALL)
    return folder


def _scan(folder: Path) -> Scan:
    return scan([folder], load())


def _vendors(store_file: Path, as_of: datetime.datetime, known_at: datetime.datetime) -> set[str]:
    with open_store(store_file, writes=False) as store:
        return {claim.object for claim in store.view(as_of.date(), known_at).of("tree:app", Predicate.USES)}


def test_each_place_is_a_claim_with_its_locator(app: Path) -> None:
    assert {claim.source.locator.split(":")[0] for claim in gather(_scan(app))} == {"main.py"}


def test_the_same_tree_gives_the_same_edition_and_another_content_another(app: Path) -> None:
    first, again = name_editions(_scan(app)), name_editions(_scan(app))
    (app / "main.py").write_text("pass\n")
    assert first == again != name_editions(_scan(app))


def test_what_a_newer_scan_no_longer_sees_held_until_its_day(app: Path, tmp_path: Path) -> None:
    file = tmp_path / "claims.sqlite"
    with open_store(file) as store:
        store.add(gather_with_readings(_scan(app), MONDAY), MONDAY)
        (app / "main.py").write_text("pass\n")
        store.add(gather_with_readings(_scan(app), FRIDAY), FRIDAY)
    assert _vendors(file, MONDAY, FRIDAY) == {"vendor:openai"}
    assert _vendors(file, FRIDAY, FRIDAY) == set()
    assert _vendors(file, FRIDAY, MONDAY) == {"vendor:openai"}


def test_what_comes_back_holds_again(app: Path, tmp_path: Path) -> None:
    file = tmp_path / "claims.sqlite"
    later = FRIDAY + datetime.timedelta(days=7)
    with open_store(file) as store:
        for content, moment in ((CALL, MONDAY), ("pass\n", FRIDAY), (CALL, later)):
            (app / "main.py").write_text(content)
            store.add(gather_with_readings(_scan(app), moment), moment)
    assert [_vendors(file, day, later) for day in (MONDAY, FRIDAY, later)] == [
        {"vendor:openai"},
        set(),
        {"vendor:openai"},
    ]


def test_an_interrupted_scan_says_nothing_of_what_is_gone(app: Path) -> None:
    broken = replace(_scan(app), is_incomplete=True)
    assert [claim for claim in gather_with_readings(broken, MONDAY) if claim.predicate is Predicate.READ] == []


def test_what_is_told_of_a_sighting_is_what_its_claim_says(app: Path) -> None:
    (app / "docs é.md").write_text("OpenAI and Anthropic are mentioned here.\n")
    sightings = [each for each in _scan(app).sightings if each.vendor is not None]
    assert len({each.is_use for each in sightings}) == 2
    assert [content_of_sighting(each) for each in sightings] == [content_of(claim_of(each, "")) for each in sightings]


def test_claims_of_mentions_are_made_only_for_who_wants_them(app: Path) -> None:
    (app / "README.md").write_text("OpenAI and Anthropic are mentioned here.\n")
    gathered = Gathered(_scan(app))
    every = gathered.claims_without()
    assert len(gathered) == len(every) > len(gathered.of_uses)
    assert gathered.of_uses == tuple(each for each in every if each.predicate is not Predicate.MENTIONS)
    assert {claim.id for claim in gathered.of_uses} == gathered.sightings["app"].keys()
    assert gathered.claims_without({"app"}) == ()
