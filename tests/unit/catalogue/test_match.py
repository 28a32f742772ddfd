from __future__ import annotations

import pytest

from flowdown.catalogue.kinds import Basis, SignatureKind
from flowdown.catalogue.match import Index
from flowdown.catalogue.reading import Hit


def names(hits: tuple[Hit, ...]) -> list[str]:
    return [f"{hit.vendor}/{hit.product}" for hit in hits]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("pypi", "Acme_SDK[extra]"),
        ("pypi", "acme.sdk"),
        ("npm", "@acme/sdk"),
        ("maven", "com.acme:anything"),
        ("maven", "com.acme.deeper:thing"),
        ("golang", "github.com/acme/acme-go/v2/client"),
        ("nuget", "acme.sdk.extras"),
        ("cargo", "acme-rs"),
        ("swift", "https://github.com/Acme/acme-swift.git"),
    ],
)
def test_a_package_is_found_in_the_spellings_of_its_ecosystem(index: Index, kind: str, name: str) -> None:
    assert names(index.package(SignatureKind(kind), name)) == ["acme/sdk"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("pypi", "acme-sdk-extra"),
        ("npm", "@acme/sdk-react"),
        ("npm", "@acme/sdk/client"),
        ("maven", "com.acmesoft:sdk"),
        ("golang", "github.com/acme/acme-gopher"),
        ("nuget", "Acme.Sdkit"),
        ("word", "Orbit"),
    ],
)
def test_a_package_of_another_name_is_not_found(index: Index, kind: str, name: str) -> None:
    assert index.package(SignatureKind(kind), name) == ()


def test_the_most_specific_signature_decides(index: Index) -> None:
    (hit,) = index.package(SignatureKind.MAVEN, "com.acme:acme-cloud")
    assert hit.route == "cumulus"


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("python", "acme.client.chat"),
        ("python", "acme_sdk"),
        ("javascript", "@acme/sdk/client"),
        ("typescript", "npm:@acme/sdk@1.2.3"),
        ("go", "github.com/acme/acme-go/v2"),
        ("java", "com.acme.chat.Client"),
        ("kotlin", "com.acme.*"),
        ("csharp", "Acme.Net.Chat"),
        ("dotnet", "Acme.Sdk.Chat"),
        ("rust", "acme_rs::client"),
        ("php", "\\Acme\\Client\\Chat"),
        ("ruby", "acme/client"),
    ],
)
def test_an_import_is_found_by_whole_segments(index: Index, language: str, name: str) -> None:
    assert names(index.import_name(language, name)) == ["acme/sdk"]


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("python", "acme"),
        ("python", "acme.clients"),
        ("python", ".acme.client"),
        ("java", "com.acmesoft"),
        ("cobol", "x"),
    ],
)
def test_half_a_segment_is_no_import(index: Index, language: str, name: str) -> None:
    assert index.import_name(language, name) == ()


@pytest.mark.parametrize(
    ("host", "path", "found"),
    [
        ("api.acme.example", "/v1/chat", ["acme/api"]),
        ("https://user@API.acme.example:443", "", ["acme/api"]),
        ("eu.acme.example", "/v2/models", ["acme/api"]),
        ("eu.acme.example", "/v1", []),
        ("runtime.us-east-1.cumulus.example", "", ["cyan/"]),
        ("runtime.${REGION}.cumulus.example", "", ["cyan/"]),
        ("acme.example", "", []),
        ("api.acme.example.org", "", []),
    ],
)
def test_a_host_is_found_with_its_path(index: Index, host: str, path: str, found: list[str]) -> None:
    assert names(index.host(host, path)) == found


@pytest.mark.parametrize("name", ["ACME_API_KEY", "VITE_ACME_API_KEY", "ACME_API_KEY_2", "acme_api_key"])
def test_a_key_is_found_without_what_frameworks_add(index: Index, name: str) -> None:
    assert names(index.env_key(name)) == ["acme/api"]


def test_a_longer_key_is_another_key(index: Index) -> None:
    assert index.env_key("OTHER_ACME_API_KEY") == ()


@pytest.mark.parametrize(
    "ref", ["acme/orbit", "docker.io/acme/orbit:1.2", "acme/orbit@sha256:00", "ghcr.io/acme/server:latest"]
)
def test_an_image_is_found_without_tag_and_digest(index: Index, ref: str) -> None:
    assert names(index.image(ref)) == ["acme/sdk"]


@pytest.mark.parametrize("ref", ["acme/orbit-action@v1", "acme/orbit-action/setup@0a1b", "acme-ci/anything@main"])
def test_an_action_is_found_by_owner_and_repository(index: Index, ref: str) -> None:
    assert names(index.action(ref)) == ["acme/sdk"]


def test_the_other_kinds_are_found(index: Index) -> None:
    assert names(index.cli("/usr/bin/orbit")) == ["acme/api"]
    assert names(index.terraform("acme_model_endpoint")) == ["acme/sdk"]
    assert names(index.config_key("spring.ai.acme.api-key")) == ["acme/sdk"]
    assert names(index.symbol("acme.AcmeClient")) == ["acme/sdk"]
    assert names(index.agent_file("sub/folder/ORBIT.md")) == ["acme/sdk"]
    assert names(index.agent_file(".orbit/rules/a.md")) == ["acme/sdk"]
    assert names(index.namespace("Acme_AI")) == ["acme/orbit"]
    assert names(index.word("orbit")) == ["acme/api"]
    assert names(index.word("Blue Labs")) == ["blue/"]


def test_a_route_is_on_the_basis_of_its_host(index: Index) -> None:
    (hit,) = index.provider("Cumulus")
    assert (hit.vendor, hit.basis, hit.route) == ("cyan", Basis.HOST, "cumulus")


def test_a_name_that_means_something_else_too_is_no_vendor_by_alias(index: Index) -> None:
    assert index.vendor("acmeinc") == "acme"
    assert index.vendor("nova") is None
    assert index.is_name("cumulus-cloud")
    assert index.confusions("orbit camera") == ("orbit-camera, a control",)
