"""Turns the XML of a bill into the tree that its JSON would be."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.arriving.xml_tree import Leaf
from flowdown.evidence.cyclonedx.shape import Mapping

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


def is_left_out(tag: str, above: str) -> bool:
    """True for what the tree of a bill has no use for: other namespaces than its own and that of the extension."""
    space, _, name = tag.rpartition(" ")
    if space.startswith(EXTENSION):
        return False
    # Of vulnerabilities it only matters whether there are any.
    return not _is_own(space) or name in _NOT_TOLD or above.endswith(" vulnerability")


def to_tree(root: Leaf) -> Mapping:
    """The tree of a bill; elements of other namespaces are left out, but for the dependencies of the extension."""
    tree = _convert(root, "bom")
    found = tree if isinstance(tree, dict) else {}
    links = [*_links(root, is_top=True)]
    if links:
        found["dependencies"] = links
    return found


def _is_own(space: str) -> bool:
    return not space or space.startswith(SPACE)


def _children(element: Leaf) -> Iterator[tuple[str, Leaf]]:
    for child in element.children:
        space, _, name = child.name.rpartition(" ")
        if _is_own(space):
            yield name, child


def _convert(element: Leaf, name: str) -> JsonValue:
    said = element.text.strip()
    if not element.children and not element.attributes and name not in _MEMBERS:
        return said
    if name == "vulnerabilities":
        return [""] if element.children else []
    children = [*_children(element)]
    member = _MEMBERS.get(name)
    if member and all(each == member for each, _ in children):
        return [_convert(child, each) for each, child in children]
    tree: dict[str, JsonValue] = {key: value for key, value in element.attributes.items() if " " not in key}
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


def _below(element: Leaf, name: str) -> Iterator[Leaf]:
    return (child for child in element.children if child.bare == name)


def _links(element: Leaf, *, is_top: bool = False) -> Iterator[JsonValue]:
    """What depends on what: elements in elements, of the bill itself or of the extension."""
    for child in _below(element, "dependencies"):
        for each in _below(child, "dependency"):
            if not is_top:
                yield {"ref": element.attributes.get("bom-ref", ""), "dependsOn": [each.attributes.get("ref", "")]}
            yield from _link(each)
    if is_top:
        extended = f"{EXTENSION}1.0 dependencies"
        for holder in element.walk():
            if holder is not element and any(child.name == extended for child in holder.children):
                yield from _links(holder)


def _link(element: Leaf) -> Iterator[JsonValue]:
    below = [*_below(element, "dependency")]
    provided: list[JsonValue] = [each.attributes.get("ref", "") for each in _below(element, "provides")]
    on: list[JsonValue] = [each.attributes.get("ref", "") for each in below]
    yield {"ref": element.attributes.get("ref", ""), "dependsOn": on, "provides": provided}
    for each in below:
        if each.children:
            yield from _link(each)
