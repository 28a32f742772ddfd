"""What two formats say of one thing is said of one node, also where no package URL names it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.evidence.readers.arrive import arrive

_SPDX = """SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: shop
DocumentNamespace: https://acme.example/shop
Creator: Tool: acme
Created: 2026-01-01T00:00:00Z
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a

PackageName: kettle
SPDXID: SPDXRef-a
PackageVersion: 1.4
PackageSupplier: {supplier}
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
PackageLicenseConcluded: NOASSERTION
PackageLicenseDeclared: NOASSERTION
PackageCopyrightText: NOASSERTION
{more}
"""


def _cyclonedx(**more: object) -> str:
    part = {"type": "application", "bom-ref": "a", "name": "kettle", "version": "1.4", **more}
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": part}})


@pytest.mark.parametrize(
    ("supplier", "more", "part", "node"),
    [
        (
            "Organization: Brightfold Widgets, LLC (bom@brightfold.example)",
            "",
            {"supplier": {"name": "Brightfold Widgets, LLC"}},
            "product:brightfold-widgets-llc/kettle@1.4",
        ),
        (
            "NOASSERTION",
            "ExternalRef: PACKAGE-MANAGER purl pkg:PyPI/Kettle@1.4",
            {"purl": "pkg:pypi/kettle@1.4"},
            "package:pkg:pypi/kettle@1.4",
        ),
    ],
)
def test_one_thing_in_two_formats(tmp_path: Path, supplier: str, more: str, part: dict[str, object], node: str) -> None:
    text = _SPDX.format(supplier=supplier, more=more)
    for reader, content, name in (("spdx-2", text, "shop.spdx"), ("cyclonedx", _cyclonedx(**part), "shop.json")):
        told = arrive(tmp_path, reader, content, name, "system:shop")
        assert f"system:shop contains {node}" in told.triples
