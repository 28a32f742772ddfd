"""Judges the dependency graph that bills of version 1.1 carry as an extension."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.base.errors import Where, clip
from flowdown.evidence.arriving.xml_tree import Leaf
from flowdown.evidence.cyclonedx.xml_tree import EXTENSION
from flowdown.evidence.reader import Violation


def examine_extension(root: Leaf, file: str) -> Iterator[Violation]:
    """What the extension does not allow: a dependency without `ref`, anything else than dependencies in it.

    NOTE: no library ships its schema (`dependency-graph-1.0.xsd` of the specification), so its two rules stand here.
    """
    space = f"{EXTENSION}1.0 "
    for element in root.walk():
        if not element.name.startswith(space):
            continue
        name, where = element.bare, Where(file, element.line)
        if name == "dependency":
            if not element.attributes.get("ref"):
                yield Violation("`dependency` of the dependency graph has no `ref`", where)
        elif name != "dependencies":
            yield Violation(f"the dependency graph has no `{clip(name)}`", where)
        for child in element.children:
            if child.name != f"{space}dependency" and child.name.startswith(space):
                yield Violation(f"`{clip(child.bare)}` stands where a dependency should", where)
