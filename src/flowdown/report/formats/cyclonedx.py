"""Reports as a CycloneDX 1.7 bill of materials: packages, models and services, with where each was seen."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from flowdown.base.canonical import Json, digest
from flowdown.report.bill import Part, PartKind, list_parts
from flowdown.report.format import Format, Look
from flowdown.report.json_text import write_json
from flowdown.report.kind_words import stands_there
from flowdown.report.pieces import vendor_name
from flowdown.report.report import Report
from flowdown.report.words import norm_name, place_text, visible
from flowdown.scan.sighting import Sighting, Strength, Tree

SCHEMA = "http://cyclonedx.org/schema/bom-1.7.schema.json"
"""The name of the standard's schema, as the schema itself says."""

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:flowdown:bill-of-materials")
_SCOPES = {
    Strength.RUNTIME_DEFAULT: "required",
    Strength.RUNTIME_OPTIONAL: "optional",
    Strength.DEV_TOOLING: "excluded",
    Strength.TEST_ONLY: "excluded",
}
_ROOT = "root"


def render(report: Report, look: Look) -> str:
    """The report as one bill; nothing that is used is left out, whatever the screen."""
    parts = list_parts(report)
    several = len(report.scan.trees) > 1
    bill: dict[str, Json] = {
        "metadata": _metadata(report),
        "components": [_component(report, part, several) for part in parts if part.kind is not PartKind.SERVICE],
        "services": [_service(report, part, several) for part in parts if part.kind is PartKind.SERVICE],
        "dependencies": _dependencies(report.scan.trees, parts),
        "compositions": [
            {
                # Even with every file read, accounts and suppliers outside the code stay unknown: never `complete`.
                "aggregate": "incomplete" if report.scan.gaps or report.scan.is_incomplete else "unknown",
                "assemblies": [_ROOT],
                "dependencies": [_ROOT],
            }
        ],
    }
    head: dict[str, Json] = {
        "$schema": SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, digest(bill))}",
        "version": 1,
    }
    return write_json(head | bill)


def _metadata(report: Report) -> Json:
    scan = report.scan
    name, *version = re.split(r"[ /]", report.tool, maxsplit=1)
    tool: dict[str, Json] = {"type": "application", "name": name, **({"version": version[0]} if version else {})}
    pairs = [("catalogue", scan.catalogue_digest)]
    pairs += [("gap", f"{gap.tree + ': ' if gap.tree else ''}{gap.path}: {gap.reason}") for gap in scan.gaps]
    pairs += [("question", f"{question.id}: {question.asks}") for question in scan.questions]
    pairs += [("only-vendor", vendor) for vendor in report.only_vendors]
    if report.check:
        pairs += [("orders", report.check.order_digest), ("as-of", report.check.as_of.isoformat())]
        pairs += [
            (
                "determination",
                f"{norm_name(each.order, each.norm)}, {each.subject}, {each.context}: {each.outcome.value}",
            )
            for each in report.check.determinations
        ]
    return {
        # A report carries a day and no clock time, so that same input gives same bytes.
        "timestamp": f"{report.created}T00:00:00Z",
        "lifecycles": [{"phase": "pre-build"}],
        "tools": {"components": [tool]},
        "component": _root(scan.trees),
        "properties": _properties(pairs),
    }


def _root(trees: Sequence[Tree]) -> Json:
    """What was scanned: the tree, or all trees as parts of one."""
    if len(trees) == 1:
        return _tree(trees[0], _ROOT)
    name = ", ".join(visible(tree.id) for tree in trees)
    below: list[Json] = [_tree(tree, _tree_reference(tree.id)) for tree in trees]
    return {"type": "application", "bom-ref": _ROOT, "name": name or "nothing", "components": below}


def _tree(tree: Tree, reference: str) -> Json:
    component: dict[str, Json] = {"type": "application", "bom-ref": reference, "name": visible(tree.id)}
    return component | ({"version": visible(tree.revision)} if tree.revision else {})


def _tree_reference(tree: str) -> str:
    return f"tree:{visible(tree)}"


def _component(report: Report, part: Part, several: bool) -> Json:
    component: dict[str, Json] = {"type": part.kind.value, "bom-ref": part.reference}
    if len(part.vendors) == 1:
        component["supplier"] = {"name": visible(vendor_name(report, part.vendors[0]))}
    component["name"] = visible(part.name)
    if part.version:
        component["version"] = visible(part.version)
    scope = _SCOPES.get(part.strength)
    if scope:
        component["scope"] = scope
    if part.purl:
        component["purl"] = part.purl
    component["evidence"] = {"occurrences": [_occurrence(each, several) for each in _by_place(part.sightings)]}
    if part.kind is PartKind.MODEL:
        component["modelCard"] = {"properties": _properties(("product", product) for product in part.products)}
    component["properties"] = _part_properties(part)
    return component


def _occurrence(sighting: Sighting, several: bool) -> Json:
    occurrence: dict[str, Json] = {"location": _path(sighting, several)}
    if sighting.place.line:
        occurrence["line"] = sighting.place.line
    if sighting.value:
        occurrence["symbol"] = visible(sighting.value)
    column = f"column {sighting.place.column}: " if sighting.place.column else ""
    occurrence["additionalContext"] = f"{column}{stands_there(sighting)}, {sighting.strength.value}"
    return occurrence


def _path(sighting: Sighting, several: bool) -> str:
    return visible(f"{sighting.tree}: {sighting.place.path}" if several else sighting.place.path)


def _service(report: Report, part: Part, several: bool) -> Json:
    service: dict[str, Json] = {"bom-ref": part.reference}
    if part.vendors:
        service["provider"] = {"name": visible(vendor_name(report, part.vendors[0]))}
    service["name"] = visible(part.name)
    if part.endpoints:
        service["endpoints"] = list(part.endpoints)
    # Services have no evidence in CycloneDX; their places are properties.
    places = []
    for sighting in _by_place(part.sightings):
        tree = f"{sighting.tree}: " if several else ""
        places.append(("place", f"{tree}{place_text(sighting.place)} ({stands_there(sighting)})"))
    service["properties"] = [*_part_properties(part), *_properties(places)]
    return service


def _by_place(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Sightings in the order of their places."""
    return sorted(sightings, key=lambda sighting: sighting.order)


def _part_properties(part: Part) -> list[Json]:
    pairs = [("vendor", vendor) for vendor in part.vendors] or [("vendor-undetermined", "true")]
    pairs += [("basis", basis) for basis in part.bases]
    pairs += [("product", product) for product in part.products]
    pairs += [("route", route) for route in part.routes]
    pairs += [("strength", part.strength.value)]
    return _properties(pairs)


def _properties(pairs: Iterable[tuple[str, str]]) -> list[Json]:
    return [{"name": f"flowdown:{name}", "value": visible(value)} for name, value in pairs]


def _dependencies(trees: Sequence[Tree], parts: Sequence[Part]) -> list[Json]:
    """Which tree depends on which part; the root on all its trees."""
    needs: dict[str, set[str]] = defaultdict(set)
    several = len(trees) > 1
    if several:
        needs[_ROOT] = {_tree_reference(tree.id) for tree in trees}
    for part in parts:
        for sighting in part.sightings:
            needs[_tree_reference(sighting.tree) if several else _ROOT].add(part.reference)
    references = [_ROOT, *(_tree_reference(tree.id) for tree in trees if several), *(part.reference for part in parts)]
    dependencies: list[Json] = []
    for reference in sorted(references):
        below: list[Json] = [*sorted(needs[reference])]
        dependencies.append({"ref": reference, **({"dependsOn": below} if below else {})})
    return dependencies


FORMAT = Format(
    id="cyclonedx",
    media_type="application/vnd.cyclonedx+json; version=1.7",
    suffix=".cdx.json",
    about="a bill of materials of packages, models and services (CycloneDX 1.7)",
    render=render,
    schema=SCHEMA,
)
