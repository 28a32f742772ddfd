"""Discoveries and reviews of a profile: read, examined, stated as claims."""

from __future__ import annotations

import pytest

from flowdown.evidence.from_profile import gather_profile
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.discovery import Submission
from tests.unit.evidence.profiles import US, catalogue, faults, read

HELD = "contracts: [{id: c1}]\nequipment: [{id: cam, kind: camera}]\nsystems: [{id: quotes}]\n"


def _found(**fields: str) -> str:
    return US + HELD + "discoveries:\n  - " + "\n    ".join(f"{key}: {value}" for key, value in fields.items()) + "\n"


def test_the_id_comes_from_what_was_found() -> None:
    assert read(_found(what="Gate Camera", identified="2026-07-03")).profile.discoveries[0].id == "gate-camera"


def test_reports_that_went_out_may_be_written_short() -> None:
    found = read(_found(id="x", identified="2026-07-03", submitted="{an-order: 2026-07-06T10:00}"))
    assert found.profile.discoveries[0].submitted == (Submission("an-order", at="2026-07-06T10:00"),)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"id": "x"}, "says not when"),
        ({"id": "x", "identified": "yesterday"}, "`yesterday` is no day or time"),
        ({"id": "x", "identified": "2026-02-30T10:00"}, "is no day or time"),
        ({"id": "x", "identified": "1026-02-03"}, "is no likely day"),
        ({"id": "x", "identified": "2026-07-03", "where": "attic"}, "`attic` is no equipment, system"),
        ({"id": "x", "identified": "2026-07-03", "contracts": "[c2]"}, "`c2` is no contract"),
        ({"id": "x", "identified": "2026-07-03", "supplier": "shop"}, "`shop` is no supplier"),
        ({"id": "x", "identified": "2026-07-03", "submitted": "[{at: 2026-07-04}]"}, "says not which report"),
        ({"id": "x", "identified": "2026-07-03", "submitted": "[{report: r}]"}, "says not when"),
        ({"id": "x", "identified": "2026-07-03", "submitted": "{r: 2026-07-02}"}, "before it was found"),
        ({"id": "x", "identified": "2026-07-03T16:00", "submitted": "{r: 2026-07-03T15:59}"}, "before it was found"),
        ({"id": "x", "identifed": "2026-07-03"}, "did you mean `identified`?"),
        ({"id": "bad id", "identified": "2026-07-03"}, "is no id"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(fields: dict[str, str], said: str) -> None:
    told = faults(_found(**fields))
    assert [each for each in told if said in each and "(discoveries[0]" in each], told


def test_a_submission_after_the_event_in_another_zone_is_sound() -> None:
    """Told at ten in Tokyo is the evening before in New York."""
    fields = {"identified": "2026-07-03T20:30 America/New_York", "submitted": '{r: "2026-07-04T10:00 Asia/Tokyo"}'}
    assert faults(_found(id="x", **fields)) == []


def test_an_id_stands_for_one_discovery() -> None:
    twice = _found(id="x", identified="2026-07-03") + "  - {id: x, identified: unknown}\n"
    assert any("`x`" in each for each in faults(twice))


def test_what_was_found_becomes_claims() -> None:
    text = _found(id="x", what="a camera", maker="hikvision", where="cam", identified="2026-07-03T16:00")
    claims = gather_profile(read(text + "reviews: [{duty: r, contract: c1, on: 2026-05-01, by: Ann}]\n"), catalogue())
    told = {(each.subject, each.predicate, each.object) for each in claims}
    assert ("document:us-inc/profile/discovery/x", Predicate.DATED, "day:2026-07-03") in told
    assert ("document:us-inc/profile/discovery/x", Predicate.DESCRIBED, "text:a camera") in told
    assert ("device:cam", Predicate.MADE_BY, "vendor:hikvision") in told
    assert ("contract:c1", Predicate.DATED, "day:2026-05-01") in told


def test_what_is_found_in_a_system_is_used_there_from_that_day() -> None:
    text = _found(id="x", maker="deepseek", where="quotes", identified="2026-07-03T16:00")
    claims = gather_profile(read(text), catalogue())
    used = [each for each in claims if each.predicate is Predicate.USES]
    assert [(each.subject, each.object, str(each.valid_from)) for each in used] == [
        ("system:quotes", "vendor:deepseek", "2026-07-03")
    ]


def test_a_maker_that_nobody_knows_is_a_question() -> None:
    from flowdown.evidence.profile.open_point import find_open_points

    points = find_open_points(read(_found(id="x", identified="2026-07-03")).profile)
    assert "whose product is it that was found in x?" in [each.asks for each in points]
