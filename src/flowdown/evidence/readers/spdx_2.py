"""Reads bills of materials in SPDX 2.0 to 2.3: tag-value, JSON, YAML, XML and RDF/XML.

Taken over are packages, who supplied and made them, what is in them, what they need and what they were made from. Files
and snippets stand for the packages that hold them; one that no package holds stands for itself where something depends
on it. Left out are licences, checksums, security references, annotations, and who wrote the document.
"""

from __future__ import annotations

import re

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.reader import Reader, ReaderExample
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.spdx.read_2 import form_of, read_spdx_2

_VERSION = re.compile(r"""SPDX-(\d\.\d)""")

_TAGS = """SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: kettle
DocumentNamespace: https://brightfold.example/spdx/kettle
Creator: Organization: Brightfold Widgets
Created: 2026-01-05T10:00:00Z

PackageName: kettle
SPDXID: SPDXRef-kettle
PackageVersion: 1.4
PackageSupplier: Organization: Brightfold Widgets (sales@brightfold.example)
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
PackageLicenseConcluded: MIT
PackageLicenseDeclared: MIT
PackageCopyrightText: NONE

PackageName: steam
SPDXID: SPDXRef-steam
PackageVersion: 0.2.0
PackageDownloadLocation: https://registry.example/steam.tgz
FilesAnalyzed: false
PackageLicenseConcluded: MIT
PackageLicenseDeclared: MIT
PackageCopyrightText: <text>Copyright
all of us</text>
ExternalRef: PACKAGE-MANAGER purl pkg:npm/steam@0.2.0

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-kettle
Relationship: SPDXRef-steam DEPENDENCY_OF SPDXRef-kettle
"""
_JSON = """{
 "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "kettle",
 "documentNamespace": "https://brightfold.example/spdx/kettle", %s
 "packages": [
  {"name": "kettle", "SPDXID": "SPDXRef-kettle", "versionInfo": "1.4", "downloadLocation": "NOASSERTION",
   "supplier": "Organization: Brightfold Widgets", "licenseConcluded": "MIT", "licenseDeclared": "MIT",
   "copyrightText": "NONE", "filesAnalyzed": false},
  {"name": "claudelike", "SPDXID": "SPDXRef-sdk", "downloadLocation": "NOASSERTION", "licenseConcluded": "MIT",
   "licenseDeclared": "MIT", "copyrightText": "NONE", "filesAnalyzed": false,
   "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                     "referenceLocator": "pkg:pypi/anthropic@0.40.0"}]}],
 "relationships": [
  {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-kettle"},
  {"spdxElementId": "SPDXRef-kettle", "relationshipType": "CONTAINS", "relatedSpdxElement": "SPDXRef-sdk"}]}
"""
_CREATION = '"creationInfo": {"created": "2026-01-05T10:00:00Z", "creators": ["Tool: hand"]},'
_KETTLE = "product:brightfold-widgets/kettle@1.4"


def _recognise(head: Head) -> str:
    form = form_of(head)
    if not form:
        return ""
    version = _VERSION.search(head.text)
    return f"SPDX {version[1] if version else '2'} {form}"


READER = Reader(
    id="spdx-2",
    about="bills of materials in SPDX 2",
    formats=("SPDX 2.0 to 2.3: tag-value, JSON, YAML, XML, RDF/XML",),
    recognise=_recognise,
    read=read_spdx_2,
    mode=ReadingMode.OBSERVES,
    examples=(
        ReaderExample(
            "kettle.spdx",
            _TAGS,
            says=(
                f"{_KETTLE} depends-on package:pkg:npm/steam@0.2.0",
                f"{_KETTLE} made-by organisation:brightfold-widgets",
                f"{_KETTLE} named text:kettle",
            ),
            never=("package:pkg:npm/steam@0.2.0 depends-on",),
        ),
        ReaderExample(
            "kettle.spdx.json",
            _JSON % _CREATION,
            says=(
                f"{_KETTLE} contains package:pkg:pypi/anthropic@0.40.0",
                "package:pkg:pypi/anthropic@0.40.0 made-by vendor:anthropic",
            ),
        ),
        ReaderExample("cup.spdx.json", _JSON % "", breaks=("has no `creationInfo`",)),
        ReaderExample("notes.txt", "SPDX is a format for bills of materials\n", never=("package:",)),
    ),
    tried_on=(
        "spdx/tools-python tests/spdx/data",
        "spdx/spdx-examples",
        "chainguard-dev/bom-shelter in-the-wild/spdx",
        "guacsec/guac internal/testing/testdata/exampledata",
    ),
    checks_schema=True,
)
