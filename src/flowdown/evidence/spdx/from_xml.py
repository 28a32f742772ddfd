"""Reads SPDX 2 in its XML form, whose elements are the fields of the JSON form."""

from __future__ import annotations

from typing import Any

from flowdown.base.errors import Where
from flowdown.evidence.arriving.xml_tree import Leaf, read_xml
from flowdown.evidence.reader import Refused, Violation
from flowdown.evidence.spdx.fields import FLAG, NUMBER, SHAPES, TEXT
from flowdown.evidence.spdx.paper import Paper, Path, write_path

ROOT = "Document"
_FLAGS = {"true": True, "false": False, "1": True, "0": False}


def read_spdx_xml(content: bytes, name: str) -> Paper:
    """The document in XML."""
    root = read_xml(content, name)
    if root.bare != ROOT:
        raise Refused(f"the outermost element is not `{ROOT}`", Where(name, root.line))
    taking = _Taking(name)
    return Paper(name, taking.fields(root, "document", ()), taking.lines, tuple(taking.faults))


class _Taking:
    def __init__(self, name: str) -> None:
        self.lines: dict[Path, int] = {}
        self.faults: list[Violation] = []
        self._name = name

    def fields(self, leaf: Leaf, shape: str, path: Path) -> dict[str, Any]:
        """The fields of an element."""
        kinds, found = SHAPES[shape].fields, dict[str, Any]()
        for child in leaf.children:
            name = child.bare
            kind = kinds.get(name, "")
            if kind.startswith("*"):
                listed = found.setdefault(name, [])
                listed.append(self._value(child, kind[1:], (*path, name, len(listed))))
            elif name in found:
                place = Where(self._name, child.line, 0, write_path((*path, name)))
                self.faults.append(Violation(f"`{name[:80]}` is there twice", place))
            else:
                found[name] = self._value(child, kind, (*path, name))
        return found

    def _value(self, leaf: Leaf, kind: str, path: Path) -> Any:
        self.lines[path] = leaf.line
        if kind in SHAPES:
            return self.fields(leaf, kind, path)
        text = leaf.text.strip()
        if kind == FLAG:
            return _FLAGS.get(text, text)
        if kind == NUMBER:
            return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else text
        if kind == TEXT and leaf.children:
            return {child.bare: child.text.strip() for child in leaf.children}
        return text
