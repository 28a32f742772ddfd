"""What documents claim is followed to vendors: surely, or with the question of why it is not sure."""

from __future__ import annotations

import datetime

from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Family, Predicate
from flowdown.evidence.source import ClaimSource
from flowdown.graph import open_store
from flowdown.graph.leaning import Below, lean, read_below
from flowdown.graph.row import last_moment_of
from flowdown.reason.claimed_place import find_ways_down, place_claims
from flowdown.reason.uses import Use

DAY = datetime.date(2026, 3, 1)
BILL, OURS = "document:bill.json", "document:us/profile"
_P = Predicate


def claim(
    subject: str,
    predicate: Predicate,
    object_: str,
    document: str = BILL,
    stance: Stance = Stance.SUPPORTS,
    **more: str,
) -> Claim:
    return Claim(
        subject,
        predicate,
        object_,
        ClaimSource(document, "sha256:1", "components/0"),
        tuple(sorted(more.items())),
        stance=stance,
    )


def below(*claims: Claim) -> Below:
    with open_store(None) as store:
        store.add(claims, DAY)
        starts, families = ("system:shop", "contract:one"), (Family.DEPENDENCE,)
        return lean(read_below(store.backend, starts, last_moment_of(DAY), families), DAY, families)


OWN = frozenset({OURS})


def test_a_part_of_a_bill_is_a_use_of_its_maker() -> None:
    found = below(
        claim("system:shop", _P.CONTAINS, "package:pkg:npm/acme@1"),
        claim("package:pkg:npm/acme@1", _P.DEPENDS_ON, "package:pkg:npm/deep@2"),
        claim("package:pkg:npm/deep@2", _P.MADE_BY, "vendor:deepseek", basis="service", product="deepseek/api"),
    )
    place = place_claims(found, "system:shop", "system shop", OWN)
    assert place is not None
    assert set(place.uses) == {Use("deepseek", "service"), Use("deepseek", "", False, "api")}
    assert [each.subject for each in place.uses[Use("deepseek", "service")]] == [
        "system:shop",
        "package:pkg:npm/acme@1",
        "package:pkg:npm/deep@2",
    ]
    assert place.name == "system shop (claimed in bill.json)"
    assert not place.hints


def test_the_role_of_a_maker_is_no_basis_of_use() -> None:
    found = below(
        claim("system:shop", _P.CONTAINS, "product:deep/app@1"),
        claim("product:deep/app@1", _P.MADE_BY, "vendor:deepseek", basis="publisher"),
        claim("system:shop", _P.CONTAINS, "package:pkg:npm/deep@2"),
        claim("package:pkg:npm/deep@2", _P.MADE_BY, "vendor:deepseek", basis="supplier"),
    )
    place = place_claims(found, "system:shop", "system shop", OWN)
    assert place is not None
    assert set(place.uses) == {Use("deepseek", "service"), Use("deepseek", "library")}


def test_what_the_profile_says_itself_is_not_told_twice() -> None:
    found = below(claim("system:shop", _P.USES, "vendor:openai", OURS, basis="service"))
    assert place_claims(found, "system:shop", "system shop", OWN) is None


def test_what_a_supplier_uses_is_asked_about() -> None:
    found = below(
        claim("supplier:bolt", _P.SUPPLIES, "system:shop", OURS),
        claim("supplier:bolt", _P.USES, "vendor:deepseek", basis="model"),
    )
    place = place_claims(found, "system:shop", "system shop", OWN)
    assert place is not None
    assert (set(place.uses), set(place.hints)) == (set(), {Use("deepseek", "model")})
    (question,) = place.doubts(frozenset(), [Use("deepseek", "model")])
    assert question.asks == (
        "does system shop depend on deepseek? (what supplier:bolt uses need not be in what it supplies)"
    )


def test_a_sure_way_wins_over_a_shorter_disputed_one() -> None:
    found = below(
        claim("system:shop", _P.USES, "vendor:deepseek", stance=Stance.DISPUTES, basis="model"),
        claim("system:shop", _P.CONTAINS, "model:r1"),
        claim("model:r1", _P.MADE_BY, "vendor:deepseek", basis="model"),
    )
    (way,) = find_ways_down(found, "system:shop", OWN)
    assert (len(way.rows), way.is_open) == (2, "")


def test_a_disputed_claim_alone_is_asked_about() -> None:
    found = below(claim("system:shop", _P.USES, "vendor:deepseek", stance=Stance.DISPUTES, basis="model"))
    place = place_claims(found, "system:shop", "system shop", OWN)
    assert place is not None
    assert set(place.hints) == {Use("deepseek", "model")}


def test_no_way_goes_over_what_is_told_of_itself_nor_round_in_circles() -> None:
    found = below(
        claim("contract:one", _P.DEPENDS_ON, "system:shop", OURS),
        claim("system:shop", _P.CONTAINS, "model:r1"),
        claim("model:r1", _P.DERIVES_FROM, "model:r0"),
        claim("model:r0", _P.DERIVES_FROM, "model:r1"),
        claim("model:r0", _P.MADE_BY, "vendor:deepseek", basis="model"),
    )
    assert find_ways_down(found, "contract:one", OWN, frozenset({"system:shop", "contract:one"})) == ()
    assert len(find_ways_down(found, "system:shop", OWN, frozenset({"system:shop", "contract:one"}))) == 1
