"""SPDX 3: what its relations mean, models and data sets, what it breaks, and what hostile documents come to."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from flowdown.base.errors import FlowdownError
from tests.unit.evidence.readers.spdx_documents import document_3, element_3, read, relate_3

NAME = "lamp.spdx3.json"
BASE = {"software_packageVersion": "1"}


def _package(name: str, **fields: Any) -> dict[str, Any]:
    return element_3("software_Package", name, **BASE, **fields)


@pytest.mark.parametrize(
    ("word", "edge"),
    [
        ("dependsOn", "a@1 depends-on b@1"),
        ("contains", "a@1 contains b@1"),
        ("generates", "b@1 derives-from a@1"),
        ("ancestorOf", "b@1 derives-from a@1"),
        ("descendantOf", "a@1 derives-from b@1"),
        ("hasDataFile", "a@1 depends-on b@1"),
        ("hasDynamicLink", "a@1 depends-on b@1"),
        ("usesTool", "a@1 depends-on b@1"),
        ("copiedTo", "b@1 derives-from a@1"),
        ("hasDocumentation", ""),
    ],
)
def test_relations_mean(tmp_path: Path, word: str, edge: str) -> None:
    told = read(tmp_path, document_3(_package("a"), _package("b"), relate_3("a", word, "b")), NAME)
    assert not told.violations
    assert {each.replace("product:", "") for each in told.edges} == ({edge} if edge else set())


def test_scope_of_a_relation_is_kept(tmp_path: Path) -> None:
    relation = relate_3("a", "dependsOn", "b", scope="test") | {"type": "LifecycleScopedRelationship"}
    told = read(tmp_path, document_3(_package("a"), _package("b"), relation), NAME)
    assert [each.qualifier("scope") for each in told.claims if each.predicate == "depends-on"] == ["test"]


def test_models_have_makers_bases_and_data(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        document_3(
            element_3("ai_AIPackage", "tuned"),
            element_3("ai_AIPackage", "base", software_packageUrl="pkg:huggingface/deepseek-ai/DeepSeek-R1@abc"),
            element_3("dataset_DatasetPackage", "letters", dataset_datasetType=["text"]),
            relate_3("tuned", "descendantOf", "base"),
            relate_3("tuned", "trainedOn", "letters"),
        ),
        NAME,
    )
    assert told.edges == {
        "model:tuned derives-from model:deepseek-ai/DeepSeek-R1",
        "model:tuned derives-from product:letters",
        "model:deepseek-ai/DeepSeek-R1 made-by vendor:deepseek",
    }


def test_builds_join_what_goes_in_to_what_comes_out(tmp_path: Path) -> None:
    told = read(
        tmp_path,
        document_3(
            element_3("build_Build", "run", build_buildType="https://lamp.example/type"),
            _package("a"),
            _package("b"),
            relate_3("run", "hasInput", "b"),
            relate_3("run", "hasOutput", "a"),
        ),
        NAME,
    )
    assert told.edges == {
        "product:run depends-on product:b@1",
        "product:a@1 derives-from product:run",
    }


def test_roots_are_found_through_collections(tmp_path: Path) -> None:
    sbom = element_3("software_Sbom", "sbom", rootElement=["https://lamp.example/a"])
    document = document_3(sbom, _package("a"), _package("b"), relate_3("a", "contains", "b"))
    document["@graph"][2]["rootElement"] = ["https://lamp.example/sbom"]
    told = read(tmp_path, document, NAME, about="system:mine")
    assert {each for each in told.edges if each.startswith("system:mine")} == {"system:mine contains product:a@1"}


def test_prefixes_types_in_full_and_parts_in_place_are_read(tmp_path: Path) -> None:
    document = document_3(
        element_3("https://spdx.org/rdf/3.0.1/terms/Software/Package", "a"),
        relate_3("a", "dependsOn", "b") | {"from": "lamp:a"},
    )
    document["@context"] = [document["@context"], {"lamp": "https://lamp.example/"}]
    document["@graph"][-1]["to"] = [_package("b")]
    told = read(tmp_path, document, NAME)
    assert told.edges == {"product:a depends-on product:b@1"}


@pytest.mark.parametrize(
    ("element", "says"),
    [
        (_package("a", colour="red"), "breaks the model of `software_Package`"),
        (_package("a", software_primaryPurpose="lamp"), "breaks the model"),
        (_package("a") | {"name": 5}, "a value is not a text"),
        ({"type": "software_Package", "spdxId": "https://lamp.example/a", "name": "a"}, "'creationInfo'"),
        ({"type": "software_Lamp", "spdxId": "https://lamp.example/a"}, "there is no `software_Lamp`"),
        ({"spdxId": "https://lamp.example/a"}, "is no element with a type"),
        (relate_3("ann", "adores", "ann"), "breaks the model of `Relationship`"),
    ],
)
def test_rules_are_checked_with_place(tmp_path: Path, element: dict[str, Any], says: str) -> None:
    told = read(tmp_path, document_3(element), NAME)
    assert [each for each in told.grave if says in each.says and each.where.path == "@graph/3"], told.grave
    again = read(tmp_path, document_3(element), NAME)
    assert again.violations == told.violations


def test_each_of_many_elements_is_judged_by_what_it_says(tmp_path: Path) -> None:
    good = [_package(f"a{number}", builtTime="2026-01-05T10:00:00Z") for number in range(50)]
    bad = [
        _package("b1", builtTime="2026-13-05T10:00:00Z"),
        _package("b2", software_primaryPurpose="libary"),
        _package("b3", builtTime=["2026-01-05T10:00:00Z", "2026-01-06T10:00:00Z"]),
        element_3("software_File", "b4", contentType="https://lamp.example/a"),
    ]
    sound = element_3("software_File", "c", contentType="text/plain")
    told = read(tmp_path, document_3(*good, *bad, _package("c1", software_primaryPurpose="library"), sound), NAME)
    assert [each.where.path for each in told.grave] == [f"@graph/{number}" for number in range(53, 57)]


def test_circles_and_dangling_ids_end(tmp_path: Path) -> None:
    files = [element_3("software_File", name) for name in ("f", "g")]
    relations = [relate_3("f", "contains", "g"), relate_3("g", "contains", "f"), relate_3("f", "dependsOn", "gone")]
    told = read(tmp_path, document_3(*files, *relations), NAME, about="system:mine")
    assert [each.says for each in told.unread] == [
        "`https://lamp.example/gone` is not in this document: relations with it were left out (1)"
    ]


def test_no_mail_gets_into_messages(tmp_path: Path) -> None:
    relation = relate_3("a", "dependsOn", "urn:ann.example@mail.example-1")
    told = read(tmp_path, document_3(_package("a"), relation), NAME)
    assert told.unread
    assert told.violations
    assert "mail.example" not in repr((told.unread, told.violations, told.claims))


def test_elements_in_elements_take_no_time(tmp_path: Path) -> None:
    element: dict[str, Any] = _package("a")
    for number in range(60):
        element = _package(f"a{number}", suppliedBy=element)
    start = time.process_time()
    told = read(tmp_path, document_3(element), NAME)
    assert time.process_time() - start < 10
    assert told.claims


def test_what_is_no_graph_is_refused(tmp_path: Path) -> None:
    start = '{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": ['
    for text, says in (("]}", "has no element"), ("[" * 5000, "nested deeper"), ("", "is no JSON")):
        with pytest.raises(FlowdownError, match=says):
            read(tmp_path, start + text, NAME)
