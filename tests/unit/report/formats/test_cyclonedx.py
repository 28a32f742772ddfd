"""CycloneDX: valid against the standard's 1.7 schema, complete, and the same for the same input."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from flowdown.catalogue.kinds import Basis
from flowdown.report.format import Look
from flowdown.report.formats.cyclonedx import FORMAT
from flowdown.report.report import Report
from flowdown.scan.trace import TraceKind

from ..samples import (
    DEEPSEEK_HOST,
    OPENAI_MANIFEST,
    SERVICE,
    bare_report,
    check_report,
    hostile_report,
    report_of,
    scan_of,
    scan_report,
    two_tree_report,
)


def bill_of(report: Report) -> Any:
    return json.loads(FORMAT.render(report, Look()))


def component(report: Report, name: str) -> Any:
    (found,) = [each for each in bill_of(report)["components"] if each["name"] == name]
    return found


def values(properties: list[dict[str, str]], name: str) -> list[str]:
    return [each["value"] for each in properties if each["name"] == f"flowdown:{name}"]


def test_every_report_is_valid(any_report: Report) -> None:
    fault = JsonStrictValidator(SchemaVersion.V1_7).validate_str(FORMAT.render(any_report, Look()))
    assert fault is None


def test_every_reference_is_unique_and_every_dependency_exists(any_report: Report) -> None:
    bill = bill_of(any_report)
    root = bill["metadata"]["component"]
    refs = [root["bom-ref"], *(each["bom-ref"] for each in root.get("components", []))]
    refs += [each["bom-ref"] for each in bill["components"] + bill["services"]]
    assert len(set(refs)) == len(refs)
    assert sorted(each["ref"] for each in bill["dependencies"]) == sorted(refs)
    assert {ref for each in bill["dependencies"] for ref in each.get("dependsOn", [])} <= set(refs)


def test_a_package_has_its_purl_and_its_occurrences() -> None:
    manifest = component(scan_report(), "openai")
    versions = [
        each for each in bill_of(scan_report())["components"] if each.get("purl", "").startswith("pkg:pypi/openai")
    ]
    assert manifest["type"] == "library"
    assert PackageURL.from_string(manifest["purl"]).name == "openai"
    assert [each["purl"] for each in versions] == ["pkg:pypi/openai@1.99.2"]
    assert [(each["location"], each["line"]) for each in manifest["evidence"]["occurrences"]] == [
        ("pyproject.toml", 14),
        ("src/agents/chat.py", 2),
        ("uv.lock", 210),
    ]


def test_two_pinned_versions_stay_two_packages() -> None:
    older = replace(OPENAI_MANIFEST, value="openai==1.0.0", place=replace(OPENAI_MANIFEST.place, path="old.txt"))
    bill = bill_of(report_of(scan_of((OPENAI_MANIFEST, older), (SERVICE,))))
    assert [each["version"] for each in bill["components"]] == ["1.0.0", "1.99.2"]


def test_a_model_is_a_machine_learning_model_with_a_card() -> None:
    model = component(scan_report(), "us.anthropic.claude-sonnet-4-5-20250929-v1:0")
    assert (model["type"], model["supplier"]["name"], model["scope"]) == (
        "machine-learning-model",
        "Anthropic",
        "required",
    )
    assert values(model["modelCard"]["properties"], "product") == ["claude"]
    assert values(model["properties"], "route") == ["bedrock"]


def test_a_distillation_is_one_model_with_every_vendor_in_its_line() -> None:
    model = component(scan_report(), "deepseek-ai/DeepSeek-R1-Distill-Llama-70B")
    assert values(model["properties"], "vendor") == ["deepseek", "meta"]
    assert "supplier" not in model


def test_a_model_whose_vendor_is_not_determined_is_listed_as_such() -> None:
    model = component(scan_report(), "undetermined, by OpenRouter")
    assert values(model["properties"], "vendor-undetermined") == ["true"]
    assert values(model["properties"], "vendor") == []


def test_a_service_has_its_provider_and_endpoints() -> None:
    (service,) = [each for each in bill_of(scan_report())["services"] if each["name"] == "DeepSeek API"]
    assert service["provider"]["name"] == "DeepSeek"
    assert service["endpoints"] == ["https://api.deepseek.com/v1"]
    assert values(service["properties"], "place") == ["src/agents/chat.py:7:24 (endpoint, configured)"]


def test_a_host_is_a_service_on_the_basis_of_host() -> None:
    (host,) = [each for each in bill_of(scan_report())["services"] if each["name"] == "Amazon Bedrock"]
    assert values(host["properties"], "basis") == ["host"]


def test_a_client_library_is_a_component_and_what_it_reaches_a_service() -> None:
    sdk = replace(
        OPENAI_MANIFEST, basis=Basis.SERVICE, kind=TraceKind.IMPORT, signature="python-import:acme", value="a.b"
    )
    built = replace(sdk, kind=TraceKind.CLIENT, place=replace(sdk.place, line=20))
    report = replace(
        report_of(scan_of((sdk, built), (SERVICE,))),
        client_products=frozenset({"openai/openai-sdk"}),
        service_names={"openai": "OpenAI API"},
    )
    bill = bill_of(report)
    assert [(each["type"], each["name"]) for each in bill["components"]] == [("library", "OpenAI SDK")]
    assert [each["name"] for each in bill["services"]] == ["OpenAI API"]


def test_the_id_of_an_order_is_told_once_in_a_determination() -> None:
    check = check_report().check
    assert check is not None
    full = replace(check.determinations[0], norm=f"{check.determinations[0].order}/a1")
    report = replace(check_report(), check=replace(check, determinations=(full,)))
    (told,) = values(bill_of(report)["metadata"]["properties"], "determination")
    assert told.startswith(f"{full.order}/a1, ")


def test_an_endpoint_that_is_no_address_is_left_to_its_place() -> None:
    odd = replace(DEEPSEEK_HOST, value="DEEPSEEK_URL or nothing")
    (service,) = bill_of(report_of(scan_of((odd,), (SERVICE,))))["services"]
    assert "endpoints" not in service
    assert values(service["properties"], "place")


def test_an_image_is_a_container() -> None:
    image = replace(DEEPSEEK_HOST, kind=TraceKind.IMAGE, basis=Basis.SERVICE, value="ghcr.io/acme/server:1")
    (container,) = bill_of(report_of(scan_of((image,), (SERVICE,))))["components"]
    assert (container["type"], container["name"]) == ("container", "ghcr.io/acme/server:1")


def test_a_device_is_a_device_of_its_tree() -> None:
    bill = bill_of(two_tree_report())
    (device,) = [each for each in bill["components"] if each["type"] == "device"]
    needs = {each["ref"]: each.get("dependsOn", []) for each in bill["dependencies"]}
    assert device["bom-ref"] in needs["tree:infra"]
    assert device["bom-ref"] not in needs["tree:service"]
    assert needs["root"] == ["tree:infra", "tree:service"]


@pytest.mark.parametrize("report", [scan_report, check_report])
def test_a_vendor_that_is_only_mentioned_is_no_component(report: Any) -> None:
    bill = bill_of(report())
    assert "google" not in json.dumps([bill["components"], bill["services"]]).lower()


def test_gaps_make_the_bill_incomplete_and_are_told() -> None:
    bill = bill_of(scan_report())
    assert [each["aggregate"] for each in bill["compositions"]] == ["incomplete"]
    assert len(values(bill["metadata"]["properties"], "gap")) == 2


def test_without_gaps_completeness_is_unknown_and_never_complete() -> None:
    assert [each["aggregate"] for each in bill_of(bare_report())["compositions"]] == ["unknown"]


def test_the_serial_number_follows_from_the_content() -> None:
    numbers = [bill_of(report())["serialNumber"] for report in (scan_report, scan_report, two_tree_report)]
    assert numbers[0] == numbers[1] != numbers[2]
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", numbers[0])


def test_the_only_time_is_the_day_of_knowledge() -> None:
    assert bill_of(scan_report())["metadata"]["timestamp"] == "2026-11-23T00:00:00Z"


def test_outcomes_of_a_check_are_told() -> None:
    told = values(bill_of(check_report())["metadata"]["properties"], "determination")
    assert "us-ndaa26-1532/a-3-A, service, dod_contract_performance: BREACH" in told


def test_hostile_endpoints_are_escaped() -> None:
    (service,) = bill_of(hostile_report())["services"]
    assert service["endpoints"] == ["https://api.deepseek.com/%22%E2%80%AE%3Cé%3E"]


def test_no_path_of_the_machine_is_told(any_report: Report) -> None:
    text = FORMAT.render(any_report, Look())
    assert not [tree.root for tree in any_report.scan.trees if tree.root in text]
