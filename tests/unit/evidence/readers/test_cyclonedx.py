"""Bills of materials: what references, links and declarations mean, and what hostile ones may not do."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flowdown.base.errors import FlowdownError
from flowdown.catalogue import load
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import Names
from flowdown.evidence.claim import Claim
from flowdown.evidence.examine import examine
from flowdown.evidence.reader import Unread, Violation, Yield
from flowdown.evidence.readers.cyclonedx import READER

MOMENT = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)
SERIAL = "urn:uuid:11111111-2222-4333-8444-555555555555"
LINK = "urn:cdx:11111111-2222-4333-8444-555555555555/1"
SPACE = 'xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"'


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(load())


@pytest.fixture
def read(names: Names, tmp_path: Path) -> Callable[..., list[Yield]]:
    def _read(content: str | bytes, about: str = "") -> list[Yield]:
        file = tmp_path / "bill"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        size = file.stat().st_size
        return list(READER.read(Incoming("bill", "document:bill", file, "sha256:0", size, names, MOMENT, about)))

    return _read


def bill(**more: object) -> str:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, **more})


def library(name: str, **more: object) -> dict[str, object]:
    return {"type": "library", "bom-ref": name, "name": name, "purl": f"pkg:npm/{name}@1", **more}


def claims(told: list[Yield]) -> set[str]:
    found = [each for each in told if isinstance(each, Claim)]
    assert not [fault for claim in found for fault in examine(claim)]
    return {f"{each.subject} {each.predicate} {each.object}" for each in found}


def says(told: list[Yield], kind: type[Violation] | type[Unread]) -> list[str]:
    return [f"{each.where.path}: {each.says}" for each in told if isinstance(each, kind)]


def test_what_is_asked_about_holds_what_the_bill_is_about(read: Callable[..., list[Yield]]) -> None:
    main = {"type": "application", "name": "app", "group": "brook", "purl": "pkg:npm/brook@1"}
    supplier = {"name": "Brightfold Widgets LLC"}
    told = claims(read(bill(metadata={"component": main, "supplier": supplier}), about="system:shop"))
    assert "system:shop contains package:pkg:npm/brook@1" in told
    assert "organisation:brightfold-widgets-llc supplies system:shop" in told
    assert "package:pkg:npm/brook@1 made-by organisation:brightfold-widgets-llc" in told


def test_who_publishes_a_package_of_code_supplies_code_alone(read: Callable[..., list[Yield]]) -> None:
    image = {**library("beta"), "purl": "pkg:oci/beta@1"}
    parts = [{**each, "publisher": "Brightfold Widgets LLC"} for each in (library("alpha"), image)]
    made = [each for each in read(bill(components=parts)) if isinstance(each, Claim) and each.predicate == "made-by"]
    assert {each.subject: dict(each.qualifiers) for each in made} == {
        "package:pkg:npm/alpha@1": {"basis": "library", "role": "publisher"},
        "package:pkg:oci/beta@1": {"basis": "publisher"},
    }


def test_parts_of_a_bill_without_a_root_are_held_by_what_is_asked_about(read: Callable[..., list[Yield]]) -> None:
    text = bill(components=[library("alpha")])
    assert "system:shop contains package:pkg:npm/alpha@1" in claims(read(text, about="system:shop"))
    assert not [each for each in claims(read(text)) if " contains " in each]


def test_links_join_bills_over_their_serial_numbers(read: Callable[..., list[Yield]]) -> None:
    link = {"externalReferences": [{"type": "bom", "url": LINK}]}
    user = claims(read(bill(components=[library("alpha", **link)])))
    used = claims(read(bill(serialNumber=SERIAL, metadata={"component": library("beta")})))
    assert f"package:pkg:npm/alpha@1 contains product:{LINK}" in user
    assert f"product:{LINK} contains package:pkg:npm/beta@1" in used


def test_links_into_the_bill_itself_are_followed_and_others_are_told(read: Callable[..., list[Yield]]) -> None:
    links = [{"ref": "alpha", "dependsOn": [f"{LINK}#beta", "nowhere", "urn:cdx:99/1#x"]}]
    told = read(bill(serialNumber=SERIAL, components=[library("alpha"), library("beta")], dependencies=links))
    assert "package:pkg:npm/alpha@1 depends-on package:pkg:npm/beta@1" in claims(told)
    assert says(told, Unread) == [
        "dependencies/0/dependsOn/1: `nowhere` is no bom-ref of this document",
        "dependencies/0/dependsOn/2: `urn:cdx:99/1#x` is a part of another bill, which is not joined",
    ]


def test_a_reference_that_is_given_twice_breaks_the_format(read: Callable[..., list[Yield]]) -> None:
    told = read(bill(components=[library("alpha"), {**library("beta"), "bom-ref": "alpha"}]))
    assert says(told, Violation) == ["components/1/bom-ref: the bom-ref `alpha` is there twice"]


def test_what_is_excluded_or_external_is_no_part(read: Callable[..., list[Yield]]) -> None:
    parts = [library("alpha", scope="excluded"), library("beta", scope="optional")]
    told = read(bill(metadata={"component": library("app")}, components=parts))
    assert {"package:pkg:npm/app@1 uses package:pkg:npm/alpha@1"} < claims(told)
    assert "package:pkg:npm/app@1 contains package:pkg:npm/beta@1" in claims(told)
    assert "package:pkg:npm/app@1 contains package:pkg:npm/alpha@1" not in claims(told)


def test_variants_are_hints_and_descendants_derive(read: Callable[..., list[Yield]]) -> None:
    pedigree = {"descendants": [library("child")], "variants": [library("cousin")]}
    told = claims(read(bill(components=[library("alpha", pedigree=pedigree)])))
    assert "package:pkg:npm/child@1 derives-from package:pkg:npm/alpha@1" in told
    assert "package:pkg:npm/alpha@1 may-use package:pkg:npm/cousin@1" in told


def test_models_have_their_line_and_their_data(read: Callable[..., list[Yield]]) -> None:
    owners = [{"organization": {"name": "Harbour Data"}}]
    data = {"type": "dataset", "name": "tides", "governance": {"owners": owners}}
    model = {
        "type": "machine-learning-model",
        "name": "tuned",
        "group": "brook",
        "properties": [{"name": "tool:base_model", "value": "Qwen/Qwen2.5-7B"}],
        "modelCard": {"modelParameters": {"datasets": [data]}},
    }
    told = claims(read(bill(components=[model])))
    assert "model:brook/tuned derives-from model:Qwen/Qwen2.5-7B" in told
    assert "model:Qwen/Qwen2.5-7B made-by vendor:alibaba" in told
    assert "model:brook/tuned derives-from product:tides (bill)" in told
    assert "product:tides (bill) made-by organisation:harbour-data" in told


def test_attested_claims_are_said_by_who_assesses_them(read: Callable[..., list[Yield]]) -> None:
    declarations = {
        "assessors": [{"bom-ref": "who", "thirdParty": True, "organization": {"name": "Careful Assessors"}}],
        "attestations": [
            {"assessor": "who", "map": [{"requirement": "r1", "claims": ["c1"], "conformance": {"score": 0.5}}]}
        ],
        "claims": [{"bom-ref": "c1", "target": "us", "predicate": "holds nothing of them, ask a.b@example.com"}],
        "targets": {"organizations": [{"bom-ref": "us", "name": "Brightfold Widgets LLC"}]},
    }
    told = read(bill(declarations=declarations))
    (said,) = [each for each in told if isinstance(each, Claim) and each.qualifier("of") == "attested"]
    assert said.subject == "organisation:brightfold-widgets-llc"
    assert said.attribution == ("organisation:careful-assessors",)
    assert said.object == "text:holds nothing of them, ask ..."
    assert said.qualifier("conformance") == "0.5"


def test_what_is_cited_is_said_by_its_source(read: Callable[..., list[Yield]]) -> None:
    citation = {"pointers": ["/components/0"], "timestamp": "2026-01-01T00:00:00Z", "attributedTo": "scanner"}
    tools = {"components": [{"type": "application", "bom-ref": "scanner", "name": "scan", "group": "brook"}]}
    content = json.loads(bill(components=[library("alpha", publisher="Harbour Data")], metadata={"tools": tools}))
    told = read(json.dumps({**content, "specVersion": "1.7", "citations": [citation]}))
    (made,) = [each for each in told if isinstance(each, Claim) and each.predicate == "made-by"]
    assert made.attribution == ("product:brook/scan",)


def test_completeness_is_said_of_each_thing(read: Callable[..., list[Yield]]) -> None:
    compositions = [{"aggregate": "incomplete", "assemblies": ["alpha"]}, {"aggregate": "unknown"}]
    told = claims(read(bill(components=[library("alpha")], compositions=compositions)))
    assert "package:pkg:npm/alpha@1 described text:incomplete" in told
    assert "document:bill described text:unknown" in told


def test_no_address_of_a_person_and_no_login_gets_into_claims(read: Callable[..., list[Yield]]) -> None:
    parts = [library("alpha", publisher="Brook Team <brook@example.com>", author="a.b@example.com")]
    services = [{"name": "s", "endpoints": ["https://me:hidden@api.example.com/v1?key=hidden"]}]
    told = " ".join(sorted(claims(read(bill(components=parts, services=services)))))
    assert "organisation:brook-team" in told
    assert "identifier:host/api.example.com" in told
    assert "example.com>" not in told
    assert "@example.com" not in told
    assert "hidden" not in told


def test_a_newer_version_is_read_and_told(read: Callable[..., list[Yield]]) -> None:
    told = read(bill(components=[library("alpha")], serialNumber=SERIAL).replace('"1.6"', '"9.9"'))
    assert says(told, Violation) == ["specVersion: version `9.9` has no schema here (1.2 to 1.7)"]
    assert f"product:{LINK} contains package:pkg:npm/alpha@1" in claims(told)


@pytest.mark.parametrize(
    "content",
    [
        bill(components={"a": 1}, services="x", dependencies=[1, None, {"ref": 5, "dependsOn": "a"}], metadata=[]),
        bill(compositions={"aggregate": 7}, declarations=[{}], citations=4, formulation={"components": [[[]]]}),
        bill(components=[library("alpha", pedigree=[], modelCard=3, externalReferences={"type": "bom"}, data="x")]),
        bill(components=[{"type": "library", "name": "a\ud800", "bom-ref": "\udfff"}]),
        bill(components=[{"type": "library", "name": "a\x1b[31m\u202e", "publisher": "x\x00y"}]),
        bill(services=[{"name": "s", "endpoints": ["http://[::1", "//", "x"]}]),
        bill(components=[library("alpha", purl="pkg:" + "a/" * 5000)]),
    ],
)
def test_anything_may_stand_anywhere(content: str, read: Callable[..., list[Yield]]) -> None:
    claims(read(content))


def test_many_faults_are_listed_up_to_a_number(read: Callable[..., list[Yield]]) -> None:
    parts = [{"type": "gadget", "name": "a", "version": str(number)} for number in range(30_000)]
    found = says(read(bill(components=parts)), Violation)
    assert len(found) == 1000
    assert found[7].startswith("components/7/type: `gadget` is not one of")
    rows = "".join(
        f'<component type="gadget" bom-ref="{number}"><name>a</name></component>\n' for number in range(9000)
    )
    told = read(f"<bom {SPACE}><components>\n{rows}</components></bom>")
    broken = [each for each in told if isinstance(each, Violation)]
    assert len(broken) == 1000
    assert broken[5].where.line == 7


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f'<!DOCTYPE bom [<!ENTITY a "b">]><bom {SPACE}/>', "document type"),
        (f'<?xml version="1.0"?><!-- x --><!DOCTYPE bom SYSTEM "file:///etc/passwd"><bom {SPACE}/>', "document type"),
        ("<bom " + SPACE + ">" + "<a>" * 3000 + "</a>" * 3000 + "</bom>", "nested deeper"),
        (f"<bom {SPACE}><components>", "is no XML"),
        (f"<bom {SPACE}>" + "<a/>" * 1_000_001 + "</bom>", "more than 1,000,000 tags and attributes that are read"),
        (f"<bom {SPACE}>" + "<hashes/>" * 3_000_001 + "</bom>", "more than 3,000,000 tags"),
        (f'<?xml version="1.0" encoding="utf-9"?><bom {SPACE}/>', "its coding `utf-9` is not known"),
        ('{"bomFormat":"CycloneDX","components":' + "[" * 3000 + "]" * 3000 + "}", "nested deeper"),
        ('{"bomFormat":"CycloneDX","components":[' + "{}," * 6_000_001 + "{}]}", "more than 6,000,000 objects"),
        ('{"bomFormat":"CycloneDX"', "is no JSON"),
        ("[1]", "is no object"),
    ],
)
def test_harm_is_refused_in_one_line(content: str, words: str, read: Callable[..., list[Yield]]) -> None:
    with pytest.raises(FlowdownError, match=words) as refused:
        read(content)
    assert "\n" not in str(refused.value)
    assert refused.value.where


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "iso-8859-1", "windows-1252", "utf-16", "gbk"])
def test_a_bill_is_read_in_the_coding_that_it_declares(coding: str, read: Callable[..., list[Yield]]) -> None:
    name = "Brücke" if coding != "gbk" else "桥"
    text = (
        f'<?xml version="1.0" encoding="{coding.removesuffix("-sig")}"?><bom {SPACE}><components>'
        f'<component type="library"><group>acme</group><name>{name}</name></component></components></bom>'
    )
    (component,) = (
        each
        for each in read(text.encode(coding), "system:shop")
        if isinstance(each, Claim) and each.predicate == "contains" and "acme" in each.object
    )
    assert component.object == f"product:acme/{name}"


def test_other_files_are_not_read_into_a_bill(read: Callable[..., list[Yield]], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden")
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{tmp_path}/secret" parse="text"/>'
    told = read(
        f'<bom {SPACE}><components><component type="library"><name>a</name>{include}</component></components></bom>'
    )
    assert not [each for each in claims(told) if "hidden" in each]
