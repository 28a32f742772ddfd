"""Reads bills of materials in SPDX 3.0 JSON-LD: software, AI, dataset and build profiles.

Taken over are packages, models, data sets and builds, who supplied, made and published them, what is in them, what they
need, what they were made from and trained on. Files and snippets stand for the packages that hold them. Left out are
licences, checksums, vulnerabilities and their assessments, annotations, where else a thing can be had (`availableFrom`),
and what the AI and dataset profiles say of how a thing was made and what it is good for.
"""

from __future__ import annotations

import re

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.reader import Reader, ReaderExample
from flowdown.evidence.sayings import ReadingMode
from flowdown.evidence.spdx.read_3 import read_spdx_3

_CONTEXT = re.compile(r"https?://spdx\.org/rdf/v?(3\.\d+(?:\.\d+)?)/spdx-context\.jsonld")

_GRAPH = """{
 "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
 "@graph": [
  {"type": "CreationInfo", "@id": "_:made", "specVersion": "3.0.1", "created": "2026-01-05T10:00:00Z",
   "createdBy": ["https://brightfold.example/spdx/firm"]},
  {"type": "Organization", "spdxId": "https://brightfold.example/spdx/firm", "name": "Brightfold Widgets",
   "creationInfo": "_:made"},
  {"type": "SpdxDocument", "spdxId": "https://brightfold.example/spdx/document", "creationInfo": "_:made",
   "profileConformance": ["core", "software", "ai", "dataset"],
   "rootElement": ["https://brightfold.example/spdx/kettle"]},
  {"type": "software_Package", "spdxId": "https://brightfold.example/spdx/kettle", "creationInfo": "_:made",
   "name": "kettle", "software_packageVersion": "1.4", "suppliedBy": "https://brightfold.example/spdx/firm"},
  {"type": "ai_AIPackage", "spdxId": "https://brightfold.example/spdx/model", "creationInfo": "_:made",
   "name": "Qwen2-7B-Instruct",
   "software_downloadLocation": "https://huggingface.co/Qwen/Qwen2-7B-Instruct"%s},
  {"type": "dataset_DatasetPackage", "spdxId": "https://brightfold.example/spdx/steam", "creationInfo": "_:made",
   "name": "steam pictures", "dataset_datasetType": ["image"]},
  {"type": "LifecycleScopedRelationship", "spdxId": "https://brightfold.example/spdx/r1", "creationInfo": "_:made",
   "from": "https://brightfold.example/spdx/kettle", "relationshipType": "dependsOn", "scope": "runtime",
   "to": ["https://brightfold.example/spdx/model"]},
  {"type": "Relationship", "spdxId": "https://brightfold.example/spdx/r2", "creationInfo": "_:made",
   "from": "https://brightfold.example/spdx/model", "relationshipType": "trainedOn",
   "to": ["https://brightfold.example/spdx/steam"]}
 ]}
"""


def _recognise(head: Head) -> str:
    if head.is_binary or head.first_sign != "{" or "@context" not in head.json_keys:
        return ""
    version = _CONTEXT.search(head.text)
    return f"SPDX {version[1]} JSON-LD" if version else ""


READER = Reader(
    id="spdx-3",
    about="bills of materials in SPDX 3",
    formats=("SPDX 3.0 JSON-LD, with the software, AI, dataset and build profiles",),
    recognise=_recognise,
    read=read_spdx_3,
    mode=ReadingMode.OBSERVES,
    examples=(
        ReaderExample(
            "kettle.spdx3.json",
            _GRAPH % "",
            says=(
                "product:brightfold-widgets/kettle@1.4 depends-on model:Qwen/Qwen2-7B-Instruct",
                "product:brightfold-widgets/kettle@1.4 made-by organisation:brightfold-widgets",
                "model:Qwen/Qwen2-7B-Instruct derives-from product:steam pictures",
                "model:Qwen/Qwen2-7B-Instruct made-by vendor:alibaba",
            ),
        ),
        ReaderExample("cup.spdx3.json", _GRAPH % ', "colour": "red"', breaks=("breaks the model of `ai_AIPackage`",)),
        ReaderExample("person.jsonld", '{"@context": "https://schema.org", "name": "Ann"}\n', never=("package:",)),
    ),
    tried_on=("spdx/spdx-examples", "spdx/spdx-3-model serialization/jsonld/examples"),
    checks_schema=True,
)
