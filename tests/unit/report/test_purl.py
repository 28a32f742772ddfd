"""Package URLs of sightings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from packageurl import PackageURL

from flowdown.report.purl import package_name, purl_of

from .samples import OPENAI_MANIFEST


@pytest.mark.parametrize(
    ("signature", "value", "purl"),
    [
        ("pypi:openai", "openai==1.99.2", "pkg:pypi/openai@1.99.2"),
        ("pypi:openai", "openai>=1.0", "pkg:pypi/openai"),
        ("pypi:openai", "openai", "pkg:pypi/openai"),
        ("pypi:Azure_AI.Inference", "azure-ai-inference", "pkg:pypi/azure-ai-inference"),
        ("npm:@anthropic-ai/sdk", "@anthropic-ai/sdk@0.30.1", "pkg:npm/%40anthropic-ai/sdk@0.30.1"),
        ("npm:openai", "openai ^4", "pkg:npm/openai"),
        ("maven:com.acme:client", "com.acme:client:1.2", "pkg:maven/com.acme/client@1.2"),
        ("maven:com.acme", "com.acme.ai:client:1.2", "pkg:maven/com.acme.ai/client@1.2"),
        ("maven:com.acme", "com.acme", None),
        ("golang:github.com/Acme/Client", "github.com/Acme/Client v1.2.3", "pkg:golang/github.com/acme/client@1.2.3"),
        ("nuget:Acme.AI.*", "Acme.AI.Chat", "pkg:nuget/Acme.AI.Chat"),
        ("nuget:Acme.AI.*", "Other.Chat", None),
        ("composer:Acme/Client", "acme/client", "pkg:composer/acme/client"),
        ("cargo:acme", "acme@1.0.0+build", "pkg:cargo/acme@1.0.0%2Bbuild"),
        ("deb:acme", "acme", None),
        ("host:api.acme.example", "api.acme.example", None),
        ("python-import:acme", "acme", None),
        ("", "acme", None),
        ("pypi:", "acme", None),
    ],
)
def test_names_the_package(signature: str, value: str, purl: str | None) -> None:
    assert purl_of(replace(OPENAI_MANIFEST, signature=signature, value=value)) == purl
    if purl:
        assert PackageURL.from_string(purl).to_string() == purl


def test_a_package_is_known_by_its_decoded_name() -> None:
    assert package_name("pkg:npm/%40anthropic-ai/sdk@0.30.1") == "@anthropic-ai/sdk"
