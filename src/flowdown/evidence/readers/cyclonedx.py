"""Reads CycloneDX bills of materials: what a product holds, uses and was made from, and who is behind each part.

Not taken over, since no vendor depends on it: licences, hashes, evidence of how a component was found, vulnerabilities,
annotations, release notes, patches, cryptographic properties, patents, standards, signatures, names of persons.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Reader, ReaderExample, Yield
from flowdown.evidence.sayings import ReadingMode

_SPACE = "cyclonedx.org/schema/bom"


def _recognise(head: Head) -> str:
    space, name = head.xml_root
    if _SPACE in space or (name == "bom" and "cyclonedx" in head.text[:4000]):
        return f"CycloneDX {space.rpartition('/')[2]} XML".replace("  ", " ")
    keys = head.json_keys
    is_one = "bomFormat" in keys or "cyclonedx" in keys.get("$schema", "") or {"specVersion", "version"} <= keys.keys()
    if head.first_sign != "{" or not is_one:
        return ""
    return f"CycloneDX {keys.get('specVersion', '')[:10]} JSON".replace("  ", " ")


def _read(incoming: Incoming) -> Iterator[Yield]:
    from flowdown.evidence.cyclonedx.bill import tell_bill
    from flowdown.evidence.cyclonedx.take_in import take_in

    with incoming.stream() as stream:
        start = stream.read(4096)
    bill = take_in(incoming, is_xml=Head(incoming.name, start).first_sign == "<")
    yield from bill.violations
    yield from tell_bill(incoming, bill.tree)


def _write(**parts: object) -> str:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, **parts})


READER = Reader(
    id="cyclonedx",
    about="CycloneDX bills of materials (software, services, models, devices, attestations)",
    formats=("CycloneDX 1.2 to 1.7 JSON", "CycloneDX 1.0 to 1.7 XML"),
    recognise=_recognise,
    read=_read,
    mode=ReadingMode.OBSERVES,
    examples=(
        ReaderExample(
            "app.cdx.json",
            _write(
                metadata={"component": {"type": "application", "bom-ref": "app", "group": "brook", "name": "app"}},
                components=[
                    {
                        "type": "library",
                        "bom-ref": "a",
                        "name": "alpha",
                        "purl": "pkg:npm/alpha@1.0.0",
                        "supplier": {"name": "Brightfold Widgets LLC"},
                    },
                    {"type": "library", "bom-ref": "b", "name": "beta", "purl": "pkg:npm/beta@2.0.0"},
                ],
                services=[
                    {
                        "bom-ref": "s",
                        "name": "tides",
                        "provider": {"name": "Harbour Data"},
                        "endpoints": ["https://api.openai.com/v1"],
                    }
                ],
                dependencies=[{"ref": "app", "dependsOn": ["a"]}, {"ref": "a", "dependsOn": ["b", "s"]}],
            ),
            says=(
                "product:brook/app contains package:pkg:npm/alpha@1.0.0",
                "product:brook/app depends-on package:pkg:npm/alpha@1.0.0",
                "package:pkg:npm/alpha@1.0.0 depends-on package:pkg:npm/beta@2.0.0",
                "package:pkg:npm/alpha@1.0.0 made-by organisation:brightfold-widgets-llc",
                "product:brook/app uses service:harbour-data/tides",
                "service:harbour-data/tides made-by vendor:openai",
                "package:pkg:npm/alpha@1.0.0 depends-on service:harbour-data/tides",
            ),
        ),
        ReaderExample(
            "app.xml",
            '<bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component type="library" bom-ref="a">'
            "<name>alpha</name><version>1</version><purl>pkg:npm/alpha@1</purl><pedigree><ancestors>"
            '<component type="library"><name>beta</name><version>1</version><purl>pkg:npm/beta@1</purl></component>'
            "</ancestors></pedigree></component></components></bom>",
            says=("package:pkg:npm/alpha@1 derives-from package:pkg:npm/beta@1",),
        ),
        ReaderExample(
            "model.json",
            _write(
                components=[
                    {
                        "type": "machine-learning-model",
                        "name": "tuned",
                        "group": "brook",
                        "pedigree": {
                            "ancestors": [
                                {"type": "machine-learning-model", "name": "x", "purl": "pkg:huggingface/mistralai/x@1"}
                            ]
                        },
                    }
                ],
            ),
            says=(
                "model:brook/tuned derives-from model:mistralai/x",
                "model:mistralai/x made-by vendor:mistral",
            ),
        ),
        ReaderExample(
            "broken.json",
            _write(components=[{"type": "gadget", "name": "alpha"}], dependencies=[{"ref": "nowhere"}]),
            breaks=("`gadget` is not one of",),
        ),
        ReaderExample("other.json", '{"spdxVersion": "SPDX-2.3", "version": 1}', never=("product:", "package:")),
    ),
    tried_on=(
        "CycloneDX/specification tools/src/test/resources at e02a34a",
        "CycloneDX/bom-examples at aaa2471",
        "guacsec/guac internal/testing/testdata/exampledata at a912954",
    ),
    checks_schema=True,
)
