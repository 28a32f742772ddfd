"""Which nodes are one by strong identifiers, and which are not although they carry the same one."""

from __future__ import annotations

import datetime

import pytest

from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.sayings import assess, judge
from flowdown.evidence.source import ClaimSource
from flowdown.graph import open_store
from flowdown.graph.identity import Identity, identify

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
UEI = "identifier:uei/KLMNPQRS1234"


def _carries(node: str, identifier: str) -> Claim:
    return Claim(node, Predicate.IDENTIFIED_BY, identifier, ClaimSource("document:register", "r", node))


def _identify(*claims: Claim, with_disputed: bool = False) -> Identity:
    with open_store() as store:
        store.add(claims, NOON)
        return identify(store.known(NOON), with_disputed=with_disputed)


@pytest.mark.parametrize(
    "identifier",
    [UEI, "identifier:lei/5493001KJTIIGC8Y1R12", "identifier:cage/1ABC2"],
)
def test_firms_that_carry_one_identifier_are_one_and_the_claims_say_why(identifier: str) -> None:
    one, other = _carries("organisation:alpha", identifier), _carries("supplier:alpha-inc", identifier)
    found = _identify(one, other)
    assert found.name("supplier:alpha-inc") == found.name("organisation:alpha") == "organisation:alpha"
    assert [row.id for row in found.because("supplier:alpha-inc")] == [other.id, one.id]


def test_a_vendor_of_the_catalogue_stands_for_those_that_are_one_with_it() -> None:
    found = _identify(_carries("organisation:acme", UEI), _carries("vendor:acme-ai", UEI))
    assert found.group("organisation:acme") == ("organisation:acme", "vendor:acme-ai")
    assert found.name("organisation:acme") == "vendor:acme-ai"


def test_things_are_one_by_their_package_url() -> None:
    purl = "identifier:purl/pkg:pypi/acme@1.0"
    found = _identify(_carries("package:a", purl), _carries("product:b", purl), _carries("organisation:c", purl))
    assert set(found.names) == {"package:a", "product:b"}


@pytest.mark.parametrize(
    "identifier",
    ["identifier:duns/123456789", "identifier:uei/unknown", "identifier:cage/00000", "identifier:uei/klmnpqrs1234"],
)
def test_what_is_not_given_to_one_only_joins_nothing(identifier: str) -> None:
    assert _identify(_carries("organisation:a", identifier), _carries("organisation:b", identifier)).names == {}


def test_two_vendors_of_the_catalogue_are_never_joined_silently() -> None:
    claims = [_carries(node, UEI) for node in ("vendor:acme", "vendor:bolt", "supplier:acme-inc")]
    found = _identify(*claims)
    assert found.names == {}
    (clash,) = found.clashes
    assert clash.nodes == ("supplier:acme-inc", "vendor:acme", "vendor:bolt")
    assert "vendors of the catalogue" in clash.reason
    assert {row.id for row in clash.rows} == {claim.id for claim in claims}


def test_two_vendors_that_somebody_judges_to_be_one_are_joined() -> None:
    same = judge("vendor:acme", "vendor:bolt", "person:ann", True, NOON)
    found = _identify(same, *(_carries(node, UEI) for node in ("vendor:acme", "vendor:bolt", "supplier:x")))
    assert found.group("supplier:x") == ("supplier:x", "vendor:acme", "vendor:bolt") and not found.clashes


def test_somebody_can_judge_that_an_identifier_misleads() -> None:
    apart = judge("organisation:a", "organisation:b", "person:ann", False, NOON)
    for with_disputed in (False, True):
        found = _identify(
            apart, _carries("organisation:a", UEI), _carries("organisation:b", UEI), with_disputed=with_disputed
        )
        assert found.names == {} and "judges" in found.clashes[0].reason


def test_firms_with_different_legal_entity_identifiers_are_not_joined_by_another() -> None:
    found = _identify(
        _carries("organisation:a", UEI),
        _carries("organisation:b", UEI),
        _carries("organisation:a", "identifier:lei/5493001KJTIIGC8Y1R12"),
        _carries("organisation:b", "identifier:lei/5493001KJTIIGC8Y1R13"),
    )
    assert found.names == {} and "legal entity" in found.clashes[0].reason


def test_a_disputed_identifier_joins_only_with_disputed() -> None:
    one, other = _carries("organisation:a", UEI), _carries("organisation:b", UEI)
    claims = (one, other, assess(other.id, "person:bob", Stance.DISPUTES, "typing error", NOON))
    assert _identify(*claims).names == {}
    assert set(_identify(*claims, with_disputed=True).names) == {"organisation:a", "organisation:b"}
