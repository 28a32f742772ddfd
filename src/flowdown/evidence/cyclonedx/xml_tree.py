"""Turns the XML of a bill into the tree that its JSON would be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.cyclonedx.shape import Mapping

if TYPE_CHECKING:
    from lxml.etree import _Element

SPACE = "http://cyclonedx.org/schema/bom/"
EXTENSION = "http://cyclonedx.org/schema/ext/dependency-graph/"
"""Dependencies in bills of version 1.1, which has none of its own."""

_MEMBERS = {
    "components": "component",
    "services": "service",
    "dependencies": "dependency",
    "assemblies": "assembly",
    "compositions": "composition",
    "externalReferences": "reference",
    "properties": "property",
    "endpoints": "endpoint",
    "ancestors": "component",
    "descendants": "component",
    "variants": "component",
    "authors": "author",
    "tools": "tool",
    "lifecycles": "lifecycle",
    "datasets": "dataset",
    "owners": "owner",
    "custodians": "custodian",
    "stewards": "steward",
    "formulation": "formula",
    "citations": "citation",
    "pointers": "pointer",
    "expressions": "expression",
    "assessors": "assessor",
    "attestations": "attestation",
    "claims": "claim",
    "counterClaims": "counterClaim",
    "organizations": "organization",
    "signatories": "signatory",
    "source": "url",
    "destination": "url",
}
"""Elements that hold nothing but members of one name: lists in JSON."""


_NOT_TOLD = frozenset(
    "hashes licenses copyright description evidence releaseNotes annotations cryptoProperties commits patches "
    "quantitativeAnalysis considerations definitions swhid omniborId signature".split()
)
"""Elements of which nothing is told: no tree is made of them."""


def to_tree(root: _Element) -> Mapping:
    """The tree of a bill; elements of other namespaces are left out, but for the dependencies of the extension."""
    tree = _convert(root, "bom")
    found = tree if isinstance(tree, dict) else {}
    links = [*_links(root, is_top=True)]
    if links:
        found["dependencies"] = links
    return found


def _children(element: _Element) -> Iterator[tuple[str, _Element]]:
    for child in element.iterchildren("{*}*"):
        space, _, name = child.tag.rpartition("}")
        if (not space or space.startswith(SPACE, 1)) and name not in _NOT_TOLD:
            yield name, child


def _convert(element: _Element, name: str) -> JsonValue:
    said = (element.text or "").strip()
    if not len(element) and not element.attrib and name not in _MEMBERS:
        return said
    if name == "vulnerabilities":
        # Only whether there are any matters.
        return [""] if len(element) else []
    children = [*_children(element)]
    member = _MEMBERS.get(name)
    if member and all(each == member for each, _ in children):
        return [_convert(child, each) for each, child in children]
    tree: dict[str, JsonValue] = {key: value for key, value in element.attrib.items() if key[:1] != "{"}
    for each, child in children:
        value = _convert(child, each)
        before = tree.get(each)
        if before is None:
            tree[each] = value
        elif isinstance(before, list):
            before.append(value)
        else:
            tree[each] = [before, value]
    if not tree:
        return said
    if said and not children:
        tree["#text"] = said
    return tree


def _links(element: _Element, *, is_top: bool = False) -> Iterator[JsonValue]:
    """What depends on what: elements in elements, of the bill itself or of the extension."""
    for child in element.iterchildren("{*}dependencies"):
        for each in child.iterchildren("{*}dependency"):
            if not is_top:
                yield {"ref": element.get("bom-ref", ""), "dependsOn": [each.get("ref", "")]}
            yield from _link(each)
    if is_top:
        for extended in element.iter(f"{{{EXTENSION}1.0}}dependencies"):
            holder = extended.getparent()
            if holder is not None and holder is not element:
                yield from _links(holder)


def _link(element: _Element) -> Iterator[JsonValue]:
    below = [*element.iterchildren("{*}dependency")]
    provided: list[JsonValue] = [each.get("ref", "") for each in element.iterchildren("{*}provides")]
    on: list[JsonValue] = [each.get("ref", "") for each in below]
    yield {"ref": element.get("ref", ""), "dependsOn": on, "provides": provided}
    for each in below:
        if len(each):
            yield from _link(each)
