"""A claim's id is what it says; nothing that no claim may say passes."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from flowdown.evidence.claim import Claim, Stance, claim_from, content_of
from flowdown.evidence.examine import examine
from flowdown.evidence.predicate import SHAPES, Predicate
from flowdown.evidence.sayings import judge, retract, stamp
from flowdown.evidence.source import ClaimSource

DAY = datetime.date(2026, 3, 1)
NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
USES = Claim(
    "tree:app", Predicate.USES, "vendor:acme", ClaimSource("tree:app", "r1", "a.py:1:1"), (("basis", "model"),)
)
OWNS = Claim("organisation:a", Predicate.OWNS, "organisation:b", ClaimSource("document:d", "", ""), (("share", "60"),))


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "tree:other"},
        {"object": "vendor:other"},
        {"predicate": Predicate.MENTIONS},
        {"source": ClaimSource("tree:app", "r2", "a.py:1:1")},
        {"qualifiers": (("basis", "service"),)},
        {"valid_from": DAY},
        {"valid_until": DAY},
        {"stance": Stance.DENIES},
        {"confidence": 0.5},
        {"attribution": ("person:ann",)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_part_makes_another_claim(change: dict[str, object]) -> None:
    assert replace(USES, **change).id != USES.id  # type: ignore[arg-type]


def test_parts_do_not_run_into_each_other() -> None:
    one = replace(USES, source=ClaimSource("tree:app", "r1\0x", ""))
    other = replace(USES, source=ClaimSource("tree:app", "r1", "x\0"))
    assert one.id != other.id


def test_a_claim_is_what_its_texts_say() -> None:
    claim = replace(
        USES, valid_from=DAY, stance=Stance.DISPUTES, confidence=0.25, attribution=("person:ann", "vendor:x")
    )
    assert claim_from(content_of(claim)) == claim


def test_days_are_from_and_until_without_the_last() -> None:
    claim = replace(USES, valid_from=DAY, valid_until=DAY + datetime.timedelta(days=1))
    assert [claim.holds_on(DAY + datetime.timedelta(days=each)) for each in (-1, 0, 1)] == [False, True, False]


def test_every_predicate_has_a_shape() -> None:
    assert set(SHAPES) == set(Predicate)


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        (replace(USES, subject="app"), "the subject `app` is not written kind:id"),
        (replace(USES, subject="tree: "), "is not written kind:id"),
        (replace(USES, object="clause:x"), "takes no object of kind `clause`"),
        (replace(USES, subject="tree:" + "é" * 600), "longer than 1000 bytes"),
        (replace(USES, valid_from=DAY, valid_until=DAY), "it ends on 2026-03-01, not after it starts"),
        (replace(USES, confidence=0.0), "a confidence of 0.0"),
        (replace(USES, confidence=float("nan")), "a confidence of nan"),
        (replace(USES, qualifiers=(("b", ""), ("a", ""))), "sorted by name"),
        (replace(USES, qualifiers=(("", "x"),)), "a qualifier has no name"),
        (replace(USES, source=ClaimSource("", "", "")), "names no document"),
        (replace(USES, source=ClaimSource("tree:app", "", "x" * 200_000)), "longer than 100000 characters"),
        (replace(OWNS, qualifiers=(("share", "100.1"),)), "the share `100.1` is no number from 0 to 100"),
        (replace(OWNS, qualifiers=(("share", "NaN"),)), "the share `NaN`"),
        (replace(OWNS, qualifiers=(("share", "1_0"),)), "the share `1_0`"),
        (replace(OWNS, qualifiers=(("share", "49." + "9" * 40),)), "the share `49.999"),
        (
            replace(USES, source=ClaimSource("list.csv", "", "")),
            "`list.csv`, which is to say so, is not written kind:id",
        ),
        (replace(USES, attribution=("ann",)), "`ann`, which is to say so, is not written kind:id"),
        (replace(USES, subject="x" * 90_000), "x..."),
        (replace(OWNS, predicate=Predicate.VALUED, object="amount:lots", qualifiers=()), "`amount:lots` is no amount"),
        (replace(OWNS, predicate=Predicate.DATED, object="day:2026-W01-1", qualifiers=()), "is no day written"),
        (
            replace(USES, predicate=Predicate.DEPENDS_ON, object="vendor:x", qualifiers=(("need", "0"),)),
            "`need` is how many of the group must stay, not `0`",
        ),
        (replace(OWNS, predicate=Predicate.SAME_AS), "it needs the person who makes it"),
        (replace(OWNS, predicate=Predicate.DATED, object="day:2026-02-30"), "is no day written"),
        (replace(judge("vendor:a", "vendor:b", "person:ann", True, NOON), valid_from=DAY), "is said of no period"),
        (replace(retract(USES.id, "person:ann", "", NOON), stance=Stance.DENIES), "a retraction takes no stance"),
    ],
)
def test_what_no_claim_may_say_is_named(claim: Claim, says: str) -> None:
    assert says in " ".join(examine(claim))


@pytest.mark.parametrize("claim", [USES, OWNS, judge("vendor:b", "vendor:a", "person:ann", False, NOON)])
def test_sound_claims_pass(claim: Claim) -> None:
    assert examine(claim) == ()


def test_a_judgement_does_not_depend_on_the_order_of_the_two() -> None:
    assert judge("vendor:a", "vendor:b", "person:ann", True, NOON) == judge(
        "vendor:b", "vendor:a", "person:ann", True, NOON
    )


def test_moments_are_written_in_one_width_and_in_utc() -> None:
    east = datetime.timezone(datetime.timedelta(hours=9))
    assert stamp(datetime.datetime(2026, 3, 1, 5, tzinfo=east)) == "2026-02-28T20:00:00.000000Z"
