"""Judges the dependency graph that bills of version 1.1 carry as an extension."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowdown.base.errors import Where, clip
from flowdown.evidence.cyclonedx.xml_tree import EXTENSION
from flowdown.evidence.reader import Violation

if TYPE_CHECKING:
    from lxml.etree import _Element


def examine_extension(root: _Element, file: str) -> Iterator[Violation]:
    """What the extension does not allow: a dependency without `ref`, anything else than dependencies in it.

    NOTE: no library ships its schema (`dependency-graph-1.0.xsd` of the specification), so its two rules stand here.
    """
    space = f"{{{EXTENSION}1.0}}"
    for element in root.iter(f"{space}*"):
        name, where = element.tag.removeprefix(space), Where(file, element.sourceline or 0)
        if name == "dependency":
            if not element.get("ref"):
                yield Violation("`dependency` of the dependency graph has no `ref`", where)
        elif name != "dependencies":
            yield Violation(f"the dependency graph has no `{clip(name)}`", where)
        for child in element.iterchildren("{*}*"):
            if child.tag != f"{space}dependency" and child.tag.startswith(space):
                yield Violation(f"`{clip(child.tag.removeprefix(space))}` stands where a dependency should", where)
