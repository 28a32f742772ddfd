"""Parts of SARIF that every result is made of: message text, locations without a machine's paths, fingerprints."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from flowdown.base.canonical import Json, digest
from flowdown.gate.fingerprint import key_of
from flowdown.report.words import visible
from flowdown.scan.gap import Gap
from flowdown.scan.sighting import Scan, Sighting

NOT_READ = "not-read"
"""The descriptor of notifications about gaps."""

_ROOT = "./"


def message(text: str) -> Json:
    """A message of plain text, in which `[a](b)` would else be read as a link."""
    return {"text": visible(text).replace("](", "] (")}


def base_id(tree: str, scan: Scan) -> str:
    """The name under which a tree's root is known: `%SRCROOT%`, as is usual, if it is the only one."""
    return "%SRCROOT%" if len(scan.trees) == 1 else f"%TREE:{visible(tree)}%"


def base_ids(scan: Scan) -> Json:
    """The roots, without saying where on this machine they are."""
    return {base_id(tree.id, scan): {"description": message(f"The root of the tree {tree.id}.")} for tree in scan.trees}


def location(sighting: Sighting, scan: Scan) -> Json:
    """Where a sighting is."""
    place = sighting.place
    physical: dict[str, Json] = {"artifactLocation": _artifact(place.path, sighting.tree, scan)}
    if place.line >= 1:
        region: dict[str, Json] = {"startLine": place.line}
        if place.column >= 1:
            region["startColumn"] = place.column
        if place.end_line > place.line:
            region["endLine"] = place.end_line
        physical["region"] = region
    return {"physicalLocation": physical}


def root_location(tree: str, scan: Scan) -> Json:
    """A tree's root, for what has no place: some readers refuse a result without a location."""
    return {"physicalLocation": {"artifactLocation": _artifact("", tree, scan)}}


def notification(gap: Gap, scan: Scan) -> Json:
    """A gap, as a notification of the run that met it."""
    tree = gap.tree or (scan.trees[0].id if len(scan.trees) == 1 else "")
    physical: dict[str, Json] = {"artifactLocation": _artifact(gap.path, tree, scan)}
    if gap.line:
        physical["region"] = {"startLine": gap.line}
    by = f" ({gap.detector})" if gap.detector else ""
    return {
        "descriptor": {"id": NOT_READ, "index": 0},
        "level": "warning",
        "message": message(f"Not read{by}: {gap.path}: {gap.reason}"),
        "locations": [{"physicalLocation": physical}],
    }


def fingerprints(scope: str, sighting: Sighting | None, seen: Counter[str], scan: Scan) -> Json:
    """Stable when lines move: the how-manieth of this value in this file within this scope, and no line number.

    A single tree's name does not count: it is that of the folder into which somebody happened to clone.
    """
    parts: list[str] = [scope]
    if sighting:
        parts += [sighting.tree if len(scan.trees) > 1 else "", *key_of(sighting)]
    same = digest(parts)
    seen[same] += 1
    return {"flowdownSighting/v1": digest([same, seen[same]]).removeprefix("sha256:")}


def _artifact(path: str, tree: str, scan: Scan) -> Json:
    artifact: dict[str, Json] = {"uri": _uri(path)}
    if tree:
        artifact["uriBaseId"] = base_id(tree, scan)
    return artifact


def _uri(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"), safe="/!").lstrip("/") or _ROOT
