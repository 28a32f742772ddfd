"""A profile as claims: each fact with its place, each unknown one disputed and local to its contract."""

from __future__ import annotations

import datetime

from flowdown.evidence.claim import Claim, Stance
from flowdown.evidence.examine import examine
from flowdown.evidence.from_profile import gather_profile, read_profile_at
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.open_point import find_open_points
from tests.unit.evidence.profiles import US, catalogue, contract, read


def claims(text: str) -> tuple[Claim, ...]:
    return gather_profile(read(text), catalogue())


def said(text: str) -> set[tuple[str, str, str]]:
    return {(each.subject, each.predicate.value, each.object) for each in claims(text)}


def test_a_claim_names_document_digest_file_and_line() -> None:
    stated = read(contract(awarded="2025-11-14"))
    (claim,) = (each for each in gather_profile(stated, catalogue()) if each.predicate is Predicate.DATED)
    assert claim.source.document == "document:us-inc/profile"
    assert claim.source.revision == stated.digest
    assert claim.source.locator == "flowdown.yaml:4 contracts[0].awarded"


def test_clause_carries_its_version_and_modification() -> None:
    text = contract(clauses="[{clause: FAR 52.204-30, version: Dec 2023, modification: P00002, since: 2026-02-01}]")
    (claim,) = (each for each in claims(text) if each.predicate is Predicate.CARRIES)
    assert claim.object == "clause:52.204-30"
    assert claim.qualifiers == (("modification", "P00002"), ("version", "2023-12"))
    assert claim.valid_from == datetime.date(2026, 2, 1)


def test_clause_that_may_be_in_it_is_disputed() -> None:
    (claim,) = (
        each
        for each in claims(contract(clauses="[{clause: 52.204-30, present: unknown}]"))
        if each.predicate is Predicate.CARRIES
    )
    assert claim.stance is Stance.DISPUTES


def test_what_is_unknown_is_a_disputed_fact_of_its_contract() -> None:
    found = [each for each in claims(contract(solicited="unknown")) if each.qualifier("of") == "solicited"]
    assert [(each.subject, each.object, each.stance) for each in found] == [
        ("contract:c1", "text:unknown", Stance.DISPUTES)
    ]


def test_a_contract_without_a_field_leaves_the_same_open_as_one_that_says_unknown() -> None:
    asked = {point.of for point in find_open_points(read(contract()).profile)}
    told = {point.of for point in find_open_points(read(contract(solicited="unknown", piid="unknown")).profile)}
    assert asked == told


def test_nothing_of_the_government_is_asked_of_a_private_contract() -> None:
    points = find_open_points(read(contract(agency_kind="private", tier="0")).profile)
    assert {point.of for point in points} == {"kind", "awarded", "ends", "all-clauses-listed"}


def test_work_under_a_prime_is_claimed() -> None:
    text = contract(customer="prime", tier="1") + "customers: [{id: prime}]\n"
    assert ("organisation:us-inc", "subcontractor-of", "organisation:prime") in said(text)


def test_a_system_is_made_of_its_folders_and_serves_its_contract() -> None:
    text = contract() + "repositories: [{id: r, path: .}]\nsystems: [{id: s, repository: r, paths: [a/], serves: c1}]\n"
    assert {
        ("system:s", "contains", "tree:r/a"),
        ("tree:r", "contains", "tree:r/a"),
        ("repository:r", "contains", "tree:r"),
        ("system:s", "serves", "contract:c1"),
    } <= said(text)


def test_own_business_is_served_as_the_organisation() -> None:
    assert ("system:s", "serves", "organisation:us-inc") in said(US + "systems: [{id: s, serves: own-business}]\n")


def test_what_is_supplied_for_a_contract_names_it() -> None:
    text = contract() + "suppliers: [{id: h, supplies: [{what: hosting, to: c1}]}]\n"
    (claim,) = (each for each in claims(text) if each.predicate is Predicate.SUPPLIES)
    assert (claim.object, claim.qualifier("contract"), claim.qualifier("what")) == (
        "organisation:us-inc",
        "c1",
        "hosting",
    )


def test_supplier_that_is_a_vendor_is_the_vendor() -> None:
    assert ("vendor:openai", "supplies", "organisation:us-inc") in said(US + "suppliers: [{id: a, vendor: openai}]\n")


def test_maker_is_recognised_but_for_its_legal_form() -> None:
    text = US + "equipment: [{id: a, maker: Acronis AG}, {id: b, maker: Unheard Works}]\n"
    assert ("device:a", "made-by", "vendor:acronis") in said(text)
    assert ("device:b", "described", "text:Unheard Works") in said(text)


def test_maker_that_only_looks_like_a_vendor_is_disputed() -> None:
    (claim,) = (
        each
        for each in claims(US + "equipment: [{id: a, maker: Acronis Security Systems Inc}]\n")
        if each.predicate is Predicate.MADE_BY
    )
    assert (claim.object, claim.stance) == ("vendor:acronis", Stance.DISPUTES)


def test_known_use_reaches_the_contract_that_it_serves() -> None:
    text = contract() + "vendors: [{vendor: openai, what: chat, serves: c1}]\n"
    assert {("organisation:us-inc", "knows-use-of", "vendor:openai"), ("contract:c1", "uses", "vendor:openai")} <= said(
        text
    )


def test_holding_without_a_share_is_open() -> None:
    points = find_open_points(read(US + "ownership: [{owner: us, owned: openai}]\n").profile)
    assert [point.asks for point in points] == ["how many per cent of openai does us hold?"]


def test_the_example_makes_only_sound_claims() -> None:
    from pathlib import Path

    text = (Path(__file__).parents[3] / "examples" / "harbor-parts" / "flowdown.yaml").read_text(encoding="utf-8")
    stated = read(text)
    made = (
        *gather_profile(stated, catalogue()),
        read_profile_at(stated, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)),
    )
    assert [fault for each in made for fault in examine(each)] == []
