"""CycloneDX: the specification's own test files, its example bills, and bills that an aggregator met."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowdown.catalogue import load
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import Names
from flowdown.evidence.arriving.taken import Fate
from flowdown.evidence.claim import Claim
from flowdown.evidence.examine import examine
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.readers.cyclonedx import READER
from tests.conformance.suites import MOMENT, judge, rows, wrong

VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "ext")
BREAKS_THE_SCHEMA = {
    "cyclonedx-1.7.json": "components/0/patentAssertions/0/asserter",
    "small-legal-cyclonedx-no-inline.json": "components/3/hashes/0/content",
    "small-legal-cyclonedx.json": "components/3/hashes/0/content",
}
"""Files that an aggregator takes, and so its manifest calls valid, but that the published schema refuses, and where."""
TAKEN = {"distroless-cyclonedx-invalid-version.json"}
"""The version of a component in it is unusual; nothing in the format forbids it."""


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(load())


@pytest.mark.parametrize("version", VERSIONS)
def test_specification(version: str, shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/cyclonedx-conformance"
    expected = rows(folder, of=lambda row: row["path"].startswith(f"{version}/"))
    assert not wrong(expected, judge([*expected], folder, tmp_path), folder)


def test_all_of_the_specification_is_judged(shared: Path) -> None:
    folder = shared / "data/cyclonedx-conformance"
    assert {file.relative_to(folder).parts[0] for file in rows(folder)} <= set(VERSIONS)


def test_examples(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/cyclonedx-examples"
    expected = rows(folder)
    assert not wrong(expected, judge([*expected], folder, tmp_path), folder)


def test_bills_that_an_aggregator_met(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/guac-testdata"
    expected = {
        file: is_valid
        for file, is_valid in rows(folder).items()
        if "cyclonedx" in file.name or "cdx" in file.name
        if file.name not in {*BREAKS_THE_SCHEMA, *TAKEN, "invalid-cyclonedx.xml"}
    }
    assert len(expected) > 15
    assert not wrong(expected, judge([*expected], folder, tmp_path), folder)


def test_where_the_aggregator_and_the_schema_differ(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data/guac-testdata"
    odd = [folder / name for name in BREAKS_THE_SCHEMA]
    for file, each in judge(odd, folder, tmp_path).items():
        assert each.fate is Fate.REFUSED
        assert BREAKS_THE_SCHEMA[file.name] in [why.where.path for why in each.why if why.where]
    for each in judge(odd, folder, tmp_path, strict=False).values():
        assert each.fate is Fate.CHECKED
        assert each.claims
        assert each.broken
    (taken,) = judge([folder / name for name in TAKEN], folder, tmp_path).values()
    assert taken.fate is Fate.CHECKED
    (nothing,) = judge([folder / "invalid-cyclonedx.xml"], folder, tmp_path).values()
    assert nothing.fate is Fate.REFUSED


def _read(file: Path, names: Names) -> list[Claim]:
    content = file.read_bytes()
    revision = f"sha256:{hashlib.sha256(content).hexdigest()}"
    incoming = Incoming(file.name, f"document:{file.name}", file, revision, len(content), names, MOMENT)
    claims = [each for each in READER.read(incoming) if isinstance(each, Claim)]
    assert not [fault for claim in claims for fault in examine(claim)]
    return claims


def _walk(components: list[Any], above: Any = None) -> Iterator[tuple[Any, Any]]:
    for each in components:
        yield each, above
        yield from _walk(each.get("components", []), each)


def _called(component: Any) -> Any:
    return component.get("purl") or tuple(component.get(key) for key in ("group", "name", "version"))


def _bills(shared: Path) -> list[Path]:
    examples = sorted((shared / "data/cyclonedx-examples").rglob("*.json"))
    conforming = sorted((shared / "data/cyclonedx-conformance").rglob("valid-*.json"))
    others = sorted((shared / "data/guac-testdata").glob("*cyclonedx*.json"))
    return [file for file in (*examples, *conforming, *others) if file.name != "invalid-cyclonedx.json"]


def test_every_component_and_every_edge_is_told(shared: Path, names: Names) -> None:
    """Counted by plain code over the JSON, apart from the reader."""
    seen: Counter[str] = Counter()
    for file in _bills(shared):
        bill = json.loads(file.read_bytes())
        claims = _read(file, names)
        main = bill.get("metadata", {}).get("component")
        found = [*_walk(bill.get("components", []), main)]
        components = [each for each, above in found]
        inside = [each for each, _ in _walk(main.get("components", []))] if main else []
        has_root = bool(main) or "serialNumber" in bill
        joined = {
            claim.source.locator
            for claim in claims
            if claim.predicate in (Predicate.CONTAINS, Predicate.USES, Predicate.DEPENDS_ON)
            and claim.source.locator.startswith(("components/", "metadata/component/components/"))
            and claim.source.locator.rpartition("/")[0].rpartition("/")[2] == "components"
        }
        # What is called as that which holds it is the same thing, and does not hold itself.
        doubled = sum(1 for each, above in found if above and _called(each) == _called(above))
        if has_root:
            assert len(joined) == len(components) + len(inside) - doubled, file
        refs = {each.get("bom-ref") for each in (*components, *inside, main or {}, *_services(bill))}
        edges = [
            (number, key, index)
            for number, link in enumerate(bill.get("dependencies", []))
            for key in ("dependsOn", "provides")
            for index, other in enumerate(link.get(key, []))
            if link["ref"] in refs and other in refs
        ]
        told = {claim.source.locator for claim in claims if claim.source.locator.startswith("dependencies/")}
        missing = [edge for edge in edges if "dependencies/{}/{}/{}".format(*edge) not in told]
        assert len(told) + len(missing) == len(edges), file
        # Two components of one package URL are one thing, which does not depend on itself.
        purls = {each.get("bom-ref"): each.get("purl", each.get("bom-ref")) for each in components}
        for number, key, index in missing:
            link = bill["dependencies"][number]
            assert purls[link["ref"]] == purls[link[key][index]], file
        seen["components"] += len(components)
        seen["edges"] += len(edges)
    assert seen["components"] > 3000
    assert seen["edges"] > 2000


def _services(bill: Any) -> Iterator[Any]:
    pending = [*bill.get("services", [])]
    while pending:
        each = pending.pop()
        yield each
        pending.extend(each.get("services", []))


TWINS = [
    (f"{version}/{name}-{version}.json", f"{version}/{name}-{version}.xml")
    for version in ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
    for name in (
        "valid-dependency valid-service valid-compositions valid-machine-learning valid-attestation valid-assembly "
        "valid-metadata-supplier valid-formulation valid-component-swid valid-patch valid-bom valid-metadata-tool"
    ).split()
]

NO_TWINS = {"1.2/valid-dependency", "1.2/valid-service", "1.4/valid-service", "1.5/valid-machine-learning"}
"""Files of one name whose components or publishers differ, in JSON and XML."""


def test_json_and_xml_of_one_bill_say_the_same(shared: Path, names: Names) -> None:
    folder = shared / "data/cyclonedx-conformance"
    pairs = [(folder / one, folder / other) for one, other in TWINS]
    pairs = [
        (one, other)
        for one, other in pairs
        if one.is_file() and other.is_file()
        if one.relative_to(folder).as_posix().rpartition("-")[0] not in NO_TWINS
    ]
    assert len(pairs) > 20
    differ = {}
    for one, other in pairs:
        first, second = ({_said(claim) for claim in _read(file, names)} for file in (one, other))
        if first != second:
            differ[one.name] = sorted(first ^ second)
    assert not differ


def _said(claim: Claim) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
    subject = "document" if claim.subject.startswith("document:") else claim.subject
    return subject, claim.predicate.value, claim.object, claim.qualifiers
